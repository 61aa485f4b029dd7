# How the cmdlets behave in real pipelines: binding, streaming, stopping, errors.

BeforeAll {
    . (Join-Path $PSScriptRoot FreshSession.ps1)
    Import-Module $manifestPath -Force
    $simulator = Start-PodSimulator pipeline
    'a', 'b', 'c' | ForEach-Object { New-Pod -Name "pod-$_" -Image nginx -Label @{ letter = $_; app = 'web' } | Out-Null }
    Get-Pod | Wait-Pod -Timeout 60 | Out-Null
    # In a namespace of its own: the tests count the pods of the other.
    New-Pod talk -Namespace kube-public -Image busybox -Command sh, -c, 'echo hello; exec sleep 3600' | Wait-Pod -Timeout 60 | Out-Null
}

AfterAll { Stop-PodSimulator pipeline }

Describe 'Parameters' {
    It 'takes names by position, several and with wildcards of any case' {
        (Get-Pod pod-a, POD-[bc]).Name | Should -Be pod-a, pod-b, pod-c
    }

    It 'takes labels as text and as a hashtable' {
        (Get-Pod -LabelSelector 'letter in (a,b)').Name | Should -Be pod-a, pod-b
        (Get-Pod -LabelSelector @{ letter = 'a', 'c'; app = 'web'; gone = $null }).Name | Should -Be pod-a, pod-c
    }

    It 'binds records by property names' {
        [pscustomobject]@{ Name = 'pod-b'; Namespace = 'default' } | Get-Pod | ForEach-Object Name | Should -Be pod-b
    }

    It 'takes what tells of a pod as the name of that pod, never as text: <Source>' -ForEach @(
        @{ Source = { Get-PodEvent pod-b | Select-Object -First 1 } }
        @{ Source = { Invoke-PodExec pod-b -Command echo, pod-a } }
        @{ Source = { Invoke-PodExec pod-b -Command echo, pod-a -Stream } }
        @{ Source = { Get-PodLog talk -Namespace kube-public | Select-Object -First 1 }; Name = 'talk' }
        @{ Source = { Start-PodPortForward pod-b :80 } }
        @{ Source = { Get-PodDiagnosis pod-b } }
    ) {
        $told = & $Source
        ($told | Get-Pod).Name | Should -Be ($Name ?? 'pod-b')
        ($told | Wait-Pod -Timeout 60).Name | Should -Be ($Name ?? 'pod-b')
        Get-PodPortForward | Stop-PodPortForward
    }

    It 'does not make a name of an object: <Source>' -ForEach @(
        @{ Source = { @{ Name = 'pod-a' } } }
        @{ Source = { Watch-Pod pod-a | Select-Object -First 1 } }
    ) {
        { & $Source | Remove-Pod -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
        { Get-Pod (Get-Pod pod-a) } | Should -Throw '*Pipe it in if it is a pod*'
    }

    It 'takes piped text as names' {
        ('pod-a', 'pod-[bc]' | Get-Pod).Name | Should -Be pod-a, pod-b, pod-c
        ('pod-a', 'pod-b' | Wait-Pod -Timeout 60).Name | Sort-Object | Should -Be pod-a, pod-b
        ('pod-a' | Add-PodLabel @{ z = '3' } -PassThru).Metadata.Labels['z'] | Should -Be '3'
        ('pod-a' | Remove-PodLabel -Label z -PassThru).Metadata.Labels.Keys | Should -Not -Contain z
    }

    It 'takes pods of another session as the names that they hold: <Command>' -ForEach @(
        @{ Command = { $input | Get-Pod } }
        @{ Command = { $input | Wait-Pod -Timeout 60 } }
    ) {
        $kept = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-Pod pod-b)))
        ($kept | & $Command).Name | Should -Be pod-b
    }

    It 'gives piped pods to the command, not to its input' {
        (Get-Pod | Invoke-PodExec -Command echo, hello).Pod | Sort-Object | Should -Be pod-a, pod-b, pod-c
    }

    It 'gives piped text to the command as input, and ends it' {
        ('one', 'two' | Invoke-PodExec pod-a -Command cat).Output | Should -Be "one`ntwo"
    }

    It 'gives pods and events to script blocks as $_ and as their argument' {
        foreach ($until in { $_.Name -eq 'pod-a' }, { param($pod) $pod.Name -eq 'pod-a' }, { $args[0].Name -eq 'pod-a' }) {
            (Wait-Pod pod-a -Until $until -Timeout 30).Name | Should -Be pod-a
        }
        (Watch-Pod pod-a -Until { param($change) $change.Pod.Name -eq 'pod-a' } -Timeout 30).Type | Should -Be Added
    }

    It 'takes seconds, time spans and text as durations' {
        foreach ($timeout in 30, '30', '30s', '1m', [timespan]::FromSeconds(30)) {
            (Wait-Pod pod-a -Timeout $timeout).Name | Should -Be pod-a
        }
        { Wait-Pod pod-a -Timeout soon } | Should -Throw '*no duration*'
    }

    It 'takes a label hashtable at the second place, and at the first after a pipe' {
        (Add-PodLabel pod-a @{ x = '1' } -PassThru).Metadata.Labels['x'] | Should -Be '1'
        (Get-Pod pod-a | Add-PodLabel @{ y = '2' } -PassThru).Metadata.Labels['y'] | Should -Be '2'
    }

    It 'puts the lines of Get-Content together to one manifest' {
        (Get-Content (Join-Path $PSScriptRoot manifests/http-go-pod.yaml) | ConvertFrom-PodManifest).Name | Should -Be http-go
    }
}

