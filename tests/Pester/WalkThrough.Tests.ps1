# The life of a pod, step by step as a user types it. Runs on the simulator, and unchanged on the
# cluster named by PODTOOLS_TEST_KUBECONFIG. Uses only the images busybox and nginx.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    Push-Location (Join-Path $PSScriptRoot manifests)

    function Invoke-Failing([scriptblock] $Command) {
        try { & $Command } catch { return $_ }
        throw "Expected an error from: $Command"
    }
}

AfterAll {
    Pop-Location
    Stop-EndToEnd $run
}

Describe 'The walk-through' {
    Context 'create, declare and look' {
        It 'creates a pod from a file' {
            $pod = New-Pod -Path http-go-pod.yaml
            $pod | Should -BeOfType ([PodTools.Pod])
            $pod.Name | Should -Be http-go
            $pod.Namespace | Should -Be $run.Namespace
        }

        It 'says that the pod exists when it is created again' {
            $failure = Invoke-Failing { New-Pod -Path http-go-pod.yaml -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'PodAlreadyExists,*'
            $failure.CategoryInfo.Category | Should -Be ResourceExists
        }

        It 'declares a pod, and a second time changes nothing' {
            (Set-Pod -Path nginx-pod.yaml).Change | Should -Be Created
            (Set-Pod -Path nginx-pod.yaml).Change | Should -Be Unchanged
        }

        It 'waits until both are ready' {
            $ready = Wait-Pod http-go, nginx -For Ready -Timeout 120
            $ready.Name | Sort-Object | Should -Be http-go, nginx
            $ready.State | Sort-Object -Unique | Should -Be Running
        }

        It 'lists with kubectl''s wide columns' {
            $table = Get-Pod | Format-Table -View Wide | Out-String -Width 300
            foreach ($column in 'NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES') {
                $table | Should -MatchExactly "\b$column\b"
            }
            $table | Should -MatchExactly '(?m)^http-go +1/1 +Running +0 '
        }

        It 'prints the full definition, which makes the same pod again' {
            $yaml = Get-Pod http-go | ConvertTo-PodManifest
            $yaml | Should -MatchExactly '(?m)^kind: Pod$'
            ($yaml | ConvertFrom-PodManifest).Metadata.Uid | Should -Be (Get-Pod http-go).Metadata.Uid
        }

        It 'names the containers' {
            (Get-Pod http-go).Spec.Containers.Name | Should -Be web
        }

        It 'explains what may be written' {
            $fields = Get-PodSchema pod.spec
            ($fields | Where-Object Name -EQ containers).Required | Should -BeTrue
            $fields.Name | Should -Contain nodeSelector
        }

        It 'shows details and the IP' {
            $detail = Get-PodDetail http-go
            $detail.IP | Should -Be (Get-Pod http-go).IP
            $detail | Out-String | Should -MatchExactly '(?m)^IP: +\S+'
        }

        It 'reports a missing pod as an error that names it' {
            $failure = Invoke-Failing { Get-Pod no-such-pod -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'PodNotFound,*'
            $failure.CategoryInfo.Category | Should -Be ObjectNotFound
            $failure.Exception.Message | Should -BeLike '*no-such-pod*'
        }

        It 'finds nothing for a wildcard without a match, and says nothing' {
            Get-Pod no-such-* -ErrorAction Stop | Should -BeNullOrEmpty
        }
    }

    Context 'reach it' {
        It 'forwards a port and serves through it' {
            $forward = Start-PodPortForward http-go :80
            try {
                $forward.LocalPort | Should -BeGreaterThan 0
                $forward.RemotePort | Should -Be 80
                (Invoke-WebRequest "http://localhost:$($forward.LocalPort)/" -NoProxy).StatusCode | Should -Be 200
                (Get-PodPortForward).LocalPort | Should -Contain $forward.LocalPort
            }
            finally {
                $forward | Stop-PodPortForward
            }
            Get-PodPortForward | Should -BeNullOrEmpty
        }

        It 'reads the log' {
            New-Pod -Name talk -Image busybox -ImagePullPolicy IfNotPresent -Command sh, -c, 'echo one; echo two; exec sleep 3600' -RestartPolicy Never | Out-Null
            Wait-Pod talk -For Ready -Timeout 120 | Out-Null
            Wait-Until { (Get-PodLog talk).Message -contains 'two' }
            $log = Get-PodLog talk
            $log[0] | Should -BeOfType ([PodTools.PodLogEntry])
            $log.Message | Should -Be one, two
            (Get-PodLog talk -Tail 1).Message | Should -Be two
        }

        It 'runs a command in a container' {
            $result = Invoke-PodExec talk -Container talk -Command cat, /etc/hosts
            $result.ExitCode | Should -Be 0
            $result.Output | Should -Match localhost
        }

        It 'keeps output, error output and exit code apart' {
            $result = Invoke-PodExec talk -Command sh, -c, 'echo out; echo err >&2; exit 7' -IgnoreExitCode
            $result.ExitCode | Should -Be 7
            ($result.Output -join "`n").Trim() | Should -Be out
            ($result.ErrorOutput -join "`n").Trim() | Should -Be err
        }

        It 'makes a failing command an error as well' {
            $failure = Invoke-Failing { Invoke-PodExec talk -Command sh, -c, 'exit 3' -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'PodExecFailed,*'
        }
    }

    Context 'annotate and label' {
        It 'annotates' {
            Add-PodAnnotation talk @{ 'example.com/owner' = 'web team' }
            (Get-Pod talk).Metadata.Annotations['example.com/owner'] | Should -Be 'web team'
            Remove-PodAnnotation talk example.com/owner
            (Get-Pod talk).Metadata.Annotations.ContainsKey('example.com/owner') | Should -BeFalse
        }

        It 'takes another value only with -Overwrite' {
            Add-PodLabel talk @{ stage = 'first' }
            (Invoke-Failing { Add-PodLabel talk @{ stage = 'second' } -ErrorAction Stop }).FullyQualifiedErrorId |
                Should -BeLike 'PodLabelExists,*'
            (Add-PodLabel talk @{ stage = 'second' } -Overwrite -PassThru).Metadata.Labels['stage'] | Should -Be second
        }

        It 'refuses more than 262,144 bytes of annotations before sending them' {
            $failure = Invoke-Failing { Add-PodAnnotation talk @{ big = 'x' * 262144 } -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'PodAnnotationsTooLong,*'
        }

        It 'acts on all pods that carry a label' {
            New-Pod -Name red-1 -Image busybox -ImagePullPolicy IfNotPresent -Command sleep, 3600 -Label @{ team = 'red' } | Out-Null
            New-Pod -Name red-2 -Image busybox -ImagePullPolicy IfNotPresent -Command sleep, 3600 -Label @{ team = 'red' } | Out-Null
            (Get-Pod -LabelSelector team=red).Name | Sort-Object | Should -Be red-1, red-2
            Get-Pod -LabelSelector team=red | Remove-Pod -GracePeriod 1 -Force -Wait
            Get-Pod -LabelSelector @{ team = 'red' } | Should -BeNullOrEmpty
        }
    }

    Context 'several containers' {
        It 'runs an init container first, then containers that share its volume' {
            New-Pod -Path three-containers-pod.yaml | Out-Null
            $pod = Wait-Pod team -For Ready -Timeout 120
            $pod.Ready | Should -Be '2/2'
            Wait-Until { Get-PodLog team -Container reader }
            (Get-PodLog team -Container reader).Message | Should -Be prepared
            (Invoke-PodExec team -Container reader -Command cat, /pod-data/message).Output | Should -Be prepared
        }

        It 'builds such a pod without YAML' {
            $prepare = New-PodContainer prepare busybox -ImagePullPolicy IfNotPresent -Command sh, -c, 'echo built > /pod-data/message' -Mount @{ shared = '/pod-data' }
            $reader = New-PodContainer reader busybox -ImagePullPolicy IfNotPresent -Command sh, -c, 'cat /pod-data/message; exec sleep 3600' -Mount @{ shared = '/pod-data' }
            New-Pod -Name built -InitContainer $prepare -Container $reader -Volume (New-PodVolume shared -EmptyDir) | Out-Null
            (Wait-Pod built -For Ready -Timeout 120).Spec.InitContainers.Name | Should -Be prepare
            Wait-Until { Get-PodLog built -Container reader }
            (Get-PodLog built -Container reader).Message | Should -Be built
        }
    }

    Context 'its life' {
        It 'sees a pod succeed' {
            New-Pod works -Image busybox -ImagePullPolicy IfNotPresent -Command sh, -c, 'exit 0' -RestartPolicy Never | Out-Null
            (Wait-Pod works -For Completed -Timeout 120).State | Should -Be Completed
        }

        It 'gives up early on a pod that failed, and says why' {
            New-Pod -Name breaks -Image busybox -ImagePullPolicy IfNotPresent -Command sh, -c, 'exit 3' -RestartPolicy Never | Out-Null
            (Wait-Pod breaks -For Completed -Timeout 120 -NoFailFast).Status.Phase | Should -Be Failed
            $failure = Invoke-Failing { Wait-Pod breaks -For Ready -Timeout 120 -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'PodWaitFailed,*'
        }

        It 'watches a pod from Pending to Succeeded' {
            New-Pod passes -Image busybox -ImagePullPolicy IfNotPresent -Command sh, -c, 'sleep 2' -RestartPolicy Never | Out-Null
            $events = Watch-Pod passes -Until { $_.Pod.Status.Phase -eq 'Succeeded' } -Timeout 120
            $events[-1].Pod.Status.Phase | Should -Be Succeeded
            $events[0] | Should -BeOfType ([PodTools.PodWatchEvent])
        }

        It 'says at once that no node fits' {
            New-Pod -Name nowhere -Image busybox -ImagePullPolicy IfNotPresent -NodeSelector @{ 'example.com/gpu' = 'true' } | Out-Null
            $failure = Invoke-Failing { Wait-Pod nowhere -For Ready -Timeout 120 -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'PodWaitFailed,*'
            $failure.Exception.Message | Should -BeLike '*nodes are available*'
        }
    }

    Context 'change a live pod' {
        It 'changes the image' {
            (Update-Pod nginx -Image nginx:latest).Spec.Containers[0].Image | Should -Be nginx:latest
        }

        It 'explains what cannot change' {
            $failure = Invoke-Failing { Update-Pod nginx -Patch @{ spec = @{ restartPolicy = 'Never' } } -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'PodFieldImmutable,*'
        }
    }

    Context 'refuse what is wrong' {
        It 'points at the tab that YAML forbids, and creates nothing' {
            $failure = Invoke-Failing { New-Pod -Path tabs-pod.yaml -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ManifestSyntax,*'
            $failure.Exception.Message | Should -Match 'tab'
            $failure.Exception.Message | Should -Match '\(4,\d+\)'
            Get-Pod my-nginx-pod* | Should -BeNullOrEmpty
        }

        It 'sees two containers that claim one port' {
            $issues = Test-PodManifest -Path one-port-twice-pod.yaml
            $issues.Field | Should -Contain 'spec.containers[1].ports[0].containerPort'
        }

        It 'asks the server nothing when a file is missing' {
            (Invoke-Failing { New-Pod -Path no-such-file.yaml -ErrorAction Stop }).FullyQualifiedErrorId |
                Should -BeLike 'FileNotFound,*'
        }
    }

    Context 'namespaces and the end' {
        It 'keeps groups of pods apart' {
            $other = "$($run.Namespace)-b"
            New-PodNamespace $other | Out-Null
            try {
                New-Pod -Name apart -Image busybox -ImagePullPolicy IfNotPresent -Command sleep, 3600 -Namespace $other | Out-Null
                (Get-Pod -Namespace $other).Name | Should -Be apart
                (Get-Pod).Name | Should -Not -Contain apart
            }
            finally {
                Remove-PodNamespace $other -Force
            }
        }

        It 'lists what -WhatIf would delete and deletes nothing' {
            Remove-Pod nginx -WhatIf
            (Get-Pod nginx).Name | Should -Be nginx
        }

        It 'deletes one pod' {
            Remove-Pod nginx -Force -Wait
            (Invoke-Failing { Get-Pod nginx -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'PodNotFound,*'
        }

        It 'deletes all' {
            Remove-Pod -All -GracePeriod 1 -Force -Wait
            Get-Pod | Should -BeNullOrEmpty
        }
    }
}
