# What importing and removing the module does to a session: it brings its cmdlets, and nothing else.

BeforeDiscovery {
    $manifestPath = Join-Path $PSScriptRoot '../../out/PodTools/PodTools.psd1'
    $exported = (Import-PowerShellDataFile $manifestPath).CmdletsToExport
}

BeforeAll {
    . (Join-Path $PSScriptRoot FreshSession.ps1)
    $manifest = Import-PowerShellDataFile $manifestPath
    $moduleFolder = Split-Path $manifestPath
}

Describe 'The manifest' {
    It 'is valid' {
        $module = Test-ModuleManifest $manifestPath -ErrorAction Stop
        $module.Name | Should -Be PodTools
        $module.Version | Should -Be ([version] $manifest.ModuleVersion)
        $module.PowerShellVersion | Should -Be ([version] '7.4')
        $module.CompatiblePSEditions | Should -Be Core
    }

    It 'has every file that it names' {
        foreach ($file in @($manifest.RootModule) + $manifest.RequiredAssemblies + $manifest.FormatsToProcess + $manifest.TypesToProcess) {
            Join-Path $moduleFolder $file | Should -Exist
        }
    }

    It 'exports exactly the cmdlets that the assembly has' {
        $assembly = (Import-Module $manifestPath -PassThru -Force).ImplementingAssembly
        $classes = $assembly.GetExportedTypes().Where{ -not $_.IsAbstract -and $_.IsDefined([System.Management.Automation.CmdletAttribute], $false) }
        $names = $classes.ForEach{ $cmdlet = $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]; "$($cmdlet.VerbName)-$($cmdlet.NounName)" }
        $names | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'has the version of the assembly, which servers are told' {
        $assembly = (Import-Module $manifestPath -PassThru -Force).ImplementingAssembly
        $assembly.GetName().Version.ToString(3) | Should -Be $manifest.ModuleVersion
    }

    It 'exports no functions, aliases or variables' {
        $module = Import-Module $manifestPath -PassThru -Force
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
    }
}

Describe '<_>' -ForEach $exported {
    BeforeAll {
        Import-Module $manifestPath
        $command = Get-Command $_ -Module PodTools
        $cmdlet = $command.ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
    }

    It 'has an approved verb' {
        (Get-Verb).Verb | Should -Contain $command.Verb
    }

    It 'has the noun Pod or one that begins with it' {
        $command.Noun | Should -BeLikeExactly 'Pod*'
    }

    It 'says what it emits' {
        $command.OutputType.Count | Should -BeGreaterThan 0
    }

    It 'supports -WhatIf and -Confirm if it changes something' {
        $changing = 'Add', 'Debug', 'New', 'Remove', 'Set', 'Start', 'Stop', 'Update', 'Use'
        $builders = 'New-PodContainer', 'New-PodVolume'
        $expected = $command.Verb -in $changing -and $command.Name -notin $builders
        if ($expected) {
            $cmdlet.SupportsShouldProcess | Should -BeTrue
            $command.Parameters.Keys | Should -Contain WhatIf
        }
        elseif ($command.Verb -in 'Get', 'Test', 'Watch', 'Wait', 'ConvertFrom', 'ConvertTo', 'Compare') {
            $cmdlet.SupportsShouldProcess | Should -BeFalse
        }
    }

    It 'asks first if it deletes pods or namespaces' {
        if ($command.Name -in 'Remove-Pod', 'Remove-PodNamespace') {
            $cmdlet.ConfirmImpact | Should -Be High
        }
    }

    It 'gives -Namespace the aliases ns and n' {
        if ($command.Parameters.ContainsKey('Namespace')) {
            $command.Parameters['Namespace'].Aliases | Should -Be ns, n
        }
    }
}

