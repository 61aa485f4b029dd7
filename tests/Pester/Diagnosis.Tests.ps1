# What Get-PodDiagnosis says about pods that are broken in the usual ways. Runs on the simulator, and unchanged on the
# cluster named by PODTOOLS_TEST_KUBECONFIG. Uses only the image busybox.

BeforeDiscovery {
    # Nodes without a way to a registry cannot know that it lacks an image.
    $noImage = $env:PODTOOLS_TEST_KUBECONFIG ? @('ImageNotFound', 'RegistryUnavailable') : 'ImageNotFound'
    $broken = @(
        @{ Name = 'no-image'; Cause = $noImage; Says = '*image*busybox:no-such-tag*'; Image = 'busybox:no-such-tag' }
        @{ Name = 'bad-name'; Cause = 'ImageNameInvalid'; Says = '*its image name*is not valid*'; Image = 'Bad_Image:UPPER:x' }
        @{ Name = 'no-command'; Cause = 'CommandNotFound'; Says = '*no command /no/such*'; Command = '/no/such' }
        @{ Name = 'fails'; Cause = 'ContainerFailed'; Says = '*exit code 3*saying "no database"*'; Command = 'sh', '-c', 'echo no database; sleep 1; exit 3' }
        @{ Name = 'ends'; Cause = 'ContainerEnded'; Says = '*ends without an error although it is meant to go on*'; Command = 'sh', '-c', 'sleep 1' }
        @{ Name = 'needs-disk'; Cause = 'Unschedulable'; Says = '*waits for a node:*node selector*'; Spec = @{ nodeSelector = @{ disk = 'none-such' } } }
        @{ Name = 'needs-cpu'; Cause = 'Unschedulable'; Says = '*too little cpu left*'; Container = @{ resources = @{ requests = @{ cpu = '1000' } } } }
        @{ Name = 'no-settings'; Cause = 'ConfigurationMissing'; Says = '*configmap "settings" not found*'
            Container = @{ envFrom = @(@{ configMapRef = @{ name = 'settings' } }) } }
        @{ Name = 'unready'; Cause = 'ReadinessProbeFailed'; Says = '*runs but is not ready*'
            Container = @{ readinessProbe = @{ exec = @{ command = 'cat', '/tmp/none' }; periodSeconds = 1 } } }
        @{ Name = 'unlively'; Cause = 'LivenessProbeFailed'; Says = '*liveness probe failed*'
            Container = @{ livenessProbe = @{ exec = @{ command = 'cat', '/tmp/none' }; periodSeconds = 1; failureThreshold = 1 } } }
        @{ Name = 'late'; Cause = 'DeadlineExceeded'; Says = '*longer than the 2 s*'; Spec = @{ activeDeadlineSeconds = 2; restartPolicy = 'Never' } }
        @{ Name = 'unprepared'; Cause = 'InitContainerFailed'; Says = 'Init container prepare ended with exit code 5*'
            Spec = @{ initContainers = @(@{ name = 'prepare'; image = 'busybox'; imagePullPolicy = 'IfNotPresent'; command = 'sh', '-c', 'exit 5' }) } }
        @{ Name = 'gated'; Cause = 'SchedulingGated'; Says = '*scheduling gates example.com/wait*'; Spec = @{ schedulingGates = @(@{ name = 'example.com/wait' }) } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd

    function New-BrokenPod($Case) {
        $container = @{ name = 'main'; image = 'busybox'; imagePullPolicy = 'IfNotPresent'; command = @('sleep', '3600') }
        if ($Case.Image) { $container.image = $Case.Image }
        if ($Case.Command) { $container.command = @($Case.Command) }
        $spec = @{ terminationGracePeriodSeconds = 1; containers = @($container) }
        foreach ($key in $Case.Container.Keys) { $container[$key] = $Case.Container[$key] }
        foreach ($key in $Case.Spec.Keys) { $spec[$key] = $Case.Spec[$key] }
        @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = $Case.Name; labels = @{ app = 'broken' } }; spec = $spec } | New-Pod | Out-Null
    }

    # The cluster needs its time until it has found out what is wrong.
    function Wait-Diagnosis([string] $Name, [string[]] $Cause, [string] $Says) {
        $deadline = [datetime]::UtcNow.AddSeconds(120)
        do {
            $diagnosis = Get-PodDiagnosis $Name
            if ($diagnosis.Cause -in $Cause -and $diagnosis.Summary -like $Says) { return $diagnosis }
            [Threading.Thread]::Sleep(200)
        } while ([datetime]::UtcNow -lt $deadline)
        throw "After two minutes the diagnosis is $($diagnosis.Cause): $($diagnosis.Summary)"
    }
}

