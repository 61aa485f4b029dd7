# Containers put into pods to look around. Runs on the simulator, and unchanged on the cluster named by
# PODTOOLS_TEST_KUBECONFIG. Uses only the image busybox. Debug-Pod at a terminal is in Terminal.Tests.ps1.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    $web = New-Pod -Name web -Image busybox -Command sleep, 3600 -ImagePullPolicy IfNotPresent -Label @{ app = 'web' }
    New-Pod -Name over -Image busybox -Command 'true' -ImagePullPolicy IfNotPresent -RestartPolicy Never | Out-Null
    Wait-Pod web -For Ready -Timeout 120 | Out-Null
    Wait-Pod over -For Completed -Timeout 120 | Out-Null
}

AfterAll { Stop-EndToEnd $run }

Describe 'Debug-Pod' {
    It 'runs a command beside the others, in their network, and leaves the pod as it is' {
        Skip-Shared
        $result = Debug-Pod web -Command hostname -ContainerName looker
        $result.Output | Should -Be web
        $result.ExitCode | Should -Be 0
        $result.Container | Should -Be looker
        $after = Get-Pod web
        $after.Metadata.Uid | Should -Be $web.Metadata.Uid
        $after.Spec.EphemeralContainers.Name | Should -Be looker
        $after.Restarts | Should -Be 0
    }

    It 'is told which container''s processes to see' {
        (Get-Pod web | Debug-Pod -Target web -Command echo, seen).Output | Should -Be seen
        (Get-Pod web).Spec.EphemeralContainers.TargetContainerName | Should -Contain web
    }

    It 'takes the command alone where a pod is piped in' {
        (Get-Pod web | Debug-Pod env).Output | Should -Match '(?m)^HOSTNAME=web$'
        (Get-Pod web | Debug-Pod echo a, b).Output | Should -Be 'a b'
    }

    It 'emits the exit code of a command that fails, besides an error' {
        $result = Debug-Pod web -Command sh, -c, 'echo said; exit 4' -ErrorVariable problem -ErrorAction SilentlyContinue
        $result.ExitCode | Should -Be 4
        $result.Output | Should -Be said
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'PodExecFailed,*'
    }

    It 'works in a copy, which nobody takes for the pod' {
        (Debug-Pod web -CopyTo web-copy -Command echo, copied).Output | Should -Be copied
        $copy = Get-Pod web-copy
        $copy.Spec.Containers.Count | Should -Be 2
        $copy.Spec.ShareProcessNamespace | Should -BeTrue
        $copy.Metadata.Labels.Keys | Should -Not -Contain app
        (Get-Pod -LabelSelector app=web).Name | Should -Be web
        (Debug-Pod over -CopyTo over-copy -Command echo, again).Output | Should -Be again
    }

    It 'says what is wrong: <Id>' -ForEach @(
        @{ Id = 'PodDebugFailed'; Script = { Debug-Pod web -Command no-such-command -ErrorAction Stop } }
        @{ Id = 'PodDebugFailed'; Script = { Debug-Pod web -Image no-such.invalid/image -Command ls -ErrorAction Stop } }
        @{ Id = 'ContainerNotFound'; Script = { Debug-Pod web -Target nobody -Command ls -ErrorAction Stop } }
        @{ Id = 'PodCompleted'; Script = { Debug-Pod over -Command ls -ErrorAction Stop } }
        @{ Id = 'PodAlreadyExists'; Script = { Debug-Pod web -CopyTo over -Command ls -ErrorAction Stop } }
        @{ Id = 'ParametersExclusive'; Script = { Debug-Pod web -Target web -CopyTo x -Command ls -ErrorAction Stop } }
        @{ Id = 'PodNotFound'; Script = { Debug-Pod nobody -Command ls -ErrorAction Stop } }
    ) {
        $Script | Should -Throw -ErrorId "$Id,*"
    }

    It 'only tells with -WhatIf' {
        $before = (Get-Pod web).Spec.EphemeralContainers.Count
        Debug-Pod web -Command ls -WhatIf
        (Get-Pod web).Spec.EphemeralContainers.Count | Should -Be $before
    }
}