Describe 'Importing' {
    It 'changes no environment variable, adds no drive, variable, function or alias' {
        $difference = Invoke-Fresh {
            function Get-State {
                $functions = Get-ChildItem Function: | ForEach-Object { "function $($_.Name)" }
                $environment = Get-ChildItem Env: | ForEach-Object { "variable $($_.Name)=$($_.Value)" }
                $variables = Get-Variable -Scope Global | ForEach-Object { "`$$($_.Name)" }
                $aliases = Get-Alias | ForEach-Object { "alias $($_.Name)" }
                @($functions) + $environment + $variables + $aliases + (Get-PSDrive).Name
            }
            $null = Get-State
            $before = Get-State
            Import-Module $args[0]
            $null = Get-Command -Module PodTools
            $after = Get-State
            @{ Difference = @(Compare-Object $before $after | ForEach-Object InputObject) }
        }
        $difference.Difference | Should -BeNullOrEmpty
    }

    It 'writes no file and makes no folder in a new home' {
        $homeFolder = Join-Path $TestDrive home
        New-Item -ItemType Directory $homeFolder | Out-Null
        $was = $env:HOME, $env:XDG_CACHE_HOME, $env:XDG_CONFIG_HOME, $env:XDG_DATA_HOME
        try {
            $env:HOME = $homeFolder
            $env:XDG_CACHE_HOME = $env:XDG_CONFIG_HOME = $env:XDG_DATA_HOME = $null
            $before = Invoke-Fresh { @{ Files = @(Get-ChildItem $HOME -Recurse -Force -File | Where-Object FullName -NotMatch '(?i)powershell') } }
            $after = Invoke-Fresh { Import-Module $args[0]; @{ Files = @(Get-ChildItem $HOME -Recurse -Force -File | Where-Object FullName -NotMatch '(?i)powershell') } }
        }
        finally {
            $env:HOME, $env:XDG_CACHE_HOME, $env:XDG_CONFIG_HOME, $env:XDG_DATA_HOME = $was
        }
        $before.Files | Should -BeNullOrEmpty
        $after.Files | Should -BeNullOrEmpty
    }

    It 'opens no connection and starts no process' {
        $state = Invoke-Fresh {
            Import-Module $args[0]
            $children = Get-Process | Where-Object { $_.Parent.Id -eq $PID }
            $listeners = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners().Port
            $sockets = if ($IsLinux) { Get-ChildItem "/proc/$PID/fd" | Where-Object { "$($_.Target)$($_.LinkTarget)" -like 'socket:*' } }
            @{ Children = @($children.Name); Sockets = @($sockets.Name); Listeners = @($listeners).Count }
        }
        $state.Children | Should -BeNullOrEmpty
        $without = Invoke-Fresh {
            $sockets = if ($IsLinux) { Get-ChildItem "/proc/$PID/fd" | Where-Object { "$($_.Target)$($_.LinkTarget)" -like 'socket:*' } }
            @{ Sockets = @($sockets.Name) }
        }
        @($state.Sockets).Count | Should -Be @($without.Sockets).Count
    }

    It 'makes the types usable as literals' {
        (Invoke-Fresh { Import-Module $args[0]; @{ Name = [PodTools.Pod].FullName } }).Name | Should -Be PodTools.Pod
    }

    It 'of a second copy leaves the first one at work' {
        $copy = Join-Path $TestDrive second
        Copy-Item $moduleFolder $copy -Recurse
        $state = Invoke-Fresh -ArgumentList (Join-Path $copy PodTools.psd1) {
            Import-Module $args[0]
            try { Import-Module $args[1] } catch { $refusal = "$_" }
            $pod = '{ "kind": "Pod", "metadata": { "name": "x" } }' | ConvertFrom-PodManifest
            @{ Refusal = $refusal; Pod = $pod.Name; View = ($pod | Format-Table | Out-String); First = (Get-Module PodTools).Path -contains (Get-Item (Join-Path (Split-Path $args[0]) PodTools.dll)).FullName }
        }
        $state.Refusal | Should -Match 'already'
        $state.Pod | Should -Be x
        $state.View | Should -Match 'NAME +READY +STATUS'
        $state.First | Should -BeTrue
    }

    It 'can be repeated with -Force' {
        (Invoke-Fresh { Import-Module $args[0]; Import-Module $args[0] -Force; @{ Count = @(Get-Module PodTools).Count } }).Count | Should -Be 1
    }
}

Describe 'Removing' {
    It 'leaves no command and no view behind' {
        $left = Invoke-Fresh {
            Import-Module $args[0]
            Remove-Module PodTools
            @{
                Modules  = @(Get-Module PodTools).Count
                Commands = @(Get-Command -Name *-Pod* -CommandType Cmdlet -ErrorAction Ignore | Where-Object Source -EQ PodTools).Count
                Views    = @(Get-FormatData PodTools.*).Count
                Types    = @(Get-TypeData PodTools.*).Count
            }
        }
        $left.Modules, $left.Commands, $left.Views, $left.Types | Should -Be 0, 0, 0, 0
    }

    It 'stops the simulators and the port-forwards of the process' {
        $state = Invoke-Fresh {
            Import-Module $args[0]
            $simulator = Start-PodSimulator
            $port = ([uri] $simulator.Server).Port
            $kubeConfig = $simulator.KubeConfig
            Remove-Module PodTools
            $client = [Net.Sockets.TcpClient]::new()
            try { $client.Connect('127.0.0.1', $port); $open = $true } catch { $open = $false } finally { $client.Dispose() }
            @{ Open = $open; KubeConfig = Test-Path $kubeConfig }
        }
        $state.Open | Should -BeFalse
        $state.KubeConfig | Should -BeFalse
    }

    It 'lets the module be imported again' {
        (Invoke-Fresh { Import-Module $args[0]; Remove-Module PodTools; Import-Module $args[0]; @{ Pod = ('{ "kind": "Pod", "metadata": { "name": "x" } }' | ConvertFrom-PodManifest).Name } }).Pod |
            Should -Be x
    }
}
