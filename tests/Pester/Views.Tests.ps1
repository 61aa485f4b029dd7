# What users see: tables as kubectl prints them, text where text is meant, colours only where somebody looks.

BeforeAll {
    . (Join-Path $PSScriptRoot FreshSession.ps1)
    Import-Module $manifestPath -Force
    Start-PodSimulator views | Out-Null
    New-Pod -Name good -Image nginx -Label @{ app = 'web' } | Out-Null
    New-Pod -Name bad -Image busybox -Command sh, -c, 'echo first; echo second; exit 3' -RestartPolicy Never | Out-Null
    Wait-Pod good -Timeout 60 | Out-Null
    Wait-Pod bad -For Completed -NoFailFast -Timeout 60 | Out-Null
    $escape = [char] 27

    function Get-Lines([object[]] $Objects, [hashtable] $Format = @{}) {
        ($Objects | Format-Table @Format | Out-String -Width 400) -split "`r?`n" | Where-Object { $_.Trim() }
    }
}

AfterAll { Stop-PodSimulator views }

Describe 'Pods' {
    It 'show the columns of kubectl' {
        $lines = Get-Lines (Get-Pod)
        $lines[0] -split ' {1,}' -ne '' | Should -Be NAME, READY, STATUS, RESTARTS, AGE
        ($lines -match '^good')[0] | Should -Match '^good +1/1 +Running +0 +\d+s *$'
        ($lines -match '^bad')[0] | Should -Match '^bad +0/1 +Error +0 +\d+s *$'
    }

    It 'show addresses and nodes in the wide view' {
        $lines = Get-Lines (Get-Pod good) @{ View = 'Wide' }
        $lines[0] | Should -Match 'AGE +IP +NODE +NOMINATED NODE +READINESS GATES'
        $lines[-1] | Should -Match '10\.\d+\.\d+\.\d+ +node-1 +<none> +<none>'
    }

    It 'show the namespace in every view when there are several' {
        foreach ($view in 'Default', 'Wide', 'Labels') {
            (Get-Lines (Get-Pod -AllNamespaces) @{ View = $view })[0] | Should -Match '^NAMESPACE +NAME +READY'
        }
    }

    It 'show the context when there are several' {
        Start-PodSimulator views-too | Out-Null
        try {
            New-Pod -Name there -Image nginx | Out-Null
            $lines = Get-Lines (Get-Pod -Context views, views-too)
            $lines[0] | Should -Match '^CONTEXT +NAMESPACE +NAME'
            ($lines -match ' there ')[0] | Should -Match '^views-too +default +there '
        }
        finally {
            Stop-PodSimulator views-too
        }
    }

    It 'mark changes that were found by comparison' {
        $change = [PodTools.PodWatchEvent]::new('Modified', (Get-Pod good), [DateTimeOffset]::Now, $true)
        (Get-Lines $change)[-1] | Should -Match '^\d\d:\d\d:\d\d Modified\* +good +1/1'
    }

    It 'show labels in the view of that name' {
        (Get-Lines (Get-Pod good) @{ View = 'Labels' })[-1] | Should -Match 'app=web'
    }

    It 'give a summary as a list' {
        Get-Pod good | Format-List | Out-String | Should -Match 'Images +: nginx'
    }

    It 'keep the plain state in the property, whatever the view shows' {
        (Get-Pod bad).State | Should -Be Error
    }

    It 'are not coloured where output is redirected' {
        $text = pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifestPath'; `$null = Start-PodSimulator; `$null = New-Pod -Name x -Image nginx; Get-Pod"
        ($text -join '') | Should -Match 'x +[01]/1'
        ($text -match '^x') -join '' | Should -Not -Match $escape
    }

    It 'are coloured by health where PowerShell paints' {
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $text = Get-Pod | Out-String
        }
        finally {
            $PSStyle.OutputRendering = $before
        }
        $text | Should -Match ([regex]::Escape("$($PSStyle.Formatting.Error)Error"))
        $text | Should -Match ' Running '
    }
}

Describe 'Other objects' {
    It 'print a log as its lines' {
        (Get-PodLog bad | Out-String) -replace "`r" | Should -BeLike "*first`nsecond`n*"
    }

    It 'print a command as it would have appeared' {
        (Invoke-PodExec good -Command echo, hello | Out-String).Trim() | Should -Be hello
    }

    It 'print details as a description' {
        Get-PodDetail good | Out-String | Should -Match '(?m)^Name: +good'
    }

    It 'have a table: <Script>' -ForEach @(
        @{ Script = { Get-PodEvent }; Header = 'LAST SEEN +TYPE +REASON' }
        @{ Script = { Get-PodContext }; Header = 'CURRENT +NAME +CLUSTER' }
        @{ Script = { Get-PodNamespace }; Header = 'NAME +STATUS +AGE' }
        @{ Script = { Get-PodNode }; Header = 'NAME +STATUS' }
        @{ Script = { Get-PodSimulator }; Header = 'NAME +SERVER' }
        @{ Script = { Get-PodSchema pod.spec }; Header = 'NAME +TYPE +REQUIRED' }
        @{ Script = { Test-PodManifest (Join-Path $PSScriptRoot manifests/one-port-twice-pod.yaml) }; Header = 'LINE +COLUMN +SEVERITY' }
        @{ Script = { Watch-Pod | Select-Object -First 1 }; Header = 'TIME +EVENT +NAME' }
    ) {
        & $Script | Out-String -Width 300 | Should -Match $Header
    }
}
