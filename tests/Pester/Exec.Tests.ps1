# Commands in containers. Runs on the simulator, and unchanged on the cluster named by PODTOOLS_TEST_KUBECONFIG.
# Uses only the image busybox.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    1..2 | ForEach-Object { New-Pod -Name "box-$_" -Image busybox -ImagePullPolicy IfNotPresent -Command sleep, 3600 -Label @{ app = 'box' } } | Out-Null
    $parts = @(
        New-PodContainer -Name works -Image busybox -Command sleep, 3600 -ImagePullPolicy IfNotPresent
        New-PodContainer -Name done -Image busybox -Command 'true' -ImagePullPolicy IfNotPresent
    )
    New-Pod -Name half -Container $parts -RestartPolicy Never | Out-Null
    New-Pod -Name waiting -Image busybox -ImagePullPolicy IfNotPresent -NodeSelector @{ nobody = 'has' } | Out-Null
    New-Pod -Name over -Image busybox -ImagePullPolicy IfNotPresent -Command 'true' -RestartPolicy Never | Out-Null
    Wait-Pod box-1, box-2 -For Ready -Timeout 120 | Out-Null
    Wait-Pod over -For Completed -Timeout 120 | Out-Null
    Wait-Until { (Get-Pod half).Status.ContainerStatuses.State.Terminated }
}

AfterAll { Stop-EndToEnd $run }

