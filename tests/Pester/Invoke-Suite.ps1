<#
.SYNOPSIS
    Runs one Pester suite against the module in out/PodTools, and writes down what came of every test.
.DESCRIPTION
    The xunit project PodTools.Tests runs each suite by this script in a process of its own. By hand:
    ./Invoke-Suite.ps1 Help.Tests.ps1
.PARAMETER Suite
    The file of the suite; a relative name is looked for beside this script.
.PARAMETER Result
    Where to write the outcome as JSON: one object with Failures and the list of Tests.
.PARAMETER PesterVersion
    The Pester to use. Without it: the newest on the module path.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Suite,

    [string] $Result,

    [version] $PesterVersion
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
$chosen = if ($PesterVersion) { @{ RequiredVersion = $PesterVersion } } else { @{ MinimumVersion = '5.7' } }
Import-Module Pester @chosen

$configuration = New-PesterConfiguration
$configuration.Run.Path = [IO.Path]::Combine($PSScriptRoot, $Suite)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration

# What fails outside of a test, such as in BeforeAll or while tests are being found, belongs to a container or a block.
$outside = @($run.FailedContainers) + @($run.FailedBlocks) | Where-Object { $_ } | ForEach-Object {
    @{ Name = "$($_.ExpandedPath ?? $_.Item)"; Message = @($_.ErrorRecord | ForEach-Object { "$_" }) -join "`n" }
}
$tests = $run.Tests | ForEach-Object {
    @{
        Name    = $_.ExpandedPath
        Outcome = $_.Result
        Message = @($_.ErrorRecord | ForEach-Object { "$($_.DisplayErrorMessage ?? $_)" }) -join "`n"
    }
}
if ($Result) {
    @{ Failures = @($outside); Tests = @($tests) } | ConvertTo-Json -Depth 4 | Set-Content $Result
}

exit ($run.Result -eq 'Passed' -and $run.TotalCount -gt 0 ? 0 : 1)
