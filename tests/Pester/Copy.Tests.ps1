# Files into and out of real pods. Runs on the simulator, and unchanged on the cluster named by
# PODTOOLS_TEST_KUBECONFIG. Uses only the images busybox and nginx.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    New-Pod -Name box -Image busybox -ImagePullPolicy IfNotPresent -Command sleep, 3600 | Wait-Pod -Timeout 120 | Out-Null
    New-Pod -Name over -Image busybox -ImagePullPolicy IfNotPresent -Command 'true' -RestartPolicy Never | Out-Null
    Wait-Pod over -For Completed -Timeout 120 | Out-Null
    $here = Join-Path ([IO.Path]::GetTempPath()) "podtools-copy-$([guid]::NewGuid().ToString('n').Substring(0, 8))"
    $there = "/tmp/$($run.Namespace)"
    New-Item -ItemType Directory $here, $here/tree/sub/empty | Out-Null
    'a b', 'größe', '-dash', '.hidden', "quo'te", 'do$llar', 'semi;colon', '[1]' | ForEach-Object { Set-Content -LiteralPath "$here/tree/$_" $_ }
    [IO.File]::WriteAllText("$here/tree/line`nbreak", 'x')
    [IO.File]::WriteAllBytes("$here/tree/sub/bytes", [byte[]](0..255 * 2000))

    function Invoke-There([string] $Line) { (Invoke-PodExec box -Shell -Command $Line -ErrorAction Stop).Output }

    function Get-Tree([string] $Root) {
        Get-ChildItem -LiteralPath $Root -Recurse -Force | Sort-Object FullName | ForEach-Object {
            $name = [IO.Path]::GetRelativePath($Root, $_.FullName)
            $_ -is [IO.FileInfo] ? "$name $((Get-FileHash -LiteralPath $_.FullName).Hash)" : $name
        }
    }
}

AfterAll {
    Invoke-There "rm -rf $there $there-bare"
    Remove-Item -Recurse -Force $here
    Stop-EndToEnd $run
}