Describe 'The ways to write a command' {
    It 'after the names of pods: <Script>' -ForEach @(
        @{ Script = { Invoke-PodExec box-1 env } }
        @{ Script = { Invoke-PodExec box-1 echo box-1 } }
        @{ Script = { Invoke-PodExec box-1 echo, box-1 } }
        @{ Script = { Invoke-PodExec box-1 -Command echo, box-1 } }
        @{ Script = { Invoke-PodExec box-1 -- sh -c 'echo $HOSTNAME' } }
        @{ Script = { Invoke-PodExec box-1 -Shell 'echo $HOSTNAME | cat' } }
        @{ Script = { Invoke-PodExec box-1 -Container box-1 env } }
    ) {
        $result = & $Script
        $result.Pod | Should -Be box-1
        $result.Output | Should -Match '(?m)^(HOSTNAME=)?box-1$'
    }

    It 'alone, where pods are piped in: <Script>' -ForEach @(
        @{ Script = { Get-Pod box-1 | Invoke-PodExec env } }
        @{ Script = { Get-Pod box-1 | Invoke-PodExec echo box-1 } }
        @{ Script = { Get-Pod box-1 | Invoke-PodExec -- sh -c 'echo $HOSTNAME' } }
        @{ Script = { Get-Pod box-1 | Invoke-PodExec -Command echo, box-1 } }
        @{ Script = { Get-Pod box-1 | Invoke-PodExec -Shell 'echo $HOSTNAME | cat' } }
        @{ Script = { [pscustomobject]@{ Name = 'box-1' } | Invoke-PodExec -Command env } }
    ) {
        $result = & $Script
        $result.Pod | Should -Be box-1
        $result.Output | Should -Match '(?m)^(HOSTNAME=)?box-1$'
    }

    It 'alone, where pods are selected: <Script>' -ForEach @(
        @{ Script = { Invoke-PodExec -LabelSelector app=box env } }
        @{ Script = { Invoke-PodExec -LabelSelector app=box -Command env } }
        @{ Script = { Invoke-PodExec -l app=box -- sh -c env } }
        @{ Script = { Get-Pod box-* | Invoke-PodExec env } }
    ) {
        $results = & $Script | Sort-Object Pod
        $results.Pod | Should -Be box-1, box-2
        $results | ForEach-Object { $_.Output | Should -Match "(?m)^HOSTNAME=$($_.Pod)`$" }
    }

    It 'does nothing for no pods: <Script>' -ForEach @(
        @{ Script = { Get-Pod none-* | Invoke-PodExec hostname -ErrorAction Stop } }
        @{ Script = { Get-Pod none-* | Invoke-PodExec cat /etc/hostname -ErrorAction Stop -WarningAction Ignore } }
        @{ Script = { Get-Pod none-* | Invoke-PodExec -ErrorAction Stop -WarningAction Ignore -- sh -c hostname } }
        @{ Script = { Get-Pod none-* | Invoke-PodExec -Command cat, /etc/hostname -ErrorAction Stop } }
        @{ Script = { Get-Pod none-* | Invoke-PodExec -Shell 'cat /etc/hostname' -ErrorAction Stop } }
    ) {
        & $Script | Should -BeNullOrEmpty
    }

    It 'says that nothing was run where the words may be a pod and its command as well' {
        @() | Invoke-PodExec box-1 hostname -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warned | Should -Match "'hostname' in 'box-1' .* -Command"
    }

    It 'runs a command that is named with an empty input' {
        (@() | Invoke-PodExec box-1 -Command sh, -c, 'echo $HOSTNAME').Output | Should -Be box-1
    }
}

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
        $hash = (Invoke-PodExec box-1 -Shell -Command 'head -c 5000000 /dev/urandom | tee large | sha256sum').Output.Split(' ')[0]
        $file = Join-Path TestDrive: large
        Invoke-PodExec box-1 -Command cat, large -OutFile $file | Out-Null
        (Get-FileHash $file).Hash | Should -Be $hash
    }

    It 'brings bytes through a pipeline' {
        # Not many: a kubelet cuts off who is still reading long after the command has ended.
        $hash = (Invoke-PodExec box-1 -Shell -Command 'head -c 100000 /dev/urandom | tee some | sha256sum').Output.Split(' ')[0]
        $file = Join-Path TestDrive: some
        Invoke-PodExec box-1 -Command cat, some -AsByteStream | Set-Content $file -AsByteStream
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
        @{ Id = 'ContainerNotRunning'; Script = { Invoke-PodExec half -Container done -Command ls -ErrorAction Stop } }
        @{ Id = 'PodNotRunning'; Script = { Invoke-PodExec waiting -Command ls -ErrorAction Stop } }
        @{ Id = 'PodCompleted'; Script = { Invoke-PodExec over -Command ls -ErrorAction Stop } }
        @{ Id = 'PodNotFound'; Script = { Invoke-PodExec nobody -Command ls -ErrorAction Stop } }
        @{ Id = 'ParametersExclusive'; Script = { Invoke-PodExec box-1 -Command ls -Stream -AsByteStream -ErrorAction Stop } }
        @{ Id = 'OutFileTaken'; Script = { Get-Pod box-1, box-2 | Invoke-PodExec ls -OutFile TestDrive:/two -ErrorAction Stop } }
        @{ Id = 'CommandMissing'; Script = { Invoke-PodExec box-1 -ErrorAction Stop } }
        @{ Id = 'ParameterUnknown'; Script = { Invoke-PodExec box-1 ls -Contaner box-1 -ErrorAction Stop } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'runs in all pods at the same time' {
        # No command ends before all have begun.
        $begun = 0
        $lines = Get-Pod -LabelSelector app=box |
            Invoke-PodExec -Stream -Shell 'echo begun; i=0; until [ -e all ] || [ $i = 600 ]; do i=$((i+1)); sleep 0.1; done; echo ended' |
            ForEach-Object {
                $_
                if ($_.Text -eq 'begun' -and ++$begun -eq 2) { Invoke-PodExec box-1, box-2 -Command touch, all | Out-Null }
            }
        $lines.Text | Should -Be begun, begun, ended, ended
        $lines.Pod | Sort-Object -Unique | Should -Be box-1, box-2
    }

    It 'gives each pod a file of its own in a folder' {
        Get-Pod box-1, box-2 | Invoke-PodExec -Shell 'echo $HOSTNAME' -OutFile TestDrive:/hosts/ | Out-Null
        Get-Content TestDrive:/hosts/box-1, TestDrive:/hosts/box-2 | Should -Be box-1, box-2
    }

    It 'runs nothing when one file is given for several pods' {
        Get-Failure { Invoke-PodExec -LabelSelector app=box -Shell 'touch ran' -OutFile TestDrive:/one -ErrorAction Stop } | Out-Null
        (Invoke-PodExec box-1 -Shell 'test -e ran' -IgnoreExitCode).ExitCode | Should -Be 1
    }
}

Describe 'The input of a command' {
    It 'is read while it is still being piped in' {
        $seen = [Collections.Generic.List[string]]::new()
        1..3 | ForEach-Object {
            "line $_"
            $seen.Add((Invoke-PodExec box-1 -Shell "i=0; until grep $_ lines || [ `$i = 200 ]; do i=`$((i+1)); sleep 0.05; done").Output)
        } | Invoke-PodExec box-1 -Shell 'for i in 1 2 3; do read line; echo $line >> lines; done' | Out-Null
        $seen | Should -Be 'line 1', 'line 2', 'line 3'
    }

    It 'is read whole by each of several pods' {
        ('a', 'b' | Invoke-PodExec box-* -Command head, -n, 2).Output | Should -Be "a`nb", "a`nb"
        (Get-Pod box-* | Invoke-PodExec -InputObject a, b -Command head, -n, 2).Output | Should -Be "a`nb", "a`nb"
    }

    It 'may be longer than the command wants' {
        # Small enough for the pipe that the container's runtime puts in between: it does not let go of what nobody reads.
        (1..1000 | Invoke-PodExec box-1 -Command head, -n, 1).Output | Should -Be 1
    }

    It 'is lost on a pod that is missing, which is one error' {
        1..3000 | ForEach-Object { 'x' * 100 } | Invoke-PodExec nobody -Command cat -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -BeLike 'PodNotFound,*'
    }

    It 'arrives byte by byte' {
        $file = Join-Path $TestDrive random
        $bytes = [byte[]]::new(3000000)
        [Random]::new(1).NextBytes($bytes)
        [IO.File]::WriteAllBytes($file, $bytes)
        $hash = (Get-Item $file | Invoke-PodExec box-1 -Shell 'head -c 3000000 | sha256sum').Output.Split(' ')[0]
        $hash | Should -Be (Get-FileHash $file).Hash
    }
}
