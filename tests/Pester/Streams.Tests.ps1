# Logs of real pods. Runs on the simulator, and unchanged on the cluster named by PODTOOLS_TEST_KUBECONFIG.
# Uses only the image busybox.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
}

AfterAll { Stop-EndToEnd $run }

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