Describe 'Streaming and stopping' {
    It 'stops asking when nobody takes more' {
        $elapsed = Measure-Command { Watch-Pod | Select-Object -First 1 }
        $elapsed.TotalSeconds | Should -BeLessThan 20
    }

    It 'returns from Ctrl+C at once: <Script>' -ForEach @(
        @{ Script = 'Watch-Pod'; IsUnderWay = { $output.Count -gt 0 } }
        @{ Script = 'Wait-Pod pod-a -For Deleted'; IsUnderWay = { $powershell.Streams.Progress.Count -gt 0 } }
        @{ Script = 'Get-PodLog talk -Namespace kube-public -Follow'; IsUnderWay = { $output.Count -gt 0 } }
        @{
            Script     = 'Invoke-PodExec pod-a -Shell -Command "touch begun; exec sleep 60"'
            IsUnderWay = { (Invoke-PodExec pod-a -Command test, -f, begun -IgnoreExitCode).ExitCode -eq 0 }
        }
    ) {
        $powershell = [powershell]::Create()
        try {
            $module = Join-Path $PSScriptRoot '../../out/PodTools/PodTools.psd1'
            $null = $powershell.AddScript("Import-Module '$module'; $Script")
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $null = $powershell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
            $deadline = [datetime]::UtcNow.AddSeconds(60)
            while (-not (& $IsUnderWay)) {
                [datetime]::UtcNow | Should -BeLessThan $deadline
                [Threading.Thread]::Sleep(20)
            }

            $powershell.InvocationStateInfo.State | Should -Be Running
            (Measure-Command { $powershell.Stop() }).TotalMilliseconds | Should -BeLessThan 3000
        }
        finally {
            $powershell.Dispose()
        }
    }
}

