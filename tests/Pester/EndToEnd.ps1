# Dot-sourced by the suites that run on the simulator and, unchanged, on the cluster whose
# kubeconfig PODTOOLS_TEST_KUBECONFIG names. Everything happens in a namespace of its own, in which
# the cluster's admission allows what the suites try, whatever it allows elsewhere.

function Start-EndToEnd {
    Import-Module (Join-Path $PSScriptRoot '../../out/PodTools/PodTools.psd1') -Force
    $run = @{ Simulator = $null; KubeConfig = $env:KUBECONFIG; Namespace = "podtools-$([guid]::NewGuid().ToString('n').Substring(0, 8))" }
    if ($env:PODTOOLS_TEST_KUBECONFIG) {
        $env:KUBECONFIG = (Resolve-Path $env:PODTOOLS_TEST_KUBECONFIG -ErrorAction Stop).ProviderPath
    }
    else {
        $run.Simulator = Start-PodSimulator
    }

    $allowed = @{}
    'enforce', 'warn', 'audit' | ForEach-Object { $allowed["pod-security.kubernetes.io/$_"] = 'privileged' }
    New-PodNamespace $run.Namespace -Label $allowed -ErrorAction Stop | Out-Null
    Use-PodContext -Namespace $run.Namespace -ErrorAction Stop | Out-Null
    $run
}

function Stop-EndToEnd($Run) {
    Get-PodPortForward | Stop-PodPortForward
    Remove-PodNamespace $Run.Namespace -Force
    if ($Run.Simulator) {
        Stop-PodSimulator $Run.Simulator.Name
    }

    $env:KUBECONFIG = $Run.KubeConfig
}

# Skips a test on a simulator whose containers are not isolated: a machine that gives no user namespaces.
function Skip-Shared {
    $run.IsShared ??= $run.Simulator -and (Test-Shared)
    if ($run.IsShared) {
        Set-ItResult -Skipped -Because 'this machine gives no user namespaces, so that the containers of the simulator have no name and no file tree of their own'
    }
}

function Test-Shared {
    New-Pod -Name named -Image busybox -Command sleep, 3600 | Wait-Pod -Timeout 120 | Out-Null
    (Invoke-PodExec named -Command hostname).Output -ne 'named'
    Remove-Pod named -Force -Now -Wait
}

function Get-Failure([scriptblock] $Command) {
    try { & $Command | Out-Null } catch { return $_ }
    throw "Expected an error from: $Command"
}

function Wait-Until([scriptblock] $Condition) {
    $deadline = [datetime]::UtcNow.AddSeconds(60)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $deadline) { throw "Not within a minute: $Condition" }
        [Threading.Thread]::Sleep(50)
    }
}
