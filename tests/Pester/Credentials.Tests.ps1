# Credential plugins as real programs beside a real PowerShell: at a terminal, without one, and when the session ends.

BeforeDiscovery {
    $noShell = $IsWindows
    $noTerminal = $IsWindows -or -not (Get-Command python3 -ErrorAction Ignore)
}

BeforeAll {
    . (Join-Path $PSScriptRoot FreshSession.ps1)
    Import-Module $manifestPath -Force
    $simulator = Start-PodSimulator credentials
    $text = Get-Content $simulator.KubeConfig -Raw
    $token = [regex]::Match($text, 'token: "?([^"\s]+)').Groups[1].Value
    $answer = '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s"}}'

    # The kubeconfig of the simulator, with a plugin in the place of the token.
    function New-PluginConfig([string] $Name, [string] $Body, [string] $Mode) {
        $script = Join-Path $TestDrive "$Name.sh"
        Set-Content $script "#!/bin/sh`n$Body"
        $exec = "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: ['$script'], interactiveMode: $Mode}"
        $path = Join-Path $TestDrive "$Name.yaml"
        $text -replace 'token: .*', $exec | Set-Content $path
        $path
    }

    function Test-Running([int] $Id) {
        # The process may end between two looks at it, and one that nobody has waited for is over, too.
        (Get-Process -Id $Id -ErrorAction Ignore) -and (Get-Content "/proc/$Id/stat" -ErrorAction Ignore) -notmatch '\) Z '
    }

    function Wait-Until([scriptblock] $Condition) {
        $end = [DateTime]::UtcNow.AddSeconds(30)
        while (-not (& $Condition) -and [DateTime]::UtcNow -lt $end) { Start-Sleep -Milliseconds 50 }
        & $Condition | Should -BeTrue
    }
}

AfterAll { Stop-PodSimulator credentials }

Describe 'A credential plugin that asks' -Skip:$noShell {
    It 'talks to the person at a terminal (<_>)' -ForEach IfAvailable, Always -Skip:$noTerminal {
        $asking = "printf 'secret word? ' >&2; read -r word; [ `"`$word`" = sesame ] || exit 1; printf '$answer' '$token'"
        $config = New-PluginConfig "asks-$_" $asking $_
        $steps = @(, ('expect', 'secret word? '); , ('send', "sesame`r"); , ('expect', 'pods=0'))
        $command = "Import-Module '$manifestPath'; `$pods = Get-Pod -KubeConfig '$config' -ErrorAction Stop; 'pods=' + @(`$pods).Count"
        $written = python3 (Join-Path $PSScriptRoot terminal.py) (ConvertTo-Json $steps -Compress) pwsh -NoProfile -Command $command 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $written
        $written | Should -Not -Match ([regex]::Escape($token))
    }

    It 'is told that nobody is there, or is not started at all' {
        $saying = "printf '%s' `"`$KUBERNETES_EXEC_INFO`" > '$TestDrive/info'; printf '$answer' '$token'"
        foreach ($mode in 'IfAvailable', 'Never', 'Always') {
            $config = New-PluginConfig "told-$mode" $saying $mode
            $seen = $null | pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifestPath'; try { Get-Pod -KubeConfig '$config' -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }"
            "$seen" | Should -Be ($mode -eq 'Always' ? 'CredentialFailed,PodTools.Commands.GetPodCommand' : '')
            if ($mode -ne 'Always') {
                (Get-Content "$TestDrive/info" | ConvertFrom-Json).spec.interactive | Should -BeFalse
            }
        }
    }
}

Describe 'A credential plugin that hangs' -Skip:$noShell {
    It 'ends with its children when the command or the session is <_>' -ForEach stopped, terminated {
        $config = New-PluginConfig "hangs-$_" "sleep 600 & echo `$! > '$TestDrive/child-$_'; echo `$`$ > '$TestDrive/plugin-$_'; wait" Never
        if ($_ -eq 'stopped') {
            $shell = [powershell]::Create().AddScript("Import-Module '$manifestPath'; Get-Pod -KubeConfig '$config'")
            $shell.BeginInvoke() | Out-Null
        }
        else {
            $session = Start-Process pwsh '-NoProfile', '-Command', "Import-Module '$manifestPath'; Get-Pod -KubeConfig '$config'" -PassThru -RedirectStandardOutput "$TestDrive/out" -RedirectStandardError "$TestDrive/err"
        }

        $which = $_
        Wait-Until { (Test-Path "$TestDrive/plugin-$which") -and (Get-Content "$TestDrive/plugin-$which") }
        $ids = Get-Content "$TestDrive/plugin-$_", "$TestDrive/child-$_"
        if ($_ -eq 'stopped') { $shell.Stop(); $shell.Dispose() } else { & (Get-Command kill -CommandType Application)[0] -s TERM $session.Id }
        foreach ($id in $ids) { Wait-Until { -not (Test-Running $id) } }
    }
}
