# Dot-sourced by the suites that run on the simulator and, unchanged, on the cluster whose
# kubeconfig PODTOOLS_TEST_KUBECONFIG names. Everything happens in a namespace of its own.

function Start-EndToEnd {
    Import-Module (Join-Path $PSScriptRoot '../../out/PodTools/PodTools.psd1') -Force
    $run = @{ Simulator = $null; KubeConfig = $env:KUBECONFIG; Namespace = "podtools-$([guid]::NewGuid().ToString('n').Substring(0, 8))" }
    if ($env:PODTOOLS_TEST_KUBECONFIG) {
        $env:KUBECONFIG = $env:PODTOOLS_TEST_KUBECONFIG
    }
    else {
        $run.Simulator = Start-PodSimulator
    }

    New-PodNamespace $run.Namespace | Out-Null
    Use-PodContext -Namespace $run.Namespace | Out-Null
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
