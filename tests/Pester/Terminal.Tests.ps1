# Shells and processes in containers at a real (pseudo-)terminal, on the simulator, and unchanged on the cluster named by
# PODTOOLS_TEST_KUBECONFIG. Needs python3, which plays the person at the keyboard.

BeforeDiscovery {
    $noTerminal = $IsWindows -or -not (Get-Command python3 -ErrorAction Ignore)
}

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    New-Pod -Name shell -Image busybox -Command sh, -c, 'while true; do echo tick; sleep 1; done' -ImagePullPolicy IfNotPresent | Out-Null
    Wait-Pod shell -For Ready -Timeout 120 | Out-Null
    $target = @{
        Name       = 'shell'
        Namespace  = $run.Namespace
        Context    = (Get-Pod shell).Context
        KubeConfig = (Get-Pod shell).KubeConfig
    }

    # Types into a PowerShell of its own that runs one command, with the settings of the terminal printed before and after.
    function Invoke-AtTerminal([string] $Command, [object[]] $Steps) {
        $script = @(
            "Import-Module '$((Get-Module PodTools).Path)'"
            "`$target = @{ Namespace = '$($target.Namespace)'; Context = '$($target.Context)'; KubeConfig = '$($target.KubeConfig)' }"
            '"before=$(stty -g)"'
            $Command
            '"code=$LASTEXITCODE"'
            '"after=$(stty -g)"'
        ) -join "`n"
        $written = python3 (Join-Path $PSScriptRoot terminal.py) (ConvertTo-Json $Steps -Compress) pwsh -NoProfile -Command $script 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $written
        $written
    }

    function Assert-Restored([string] $Written) {
        $before = [regex]::Match($Written, 'before=(\S+)').Groups[1].Value
        $before | Should -Not -BeNullOrEmpty
        $Written | Should -Match "after=$before"
    }
}

AfterAll {
    Stop-EndToEnd $run
}

Describe 'Enter-Pod at a terminal' -Skip:$noTerminal {
    It 'passes keys and sizes on, hands Ctrl+C to the container, and leaves the terminal as it was' {
        $written = Invoke-AtTerminal 'Enter-Pod shell @target -Command sh' @(
            , ('expect', 'before=')
            # The size goes a way of its own, and may come after the first keys.
            , ('send', "echo `$((6*7)) here; until stty size | grep '^30'; do sleep 0.1; done`r")
            , ('expect', '42 here')
            , ('expect', '30 100')
            # Said by the very process that is to be interrupted: between two processes, the key would be lost.
            , ('send', "sh -c 'echo asleep:`$((40+2)); exec sleep 100'`r")
            , ('expect', 'asleep:42')
            , ('send', "`u{3}")
            , ('send', "echo interrupted:`$((40+2))`r")
            , ('expect', 'interrupted:42')
            , ('resize', 77, 20)
            , ('send', "until stty size | grep '^20'; do sleep 0.1; done; exit 3`r")
            , ('expect', '20 77')
            , ('expect', 'exit code 3')
            , ('expect', 'code=3')
            , ('expect', 'after=')
        )
        Assert-Restored $written
    }

    It 'says which signal ended the shell' {
        $written = Invoke-AtTerminal 'Enter-Pod shell @target -Command sh' @(
            , ('expect', 'before=')
            , ('send', "kill -9 `$`$`r")
            , ('expect', 'SIGKILL')
            , ('expect', 'code=137')
            , ('expect', 'after=')
        )
        Assert-Restored $written
    }

    It 'comes back by the detach keys' {
        $written = Invoke-AtTerminal 'Enter-Pod shell @target -Command sh' @(
            , ('expect', 'before=')
            , ('send', "echo `$((6*7)) here`r")
            , ('expect', '42 here')
            , ('send', "`u{10}`u{11}")
            , ('expect', 'Left pod')
            , ('expect', 'after=')
        )
        Assert-Restored $written
    }

    It 'leaves the terminal as it was when PowerShell is ended from outside' {
        $script = "Import-Module '$((Get-Module PodTools).Path)'; " +
            "Enter-Pod shell -Namespace '$($target.Namespace)' -Context '$($target.Context)' -KubeConfig '$($target.KubeConfig)' sh"
        $around = 'echo before=$(stty -g); "$@" & trap "kill -TERM $!" TERM; wait $!; wait $!; echo after=$(stty -g)'
        $steps = @(
            , ('expect', 'before=')
            , ('send', "echo `$((6*7)) here`r")
            , ('expect', '42 here')
            , @('end')
            , ('expect', 'after=')
        )
        # In the foreground of the terminal, so that it may read from it.
        $written = python3 (Join-Path $PSScriptRoot terminal.py) (ConvertTo-Json $steps -Compress) bash -c "set +m; exec 3<&0; $($around.Replace('"$@" &', '"$@" <&3 &'))" bash pwsh -NoProfile -Command $script 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $written
        Assert-Restored $written
    }

    It 'leaves the terminal as it was when the container ends' {
        New-Pod -Name fleeting -Image busybox -RestartPolicy Never -ImagePullPolicy IfNotPresent -Command sh, -c, 'until [ -e go ]; do sleep 0.1; done' |
            Wait-Pod -Timeout 120 | Out-Null
        $written = Invoke-AtTerminal 'Enter-Pod fleeting @target sh' @(
            , ('expect', 'before=')
            , ('send', "echo `$((6*7)) here; touch go; sleep 3600`r")
            , ('expect', '42 here')
            , ('expect', 'after=')
        )
        Assert-Restored $written
    }

    It 'takes a piped pod, and then a command' {
        $written = Invoke-AtTerminal 'Get-Pod shell @target | Enter-Pod -- sh -c "echo `$((6*7)) at `$(tty)"' @(
            , ('expect', 'before=')
            , ('expect', '42 at /dev/')
            , ('expect', 'after=')
        )
        Assert-Restored $written
    }

    It 'leaves the terminal as it was when the command does not exist' {
        $written = Invoke-AtTerminal 'Enter-Pod shell @target -Command no-such-command' @(
            , ('expect', 'before=')
            , ('expect', 'after=')
        )
        Assert-Restored $written
        $written | Should -Match 'no-such-command'
    }
}

