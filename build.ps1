#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Thin tasks over dotnet. Everything works without this script, too.
.EXAMPLE
    ./build.ps1 Build
.EXAMPLE
    ./build.ps1 Test -Configuration Release
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Tour', 'Bench', 'Help', 'Pack', 'Install')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$module = Join-Path $PSScriptRoot out PodTools

function Build([string] $Configuration) {
    dotnet build (Join-Path $PSScriptRoot PodTools.sln) --configuration $Configuration
}

switch ($Task) {
    Build { Build $Configuration }
    Test { dotnet test (Join-Path $PSScriptRoot PodTools.sln) --configuration $Configuration }
    Tour { dotnet run --project (Join-Path $PSScriptRoot src PodTools.Tour) --configuration $Configuration }
    Bench { dotnet run --project (Join-Path $PSScriptRoot tests PodTools.Benchmarks) --configuration Release }
    Help { dotnet build (Join-Path $PSScriptRoot src PodTools) --configuration $Configuration }
    Pack {
        Build Release
        Compress-Archive -Path $module -DestinationPath (Join-Path $PSScriptRoot out PodTools.zip) -Force
    }
    Install {
        Build Release
        $version = (Import-PowerShellDataFile (Join-Path $module PodTools.psd1)).ModuleVersion
        $root = ($env:PSModulePath -split [IO.Path]::PathSeparator)[0]
        $target = Join-Path $root PodTools $version
        New-Item -ItemType Directory -Force $target | Out-Null
        Copy-Item -Path (Join-Path $module '*') -Destination $target -Recurse -Force
        "Installed in $target"
    }
}
