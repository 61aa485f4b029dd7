# Commands that go on as jobs of PowerShell. Runs on the simulator, and unchanged on the cluster named by
# PODTOOLS_TEST_KUBECONFIG. Uses only the image busybox.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    1..3 | ForEach-Object { New-Pod -Name "box-$_" -Image busybox -ImagePullPolicy IfNotPresent -Command sleep, 3600 -Label @{ app = 'box' } } | Out-Null
    Wait-Pod box-1, box-2, box-3 -For Ready -Timeout 120 | Out-Null
}

AfterAll {
    Get-Job | Remove-Job -Force
    Stop-EndToEnd $run
}

Describe 'Jobs' {
    It 'gives a job at once, and the results as they come' {
        $job = Get-Pod -LabelSelector app=box | Invoke-PodExec -Shell 'echo $HOSTNAME' -AsJob -JobName hosts
        $job | Should -BeOfType ([System.Management.Automation.Job])
        $job.PSJobTypeName | Should -Be PodJob
        (Get-Job hosts).InstanceId | Should -Be $job.InstanceId
        ($job | Wait-Job -Timeout 60).State | Should -Be Completed
        (Receive-Job hosts -Keep).Output | Sort-Object | Should -Be box-1, box-2, box-3
        $job.HasMoreData | Should -BeTrue
        Receive-Job hosts | Should -BeOfType ([PodTools.PodExecResult])
        $job.HasMoreData | Should -BeFalse
        Remove-Job hosts
    }

    It 'gives no name to what is no job' {
        { Invoke-PodExec box-1 -Command hostname -JobName hosts } | Should -Throw -ErrorId 'AsJobMissing,*'
    }

    It 'is failed by an error, which it keeps with its id and its pod' {
        $job = Invoke-PodExec box-1 -Command sh, -c, 'echo out; exit 3' -AsJob | Wait-Job -Timeout 60
        $job.State | Should -Be Failed
        $job.Error[0].TargetObject.Name | Should -Be box-1
        $result = Receive-Job $job -ErrorVariable failures -ErrorAction SilentlyContinue
        $result.Output | Should -Be out
        $result.ExitCode | Should -Be 3
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'PodExecFailed,*'
    }

    It 'is not failed by an exit code that does not matter' {
        (Invoke-PodExec box-1 -Command 'false' -IgnoreExitCode -AsJob | Wait-Job -Timeout 60).State | Should -Be Completed
    }

    It 'is failed by a pod that is missing, while the others answer' {
        $job = Invoke-PodExec box-1, nobody -Shell 'echo $HOSTNAME' -AsJob | Wait-Job -Timeout 60
        $job.State | Should -Be Failed
        (Receive-Job $job -ErrorVariable failures -ErrorAction SilentlyContinue).Output | Should -Be box-1
        $failures.FullyQualifiedErrorId | Should -BeLike 'PodNotFound,*'
    }

    It 'stops at once' {
        $job = Invoke-PodExec box-1 -Command sleep, 600 -AsJob
        $job.State | Should -Be Running
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Stop-Job $job
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $job.State | Should -Be Stopped
        Receive-Job $job | Should -BeNullOrEmpty
    }

    It 'can be removed while it runs' {
        $job = Invoke-PodExec box-1 -Command sleep, 600 -AsJob
        Remove-Job $job -Force
        Get-Job -Id $job.Id -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'takes the input that is piped in' {
        $job = 'one', 'two', 'three' | Invoke-PodExec box-1 -Command head, -n, 2 -AsJob | Wait-Job -Timeout 60
        (Receive-Job $job).Output | Should -Be "one`ntwo"
    }

    It 'hands on lines while it runs' {
        $job = Invoke-PodExec box-1 -Stream -AsJob -Shell 'echo one; while [ ! -e go ]; do sleep 0.1; done; echo two'
        Wait-Until { $script:first = Receive-Job $job; $first }
        $first.Text | Should -Be one
        $job.State | Should -Be Running
        Invoke-PodExec box-1 -Command touch, go | Out-Null
        (Receive-Job $job -Wait -AutoRemoveJob).Text | Should -Be two
    }

    It 'stays in the cluster and the folder where it was begun' {
        Push-Location TestDrive:
        $job = Invoke-PodExec box-1 -Shell 'echo $HOSTNAME' -OutFile result -AsJob
        Pop-Location
        Use-PodContext -Namespace nowhere | Out-Null
        try { ($job | Wait-Job -Timeout 60).State | Should -Be Completed } finally { Use-PodContext -Namespace $run.Namespace | Out-Null }
        Get-Content TestDrive:/result | Should -Be box-1
    }

    It 'reports parameters that do not fit before there is a job' {
        $before = @(Get-Job).Count
        { Invoke-PodExec box-1 -Command ls -Stream -AsByteStream -AsJob } | Should -Throw -ErrorId 'ParametersExclusive,*'
        @(Get-Job).Count | Should -Be $before
    }

    It 'is no job with -WhatIf' {
        Invoke-PodExec box-1 -Shell 'echo $HOSTNAME' -AsJob -WhatIf | Should -BeNullOrEmpty
    }
}