Describe 'Ctrl+C at the prompt' -Skip:$noTerminal {
    It 'brings the prompt back at once' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try {
            # Takes connections and never says a word.
            $silent = Join-Path $TestDrive silent
            @"
apiVersion: v1
kind: Config
current-context: silent
clusters: [{ name: silent, cluster: { server: 'https://127.0.0.1:$($listener.LocalEndpoint.Port)' } }]
users: [{ name: nobody, user: { token: none } }]
contexts: [{ name: silent, context: { cluster: silent, user: nobody } }]
"@ | Set-Content $silent
            $session = @(
                "Import-Module '$([IO.Path]::ChangeExtension((Get-Module PodTools).Path, 'psd1'))'"
                "`$here = @{ Namespace = '$($target.Namespace)'; Context = '$($target.Context)'; KubeConfig = '$($target.KubeConfig)' }"
                "function prompt { 'your turn' + '> ' }"
            ) -join '; '
            # The commands print a sum first: what was typed is echoed, what was calculated is not.
            $steps = @(
                , ('expect', 'your turn> ')
                foreach ($command in "Get-Pod -KubeConfig '$silent'", 'Wait-Pod shell @here -For Deleted', 'Invoke-PodExec shell @here sleep 100', '1..1e9 | Invoke-PodExec shell @here sleep 100') {
                    , ('send', "`"begun `$(40+2)`"; $command`r")
                    , ('expect', 'begun 42')
                    , ('interrupt', 'your turn> ', 3000)
                }
                foreach ($command in @{ 'Watch-Pod @here' = 'Running'; 'Get-PodLog shell @here -Follow' = 'tick' }.GetEnumerator()) {
                    , ('send', "$($command.Key)`r")
                    , ('expect', $command.Value)
                    , ('interrupt', 'your turn> ', 3000)
                }
                , ('send', "exit`r")
            )
            $written = python3 (Join-Path $PSScriptRoot terminal.py) (ConvertTo-Json $steps -Compress) pwsh -NoProfile -NoLogo -NoExit -Command $session 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $written
            Write-Host "Ctrl+C: $(([regex]::Matches($written, 'interrupted after (\d+ ms)') | ForEach-Object { $_.Groups[1].Value }) -join ', ')"
        }
        finally {
            $listener.Stop()
        }
    }
}

Describe 'Debug-Pod at a terminal' -Skip:$noTerminal {
    It 'opens a shell in a container of its own' {
        $written = Invoke-AtTerminal 'Debug-Pod shell @target -ContainerName looker' @(
            , ('expect', 'before=')
            , ('expect', 'press Enter')
            , ('send', "echo `$((6*7)) beside; exit`r")
            , ('expect', '42 beside')
            , ('expect', 'after=')
        )
        Assert-Restored $written
        (Get-Pod shell).Spec.EphemeralContainers.Name | Should -Be looker
    }
}

Describe 'Without a terminal' {
    It 'gives Enter-Pod plain streams and says so' {
        $script = "Import-Module '$((Get-Module PodTools).Path)'; " +
            "Enter-Pod shell -Namespace '$($target.Namespace)' -Context '$($target.Context)' -KubeConfig '$($target.KubeConfig)' -Command sh"
        $written = "echo plain:`$((40+2))`nexit`n" | pwsh -NoProfile -Command $script *>&1 | Out-String
        $written | Should -Match 'no terminal'
        $written | Should -Match 'plain:42'
    }

    It 'ends Enter-Pod with its input, or says that the server cannot end the input' {
        $script = "Import-Module '$((Get-Module PodTools).Path)'; " +
            "Enter-Pod shell -Namespace '$($target.Namespace)' -Context '$($target.Context)' -KubeConfig '$($target.KubeConfig)' -Command sh -ErrorVariable problem; " +
            "'id=' + `$problem.FullyQualifiedErrorId"
        $written = "echo plain:`$((40+2))`n" | pwsh -NoProfile -Command "try { $script } catch { 'id=' + `$_.FullyQualifiedErrorId }" *>&1 | Out-String
        $written | Should -Match 'plain:42'
        $written | Should -Match 'id=(EndOfInputNotSupported.*)?\r?\n'
    }

    It 'gives lines of a process that Connect-Pod joins' {
        Connect-Pod shell -Namespace $run.Namespace | Select-Object -First 2 | Should -Be 'tick', 'tick'
    }

    It 'refuses to type into a process that was made without a terminal' {
        { Connect-Pod shell -Interactive -ErrorAction Stop } | Should -Throw -ErrorId 'ContainerNotInteractive,*'
    }
}