Describe 'Errors' {
    It 'is one for each name that is missing, and the others still come' {
        $pods = Get-Pod pod-a, missing, pod-b -ErrorVariable errors -ErrorAction SilentlyContinue
        $pods.Name | Should -Be pod-a, pod-b
        @($errors).Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -Be 'PodNotFound,PodTools.Commands.GetPodCommand'
        $errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $errors[0].TargetObject | Should -Be default/missing
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'carries the pod that failed, and the others go on' {
        $results = Get-Pod | Invoke-PodExec -Shell -Command 'test $HOSTNAME = pod-b && exit 4; exit 0' -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Count | Should -Be 3
        $failed = $results | Where-Object ExitCode -NE 0
        @($errors).Count | Should -Be @($failed).Count
        foreach ($each in $errors) {
            $each.FullyQualifiedErrorId | Should -BeLike 'PodExecFailed,*'
            $each.TargetObject.Name | Should -BeIn $failed.Pod
        }
    }

    It 'can be caught' {
        $caught = try { Get-Pod missing -ErrorAction Stop } catch [PodTools.KubernetesException] { $_.Exception.Reason }
        $caught | Should -Be NotFound
    }

    It 'is found before anything is asked: <Id>' -ForEach @(
        @{ Id = 'SelectorSyntax'; Script = { Get-Pod -LabelSelector 'a in (' } }
        @{ Id = 'SelectorSyntax'; Script = { Get-Pod -FieldSelector 'status.phase' } }
        @{ Id = 'ContextNotFound'; Script = { Get-Pod -KubeConfig $simulator.KubeConfig -Context nowhere } }
        @{ Id = 'KubeConfigNotFound'; Script = { Get-Pod -KubeConfig /no/such/file } }
        @{ Id = 'FileNotFound'; Script = { New-Pod -Path no-such.yaml } }
        @{ Id = 'NoManifestFound'; Script = { New-Pod -Path (New-Item -ItemType Directory (Join-Path $TestDrive empty) -Force) } }
        @{ Id = 'ManifestSyntax'; Script = { New-Pod -Manifest "a: b: c`n" } }
        @{ Id = 'NotAPod'; Script = { New-Pod -Manifest "apiVersion: v1`nkind: Secret`n" } }
        @{ Id = 'NoPodSelected'; Script = { Remove-Pod } }
        @{ Id = 'PodLabelInvalid'; Script = { Add-PodLabel pod-a @{ 'no key' = 'x' } } }
        @{ Id = 'SchemaPathNotFound'; Script = { Get-PodSchema pod.spec.container } }
        @{ Id = 'ClusterUnreachable'; Script = {
                $config = (Get-Content $simulator.KubeConfig -Raw) -replace '127\.0\.0\.1:\d+', '127.0.0.1:1'
                Set-Content (Join-Path $TestDrive config) $config
                Get-Pod -KubeConfig (Join-Path $TestDrive config)
            }
        }
    ) {
        $ErrorActionPreference = 'Stop'
        $failure = try { & $Script; $null } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Not -Be NotSpecified
    }

    It 'refuses a pod of one context beside the name of another' {
        { Get-Pod pod-a | Remove-Pod -Context other -Force -ErrorAction Stop } | Should -Throw '*was read from the context*'
        (Get-Pod pod-a).Name | Should -Be pod-a
    }
}

Describe 'Contexts' {
    It 'acts on the cluster that a pod came from, whatever is current' {
        $first = Get-Pod pod-c
        Start-PodSimulator other | Out-Null
        try {
            Get-Pod | Should -BeNullOrEmpty
            ($first | Add-PodLabel @{ pinned = 'yes' } -PassThru).Context | Should -Be pipeline
            (Get-Pod -Context pipeline, other).Count | Should -Be 3
        }
        finally {
            Stop-PodSimulator other
        }
        (Get-PodContext -Current).Name | Should -Be pipeline
        (Get-Pod pod-c).Metadata.Labels['pinned'] | Should -Be yes
    }

    It 'gives the answers of one cluster although another fails' {
        $pods = Get-Pod -Context pipeline, nowhere -ErrorVariable errors -ErrorAction SilentlyContinue
        $pods.Count | Should -Be 3
        @($errors).Count | Should -Be 1
    }
}

Describe 'Completion' {
    It 'offers <Expected> for: <Line>' -ForEach @(
        @{ Line = 'Get-Pod pod-'; Expected = 'pod-a', 'pod-b', 'pod-c' }
        @{ Line = 'Get-PodLog pod-a -Container '; Expected = @('pod-a') }
        @{ Line = 'Get-Pod -Namespace kube-p'; Expected = @('kube-public') }
        @{ Line = 'Use-PodContext pipe'; Expected = @('pipeline') }
        @{ Line = 'Get-PodSchema pod.spec.nodeS'; Expected = @('pod.spec.nodeSelector') }
        @{ Line = 'Stop-PodSimulator pi'; Expected = @('pipeline') }
        @{ Line = 'Get-Pod -LabelSelector letter='; Expected = 'letter=a', 'letter=b', 'letter=c' }
        @{ Line = 'Wait-Pod pod-a -For Del'; Expected = @('Deleted') }
    ) {
        # An answer that came too late for one Tab, which may offer files in its place, is there for the next.
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do {
            $offered = (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText
        } until ("$offered" -eq "$Expected" -or [datetime]::UtcNow -gt $deadline)
        $offered | Should -Be $Expected
    }

    It 'says nothing when the cluster does not answer, and soon' {
        $line = 'Get-Pod -KubeConfig /no/such/file x'
        $offers = (Measure-Command { $script:matches = (TabExpansion2 $line $line.Length).CompletionMatches }).TotalMilliseconds
        $offers | Should -BeLessThan 2000
    }
}