Describe 'Copies' {
    BeforeEach { Invoke-There "rm -rf $there; mkdir $there" }

    It 'bring a tree with names of all kinds there and back' {
        $sent = Copy-PodItem -ToPod box -Path $here/tree -Destination "$there/new"
        $sent | Should -BeOfType ([PodTools.PodCopyResult])
        $sent.Files | Should -Be 10
        $sent.Verification | Should -Be md5sum
        $back = Copy-PodItem -FromPod box -Path "$there/new" -Destination $here/back
        $back.Bytes | Should -Be $sent.Bytes
        $back.Skipped | Should -BeNullOrEmpty
        Get-Tree $here/back | Should -Be (Get-Tree $here/tree)
    }

    It 'put things where cp would: <Name>' -ForEach @(
        @{ Name = 'a file into a folder'; Item = 'tree/a b'; To = ''; Expected = 'a b' }
        @{ Name = 'a file to a new name'; Item = 'tree/a b'; To = '/c'; Expected = 'c' }
        @{ Name = 'a file into a folder to make'; Item = 'tree/a b'; To = '/f/'; Expected = 'f/a b' }
        @{ Name = 'a folder into a folder'; Item = 'tree/sub'; To = ''; Expected = 'sub/bytes' }
        @{ Name = 'a folder to a new name'; Item = 'tree/sub'; To = '/c'; Expected = 'c/bytes' }
        @{ Name = 'a folder to a new name in a folder to make'; Item = 'tree/sub'; To = '/d/c'; Expected = 'd/c/bytes' }
    ) {
        Copy-PodItem -ToPod box -LiteralPath "$here/$Item" -Destination "$there$To" | Out-Null
        Invoke-There "cd $there; find . -type f" | Should -Be "./$Expected"
    }

    It 'replace files and leave others' {
        Invoke-There "cd $there; mkdir tree; echo old > tree/old; echo old > 'tree/a b'"
        Copy-PodItem -ToPod box -Path $here/tree -Destination $there | Out-Null
        Invoke-There "cd $there/tree; cat old 'a b'; ls -A .. " | Should -Be "old`na b`ntree"
    }

    It 'take patterns on both sides' {
        (Copy-PodItem -ToPod box -Path "$here/tree/[ag]*" -Destination "$there/").Destination | Sort-Object | Should -Be "$there/a b", "$there/größe"
        (Copy-PodItem -FromPod box -Path "$there/*" -Destination $here/patterns).Destination |
            ForEach-Object { Split-Path $_ -Leaf } | Sort-Object | Should -Be 'a b', größe
    }

    It 'keep permissions and times' {
        Invoke-There "cd $there; echo x > run; chmod 750 run; touch -d @1500000000 run"
        Copy-PodItem -FromPod box -Path "$there/run" -Destination $here/run | Out-Null
        (Get-Item $here/run).LastWriteTimeUtc | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds(1500000000).UtcDateTime)
        if (-not $IsWindows) { (Get-Item $here/run).UnixFileMode | Should -Be ([IO.UnixFileMode]'UserRead, UserWrite, UserExecute, GroupRead, GroupExecute') }
        Copy-PodItem -ToPod box -Path $here/run -Destination "$there/again" | Out-Null
        Invoke-There "stat -c %Y $there/again" | Should -Be 1500000000
    }

    It 'do not follow links out' {
        Invoke-There "cd $there; mkdir d; ln -s /etc d/out; ln -s ../.. d/up; echo x > d/x; ln -s x d/in"
        $result = Copy-PodItem -FromPod box -Path "$there/d" -Destination $here/links -WarningVariable warnings -WarningAction SilentlyContinue
        $result.Skipped.Path | Sort-Object | Should -Be out, up
        $warnings.Count | Should -Be 2
        Get-Content $here/links/in | Should -Be x
    }

    It 'work without tar' {
        New-Pod -Name bare -Image busybox -ImagePullPolicy IfNotPresent -Command sleep, 3600 | Wait-Pod -Timeout 120 | Out-Null
        # The simulator's containers share the programs of this machine, which nobody removes.
        if (-not $run.Simulator) { Invoke-PodExec bare -Command rm, /bin/tar -ErrorAction Stop | Out-Null }
        # Some builds of busybox have a shell that knows tar by itself.
        $without = [bool](Invoke-PodExec bare -Shell -Command 'command -v tar' -IgnoreExitCode).ExitCode
        $sent = Copy-PodItem -ToPod bare -Path $here/tree/sub -Destination "$there-bare"
        $back = Copy-PodItem -FromPod bare -Path "$there-bare" -Destination $here/bare
        if ($without) { $sent.Tool, $back.Tool | Should -Not -Contain tar }
        Get-Tree $here/bare | Should -Be (Get-Tree $here/tree/sub)
    }

    It 'tell failures apart by their ids: <Id>' -ForEach @(
        @{ Id = 'CopyPathInvalid'; Script = { Copy-PodItem -FromPod box -Path /no/such -Destination $here/x -ErrorAction Stop } }
        @{ Id = 'FileNotFound'; Script = { Copy-PodItem -ToPod box -Path $here/no-such -Destination /tmp -ErrorAction Stop } }
        @{ Id = 'FileNotFound'; Script = { Copy-PodItem -ToPod box -Path C:\no\such -Destination /tmp -ErrorAction Stop } }
        @{ Id = 'ContainerNotFound'; Script = { Copy-PodItem -FromPod box -Container nobody -Path /etc/hosts -Destination $here/x -ErrorAction Stop } }
        @{ Id = 'PodNotFound'; Script = { Copy-PodItem -FromPod nobody -Path /etc/hosts -Destination $here/x -ErrorAction Stop } }
        @{ Id = 'PodCompleted'; Script = { Copy-PodItem -FromPod over -Path /etc/hosts -Destination $here/x -ErrorAction Stop } }
        @{ Id = 'CopyPathInvalid'; Script = { Copy-PodItem -ToPod box -Path $here/run -Destination /proc/nobody -ErrorAction Stop } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Test-Path $here/x | Should -BeFalse
    }

    It 'do nothing with -WhatIf' {
        Copy-PodItem -ToPod box -Path $here/tree -Destination $there -WhatIf
        Invoke-There "ls -A $there" | Should -BeNullOrEmpty
    }
}
