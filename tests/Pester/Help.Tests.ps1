# What Get-Help says: complete for every cmdlet and parameter, with examples that a user can type.

BeforeDiscovery {
    $manifestPath = Join-Path $PSScriptRoot '../../out/PodTools/PodTools.psd1'
    $exported = (Import-PowerShellDataFile $manifestPath).CmdletsToExport
    $topics = Get-ChildItem (Join-Path (Split-Path $manifestPath) en-US) -Filter about_*.help.txt | ForEach-Object { $_.Name -replace '\.help\.txt$' }
}

BeforeAll {
    $manifestPath = Join-Path $PSScriptRoot '../../out/PodTools/PodTools.psd1'
    Import-Module $manifestPath -Force
    $PSStyle.OutputRendering = 'PlainText'
    $added = [System.Management.Automation.Cmdlet]::CommonParameters

    # The calls of PodTools' own cmdlets in a piece of code, wherever they stand in it.
    function Get-Call([string] $Code) {
        $tokens = $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $tokens, [ref] $errors)
        $errors.Message | Should -BeNullOrEmpty -Because "the example must parse: $Code"
        $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) |
            Where-Object { Get-Command $_.GetCommandName() -Module PodTools -ErrorAction Ignore }
    }

    function Assert-Example([string] $Code) {
        foreach ($call in Get-Call $Code) {
            $command = Get-Command $call.GetCommandName() -Module PodTools
            # Behind two dashes stand the words of another command.
            $dashes = @($call.CommandElements.Extent.Text).IndexOf('--')
            $own = if ($dashes -lt 0) { $call.CommandElements } else { $call.CommandElements | Select-Object -First $dashes }
            $used = $own | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }
            foreach ($parameter in $used.ParameterName) {
                Test-ParameterName $command $parameter | Should -BeTrue -Because "-$parameter is in: $Code"
            }
        }
    }

    # What the engine knows about pipeline input, in the words of Get-Help.
    function Get-PipelineInput($Sets) {
        $ways = @(
            if ($Sets.ValueFromPipeline -contains $true) { 'ByValue' }
            if ($Sets.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' }
        )
        $ways ? "True ($($ways -join ', '))" : 'False'
    }

    # The name of a parameter is unambiguous if it is a name or an alias, or begins only one.
    function Test-ParameterName([System.Management.Automation.CommandInfo] $Command, [string] $Name) {
        $names = $Command.Parameters.Values.ForEach{ $_.Name; $_.Aliases }
        $Name -in $names -or @($Command.Parameters.Keys -like "$Name*").Count -eq 1
    }
}

Describe 'Help of <_>' -ForEach $exported {
    BeforeAll {
        $name = $_
        $command = Get-Command $name -Module PodTools
        $help = Get-Help $name -Full
    }

    It 'has a synopsis of one sentence' {
        $help.Synopsis | Should -MatchExactly '^[A-Z][^\n]*\.$'
    }

    It 'has a description' {
        ($help.description.Text -join ' ').Trim().Length | Should -BeGreaterThan 20
    }

    It 'describes every parameter as the engine has it' {
        # What only a pipeline binds is nobody's to type.
        $expected = $command.Parameters.Values | Where-Object { $_.Name -notin $added -and $_.ParameterSets.Values.Count -and -not $_.Attributes.Where{ $_ -is [Parameter] -and $_.DontShow } }
        $described = @($help.parameters.parameter)
        $described.name | Sort-Object | Should -Be ($expected.Name | Sort-Object)
        foreach ($parameter in $expected) {
            $text = $described | Where-Object name -EQ $parameter.Name
            ($text.description.Text -join ' ').Trim().Length | Should -BeGreaterThan 5 -Because "-$($parameter.Name) is explained"
            $sets = $parameter.ParameterSets.Values
            $text.required | Should -Be "$(-not ($sets.IsMandatory -contains $false))" -Because "-$($parameter.Name)"
            $text.pipelineInput | Should -Be (Get-PipelineInput $sets) -Because "-$($parameter.Name)"
            $text.globbing | Should -Be "$(@($parameter.Attributes.Where{ $_ -is [SupportsWildcards] }).Count -gt 0)" -Because "-$($parameter.Name)"
            $aliases = $parameter.Aliases ? ($parameter.Aliases -join ', ') : 'None'
            $text.aliases | Should -Be $aliases -Because "-$($parameter.Name)"
        }
    }

    It 'has one syntax for each parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be $command.ParameterSets.Count
    }

    It 'says what may be piped in and what comes out' {
        @($help.inputTypes.inputType).Count | Should -BeGreaterThan 0
        $outputs = $command.OutputType.Name ? $command.OutputType.Name : 'None'
        $help.returnValues.returnValue.type.name | Should -Be $outputs
    }

    It 'has at least two examples with the cmdlet in them' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $examples) {
            $example.code | Should -Match $name
            ($example.remarks.Text -join '').Trim() | Should -Not -BeNullOrEmpty -Because "'$($example.code)' says what one sees"
        }
    }

    It 'has examples that parse, with parameters that exist' {
        foreach ($example in $help.examples.example) {
            Assert-Example $example.code
        }
    }

    It 'names related topics that exist' {
        $help.relatedLinks.navigationLink | Should -Not -BeNullOrEmpty
        foreach ($link in $help.relatedLinks.navigationLink | Where-Object { $_.linkText -and -not $_.uri }) {
            Get-Help $link.linkText -ErrorAction Stop | Should -Not -BeNullOrEmpty -Because $link.linkText
        }
    }
}

Describe '<_>' -ForEach $topics {
    BeforeAll {
        $path = Join-Path (Split-Path $manifestPath) en-US "$_.help.txt"
        $text = Get-Content $path -Raw
        $lines = Get-Content $path
    }

    It 'is shown by Get-Help' {
        (Get-Help $_ -ErrorAction Stop) | Out-String | Should -Match 'SHORT DESCRIPTION'
    }

    It 'has the sections of a topic' {
        $lines | Where-Object { $_ -cmatch '^[A-Z][A-Z ]+$' } | Should -Be 'TOPIC', 'SHORT DESCRIPTION', 'LONG DESCRIPTION', 'EXAMPLES', 'SEE ALSO'
        $lines[1].Trim() | Should -Be $_
    }

    It 'is plain ASCII of at most 80 columns' {
        $text | Should -Not -MatchExactly '[^\x20-\x7E\r\n]'
        ($lines | ForEach-Object Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'names cmdlets and topics that exist' {
        foreach ($mention in [regex]::Matches($text, '\b(?:[A-Z][A-Za-z]+-Pod[A-Za-z]*|about_PodTools[A-Za-z_]*)\b').Value | Sort-Object -Unique) {
            if ($mention -like 'about_*') {
                Join-Path (Split-Path $path) "$mention.help.txt" | Should -Exist
            }
            else {
                Get-Command $mention -Module PodTools -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because "$mention is mentioned"
            }
        }
    }

    It 'has examples that parse, with parameters that exist' {
        # A command goes on in lines that begin with >>.
        foreach ($typed in [regex]::Matches($text, '(?m)^ *PS> .*(?:\r?\n *>> .*)*').Value) {
            Assert-Example ($typed -replace '(?m)^ *(?:PS>|>>) ')
        }
    }
}
