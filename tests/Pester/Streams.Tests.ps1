# Commands and logs of real pods. Runs on the simulator, and unchanged on the
# cluster named by PODTOOLS_TEST_KUBECONFIG. Uses only the images busybox and nginx.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    New-Pod -Name web -Image nginx -Port 80 -Label @{ app = 'web' } | Out-Null
    1..2 | ForEach-Object { New-Pod -Name "box-$_" -Image busybox -Command sleep, 3600 -Label @{ app = 'box' } } | Out-Null
    New-Pod -Name over -Image busybox -Command 'true' -RestartPolicy Never | Out-Null
    Wait-Pod web, box-1, box-2 -For Ready -Timeout 120 | Out-Null
    Wait-Pod over -For Completed -Timeout 120 | Out-Null
}

AfterAll { Stop-EndToEnd $run }

Describe 'Commands' {
    It 'hands every word over as it is, also empty ones' {
        $words = 'a b', '', '$HOME', '"q"', "line`nbreak", 'größe'
        (Invoke-PodExec box-1 -Command (@('printf', '<%s>') + $words)).Output | Should -BeExactly (-join ($words | ForEach-Object { "<$_>" }))
    }

    It 'emits lines while the command runs' {
        $lines = Invoke-PodExec box-1 -Stream -Command sh, -c, 'echo one; echo two >&2; sleep 1; printf three'
        $lines | Should -BeOfType ([PodTools.PodExecLine])
        ($lines | Where-Object IsError -EQ $false).Text | Should -Be one, three
        ($lines | Where-Object IsError).Text | Should -Be two
    }

    It 'stops a command that nobody reads any more' {
        (Invoke-PodExec box-1 -Stream -Command yes | Select-Object -First 3).Text | Should -Be y, y, y
    }

    It 'gives bytes as they are' {
        $bytes = Invoke-PodExec box-1 -AsByteStream -Command printf, '\000\377\r\n\200'
        , $bytes | Should -BeOfType ([byte[]])
        $bytes | Should -Be 0, 255, 13, 10, 128
    }

    It 'brings a large output whole' {
        $hash = (Invoke-PodExec box-1 -Shell -Command 'head -c 5000000 /dev/urandom | tee /tmp/large | sha256sum').Output.Split(' ')[0]
        $file = Join-Path TestDrive: large
        Invoke-PodExec box-1 -Command cat, /tmp/large -OutFile $file | Out-Null
        (Get-FileHash $file).Hash | Should -Be $hash
        Invoke-PodExec box-1 -Command cat, /tmp/large -AsByteStream | Set-Content $file -AsByteStream
        (Get-FileHash $file).Hash | Should -Be $hash
    }

    It 'feeds text, bytes and files' {
        # These commands know when they have read enough: not every server can end the input of the others.
        ('one', 'two' | Invoke-PodExec box-1 -Command head, -n, 2).Output | Should -Be "one`ntwo"
        ([byte[]](65, 66, 0, 67) | Invoke-PodExec box-1 -Shell -Command 'head -c 4 | od -An -tx1').Output.Trim() | Should -Be '41 42 00 43'
        Set-Content TestDrive:/input first, second
        (Get-Item TestDrive:/input | Invoke-PodExec box-1 -Command head, -n, 2).Output | Should -Be "first`nsecond"
        ('all' | Invoke-PodExec -LabelSelector app=box -Command head, -n, 1).Output | Should -Be all, all
    }

    It 'ends the input, or says that the server cannot' {
        try {
            ('text' | Invoke-PodExec box-1 -Command cat -ErrorAction Stop).Output | Should -Be text
            (@() | Invoke-PodExec box-1 -Command wc, -c -ErrorAction Stop).Output | Should -Be 0
        }
        catch [PodTools.KubernetesException] {
            $_.FullyQualifiedErrorId | Should -BeLike 'EndOfInputNotSupported,*'
        }
    }

    It 'tells failures apart by their ids: <Id>' -ForEach @(
        @{ Id = 'PodExecFailed'; Script = { Invoke-PodExec box-1 -Command sh, -c, 'exit 3' -ErrorAction Stop } }
        @{ Id = 'PodExecKilled'; Script = { Invoke-PodExec box-1 -Command sh, -c, 'kill -9 $$' -ErrorAction Stop } }
        @{ Id = 'PodExecTimeout'; Script = { Invoke-PodExec box-1 -Command sleep, 60 -Timeout 1 -ErrorAction Stop } }
        @{ Id = 'CommandNotFound'; Script = { Invoke-PodExec box-1 -Command no-such-command -ErrorAction Stop } }
        @{ Id = 'CommandNotExecutable'; Script = { Invoke-PodExec box-1 -Command /etc -ErrorAction Stop } }
        @{ Id = 'ContainerNotFound'; Script = { Invoke-PodExec box-1 -Container nobody -Command ls -ErrorAction Stop } }
        @{ Id = 'PodCompleted'; Script = { Invoke-PodExec over -Command ls -ErrorAction Stop } }
        @{ Id = 'PodNotFound'; Script = { Invoke-PodExec nobody -Command ls -ErrorAction Stop } }
        @{ Id = 'ParametersExclusive'; Script = { Invoke-PodExec box-1 -Command ls -Stream -AsByteStream -ErrorAction Stop } }
        @{ Id = 'OutFileTaken'; Script = { Invoke-PodExec box-1, box-2 -Command ls -OutFile TestDrive:/two -ErrorAction Stop } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'runs in all pods at the same time' {
        $elapsed = Measure-Command { $script:results = Get-Pod -LabelSelector app=box | Invoke-PodExec -Command sh, -c, 'sleep 2; hostname' }
        $results.Output | Sort-Object | Should -Be box-1, box-2
        $elapsed.TotalSeconds | Should -BeLessThan 3.9
    }
}

Describe 'Logs' {
    It 'follows to the end without losing or repeating a line' {
        New-Pod -Name counts -Image busybox -RestartPolicy Never -Command sh, -c, 'i=0; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); done; sleep 2; echo last' | Out-Null
        Wait-Pod counts -For Running -Timeout 120 -NoFailFast | Out-Null
        $lines = (Get-PodLog counts -Follow).Message
        $lines.Count | Should -Be 2001
        $lines[0] | Should -Be 0
        $lines[1999] | Should -Be 1999
        $lines[-1] | Should -Be last
    }
}
