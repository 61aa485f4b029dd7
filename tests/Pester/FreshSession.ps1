# Dot-sourced by the suites that look at what the module does to a session that had nothing before.

$manifestPath = Join-Path $PSScriptRoot '../../out/PodTools/PodTools.psd1'

# Runs a block in a PowerShell of its own. It gets the path of the module, then the arguments, and
# answers with one object.
function Invoke-Fresh([scriptblock] $Command, [string[]] $ArgumentList) {
    $arguments = @($manifestPath) + $ArgumentList | Where-Object { $_ } | ForEach-Object { "'$($_ -replace "'", "''")'" }
    $answer = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; & { $Command } $arguments | ConvertTo-Json -Depth 5"
    if ($LASTEXITCODE -ne 0) {
        throw "pwsh ended with $LASTEXITCODE`: $answer"
    }

    $answer | ConvertFrom-Json
}
