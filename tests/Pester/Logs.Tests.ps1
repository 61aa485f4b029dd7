# Logs of real pods. Runs on the simulator, and unchanged on the cluster named by PODTOOLS_TEST_KUBECONFIG. Uses only the
# image busybox.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd

    function New-Talker([string] $Name, [string] $Script, [string] $RestartPolicy = 'Never', [hashtable] $Label = @{}) {
        New-Pod -Name $Name -Image busybox -ImagePullPolicy IfNotPresent -Command sh, -c, $Script -RestartPolicy $RestartPolicy -Label $Label | Out-Null
    }

    New-Talker talk 'echo one; echo two >&2; sleep 1; echo three; printf "no end"'
    New-Talker odd 'printf "a\377b\rc\nprogress 1\rprogress 2\n\nend\n"'
    New-Talker json 'echo "{\"level\":\"warn\",\"n\":2}"; echo plain'
    1..3 | ForEach-Object { New-Talker "part-$_" 'for i in 1 2 3 4 5; do echo $i; sleep 0.1; done' -Label @{ app = 'part' } }
    Wait-Pod talk, odd, json, part-1, part-2, part-3 -For Completed -Timeout 120 | Out-Null
}

AfterAll { Stop-EndToEnd $run }

Describe 'A log that has ended' {
    It 'comes as entries that print as their lines' {
        $entries = Get-PodLog talk
        $entries | Should -BeOfType ([PodTools.PodLogEntry])
        $entries.Message | Sort-Object | Should -Be 'no end', one, three, two
        $entries[-1].ToString() | Should -Be 'no end'
        $entries[0].Pod | Should -Be talk
        $entries[0].Timestamp | Should -Match '\.\d{9}(Z|[+-]\d\d:\d\d)$'
    }

    It 'is cut at either end on demand' {
        (Get-PodLog talk -Tail 1).Message | Should -Be 'no end'
        (Get-PodLog talk -Tail 0) | Should -BeNullOrEmpty
        (Get-PodLog talk -LimitBytes 2).Message.Length | Should -Be 2
        (Get-PodLog talk -Since 1h).Count | Should -Be 4
        (Get-PodLog talk -Since ([timespan]::FromHours(1))).Count | Should -Be 4
        Get-PodLog talk -SinceTime ([datetimeoffset]::Now.AddHours(1)) | Should -BeNullOrEmpty
    }

    It 'is filtered by what its lines say' {
        (Get-PodLog talk -Match '^T').Message | Sort-Object | Should -Be three, two
        (Get-PodLog talk -NotMatch 't|end').Message | Should -Be one
    }

    It 'gives plain text, with times where they are asked for' {
        Get-PodLog talk -Raw | Should -BeOfType ([string])
        Get-PodLog talk -Raw -Timestamps | Select-Object -Last 1 | Should -Match '^\d{4}-\d\d-\d\dT[\d:]+\.\d{9}(Z|[+-]\d\d:\d\d) no end$'
    }

    It 'gives the properties of lines of JSON, and keeps the lines' {
        $warning, $plain = Get-PodLog json -AsJson
        $warning.Properties.level | Should -Be warn
        $warning.Properties.n | Should -Be 2
        $warning.Message | Should -Be '{"level":"warn","n":2}'
        $plain.Properties.Count | Should -Be 0
    }

    It 'gives every byte as it was written' {
        $expected = 97, 255, 98, 13, 99, 10 + [byte[]][char[]]"progress 1`rprogress 2`n`nend`n"
        Get-PodLog odd -AsByteStream | ForEach-Object { $_ } | Should -Be $expected
        $file = Join-Path TestDrive: odd.log
        Get-PodLog odd -OutFile $file
        [IO.File]::ReadAllBytes((Resolve-Path $file).ProviderPath) | Should -Be $expected
        (Get-PodLog odd)[0].GetBytes() | Should -Be 97, 255, 98, 13, 99
        (Get-PodLog odd).Message[1] | Should -Be "progress 1`rprogress 2"
    }

    It 'of several pods is merged in the order of time, with a tail for each' {
        $entries = Get-PodLog -LabelSelector app=part
        $entries.Count | Should -Be 15
        $entries.Timestamp | Should -Be ($entries.Timestamp | Sort-Object)
        (Get-PodLog -LabelSelector app=part -Tail 2 | Group-Object Pod) | ForEach-Object Count | Should -Be 2, 2, 2
    }

    It 'refuses what does not fit together' -ForEach @(
        @{ Command = { Get-PodLog talk -Since 1m -SinceTime ([datetimeoffset]::Now) -ErrorAction Stop } }
        @{ Command = { Get-PodLog talk, odd -OutFile TestDrive:/two -ErrorAction Stop } }
        @{ Command = { Get-PodLog talk -AsByteStream -Match x -ErrorAction Stop } }
    ) {
        (Get-Failure $Command).FullyQualifiedErrorId | Should -BeLike 'ParametersExclusive,*'
    }

    It 'that is not there is an error' {
        (Get-Failure { Get-PodLog nobody -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'PodNotFound,*'
        (Get-Failure { Get-PodLog talk -Container nobody -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ContainerNotFound,*'
        Get-Failure { Get-PodLog talk -Previous -ErrorAction Stop } | Should -Match 'previous'
    }
}

Describe 'A followed log' {
    It 'ends with its pod, without losing or repeating a line' {
        New-Talker counts 'seq 1 20000; sleep 1; echo last'
        $lines = (Get-PodLog counts -Follow).Message
        $lines.Count | Should -Be 20001
        $lines[0..19999] -join ',' | Should -BeExactly (1..20000 -join ',')
        $lines[-1] | Should -Be last
    }

    It 'marks a restart, and gives the log before it with -Previous' {
        New-Talker again 'echo run; sleep 1; exit 1' -RestartPolicy Always
        $entries = Get-PodLog again -Follow | Select-Object -First 3
        $entries.Kind | Should -Be Line, Restart, Line
        # Between two restarts a kubelet may have the one container no more, and the next one not yet.
        Wait-Until { (Get-PodLog again -Previous -ErrorAction Ignore).Message -contains 'run' }
    }

    It 'of a selector takes up new pods, and stops when enough was read' {
        New-Talker early 'echo early; sleep 3600' -Label @{ app = 'grow' }
        $seen = Get-PodLog -LabelSelector app=grow -Follow | ForEach-Object {
            if ($_.Message -eq 'early') { New-Talker late 'echo late; sleep 3600' -Label @{ app = 'grow' } }
            $_
        } | Select-Object -First 2
        $seen.Message | Should -Be early, late
    }

    It 'goes into a file as well' {
        New-Talker filed 'for i in 1 2 3; do echo $i; sleep 0.3; done'
        $file = Join-Path TestDrive: filed.log
        Get-PodLog filed -Follow -OutFile $file
        Get-Content $file | Should -Be 1, 2, 3
    }
}