AfterAll { Stop-EndToEnd $run }

Describe 'A broken pod' {
    It '<Name> is found to be <Cause>' -ForEach $broken {
        New-BrokenPod $_
        $diagnosis = Wait-Diagnosis $Name $Cause $Says
        $diagnosis.IsProblem | Should -BeTrue
        $diagnosis.Suggestion | Should -Not -BeNullOrEmpty
        $diagnosis.Since | Should -BeGreaterThan ([datetimeoffset]::Now.AddHours(-1))
        $diagnosis.Chain | Should -Not -BeNullOrEmpty
    }

    It 'stuck by a finalizer says which' {
        @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'held'; finalizers = @('example.com/hold') }
            spec = @{ terminationGracePeriodSeconds = 1; containers = @(@{ name = 'main'; image = 'busybox'; imagePullPolicy = 'IfNotPresent'; command = @('sleep', '3600') }) } } |
            New-Pod | Out-Null
        Wait-Pod held -Timeout 120 | Out-Null
        Remove-Pod held -Force
        try {
            (Wait-Diagnosis held FinalizerPending '*example.com/hold*').Suggestion | Should -Match 'finalizer'
        }
        finally {
            Update-Pod held -Patch '[{"op":"remove","path":"/metadata/finalizers"}]' -PatchType Json | Out-Null
        }
    }
}

Describe 'Many pods' {
    BeforeAll {
        New-Pod -Name sound -Image busybox -ImagePullPolicy IfNotPresent -Command sleep, 3600 -Label @{ app = 'sound' } | Wait-Pod -Timeout 120 | Out-Null
        New-Pod -Name finished -Image busybox -ImagePullPolicy IfNotPresent -Command 'true' -RestartPolicy Never -Label @{ app = 'sound' } | Wait-Pod -For Completed -Timeout 120 | Out-Null
    }

    It 'are judged by a selector, and nothing is wrong with sound ones' {
        $diagnoses = Get-PodDiagnosis -LabelSelector app=sound
        $diagnoses.Name | Sort-Object | Should -Be finished, sound
        $diagnoses.Cause | Should -Be None, None
        $diagnoses.IsProblem | Should -Be $false, $false
        $diagnoses.Suggestion | Where-Object { $_ } | Should -BeNullOrEmpty
    }

    It 'of a namespace and of a pipeline are judged' {
        (Get-PodDiagnosis).Name | Should -Contain sound
        (Get-PodDiagnosis -AllNamespaces | Where-Object Namespace -EQ $run.Namespace).Name | Should -Contain finished
    }

    It 'name their pods in the default view, with the evidence and what to do' {
        New-BrokenPod @{ Name = 'lost'; Image = 'busybox:no-such-tag' }
        Wait-Diagnosis lost ImageNotFound, RegistryUnavailable '*' | Out-Null
        $text = Get-PodDiagnosis lost, sound | Out-String -Width 300
        $text | Should -Match "$($run.Namespace)/lost: Container main cannot start"
        $text | Should -Match '(?m)^  pod: '
        $text | Should -Match '(?m)^  -> '
        $text | Should -Match "Pod $($run.Namespace)/sound runs and is ready\."
    }
}
