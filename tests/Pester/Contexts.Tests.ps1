# Which cluster is meant: per runspace, across parallel ones, and in the kubeconfig.

BeforeAll {
    . (Join-Path $PSScriptRoot FreshSession.ps1)
    Import-Module $manifestPath -Force
    Start-PodSimulator contexts-one | Out-Null
    Start-PodSimulator contexts-two | Out-Null
    New-PodNamespace aside | Out-Null
}

AfterAll { Stop-PodSimulator contexts-* }

Describe 'The current context' {
    It 'is inherited by parallel runspaces' {
        1..2 | ForEach-Object -Parallel {
            Import-Module $using:manifestPath
            (Get-PodContext -Current).Name
        } | Should -Be contexts-two, contexts-two
    }

    It 'is chosen by a runspace for itself only' {
        $inside = 1 | ForEach-Object -Parallel {
            Import-Module $using:manifestPath
            Use-PodContext contexts-one -Namespace kube-system | Out-Null
            Get-PodContext -Current
        }
        "$inside $($inside.Namespace)" | Should -Be 'contexts-one kube-system'
        Get-PodContext -Current | Should -Be contexts-two
    }

    It 'falls back everywhere when its simulator stops' {
        Start-PodSimulator contexts-three | Out-Null
        Stop-PodSimulator contexts-three
        Get-PodContext -Current | Should -Be contexts-two
    }

    It 'names those there are when another is asked for' {
        $missing = { Get-Pod -Context contexts-none -KubeConfig $null -ErrorAction Stop } | Should -Throw -PassThru
        $missing.FullyQualifiedErrorId | Should -Be 'ContextNotFound,PodTools.Commands.GetPodCommand'
    }
}

Describe 'A relative path of a kubeconfig' {
    BeforeAll {
        $place = New-Item (Join-Path $TestDrive place/kube) -ItemType Directory
        (Get-Content (Get-PodSimulator contexts-one).KubeConfig -Raw) -replace 'contexts-one', 'beside' | Set-Content (Join-Path $place config)
        Push-Location $place.Parent
        $usual = $env:KUBECONFIG
    }

    AfterAll {
        $env:KUBECONFIG = $usual
        Pop-Location
    }

    It 'starts where the session is, not where its process began' {
        $seen = Invoke-Fresh {
            param($module, $place)
            Import-Module $module
            Set-Location $place
            $env:KUBECONFIG = 'nothing:kube/config' -replace ':', [IO.Path]::PathSeparator
            "$(Get-PodContext -Current) $((Get-PodNamespace default).Context) $((Get-Pod -Context bes*).Count) $((Use-PodContext -Namespace kube-system).KubeConfig)"
            Set-Location /
            "$(Get-PodContext -Current)"
        } $place.Parent.FullName
        $seen | Should -Be "beside beside 0 $(Join-Path $place config)", 'beside'
    }

    It 'is completed from there, too' {
        $line = 'Get-PodNode -KubeConfig kube/config -Context b'
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do {
            $offered = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        } until ($offered -or [datetime]::UtcNow -gt $deadline)
        $offered | Should -Be beside
    }
}

Describe 'A kubeconfig that changes under a pipeline' {
    BeforeAll {
        # Two clusters that call themselves the same, as two sides of a test do.
        $one, $two = 'contexts-one', 'contexts-two' | ForEach-Object {
            (Get-Content (Get-PodSimulator $_).KubeConfig -Raw) -replace $_, 'same'
        }
        $file = Join-Path $TestDrive swapped
        function Use-Cluster([string] $Text) {
            Set-Content "$file.new" $Text -NoNewline
            Move-Item "$file.new" $file -Force
        }

        foreach ($text in $one, $two) {
            Use-Cluster $text
            New-PodNamespace aside-pin -KubeConfig $file | Out-Null
            New-Pod -Name pin-a -Image nginx -Namespace aside-pin -KubeConfig $file | Out-Null
            New-Pod -Name pin-b -Image nginx -Namespace aside-pin -KubeConfig $file | Out-Null
        }

        function Get-Label([string] $Context) {
            Get-Pod pin-* -Namespace aside-pin -Context $Context | ForEach-Object { $_.Metadata.Labels['touched'] }
        }
    }

    It 'is not followed between two commands' {
        Use-Cluster $one
        $pods = Get-Pod pin-* -Namespace aside-pin -KubeConfig $file
        Use-Cluster $two
        $pods | Add-PodLabel -Label @{ touched = 'first' }
        Get-Label contexts-one | Should -Be first, first
        Get-Label contexts-two | Should -Be $null, $null
        (Get-Pod pin-a -Namespace aside-pin -KubeConfig $file).Metadata.Labels.Keys | Should -Not -Contain touched
    }

    It 'is not followed by what namespaces, nodes, events, pods and what else was read are piped to' {
        Use-Cluster $one
        New-PodNamespace only-one -KubeConfig $file | Out-Null
        New-Pod -Name only-pod -Image nginx -Namespace only-one -KubeConfig $file -Wait | Out-Null
        $read = @(
            Get-PodNamespace only-one -KubeConfig $file | Select-Object -First 1
            Get-Pod only-pod -Namespace only-one -KubeConfig $file
            Get-PodDetail only-pod -Namespace only-one -KubeConfig $file
            Get-PodEvent only-pod -Namespace only-one -KubeConfig $file | Select-Object -First 1
            Set-Pod @{ metadata = @{ name = 'only-pod'; namespace = 'only-one'; labels = @{ a = 'b' } } } -KubeConfig $file -Force
        )
        $node = Get-PodNode -KubeConfig $file | Select-Object -First 1
        Use-Cluster $two
        foreach ($each in $read) {
            ($each | Get-Pod -ErrorAction Stop).Name | Should -Be only-pod -Because "$($each.GetType()) was read from the first cluster"
        }
        ($node | Get-Pod).Name | Should -Contain only-pod
        ($read[1] | Get-Pod).Metadata.Uid | Should -Be $read[1].Metadata.Uid
        ($node | Get-PodNode).Definition.Metadata.Uid | Should -Be $node.Definition.Metadata.Uid

        # Who names another cluster gets that.
        { $read[1] | Get-Pod -KubeConfig (Get-PodSimulator contexts-two).KubeConfig -Context contexts-two -ErrorAction Stop } | Should -Throw '*only*'
        Use-Cluster $one
        Remove-PodNamespace only-one -KubeConfig $file -Force
    }

    It 'is not followed within a pipeline, by none of its commands' {
        Use-Cluster $one
        $said = Get-Pod pin-a -Namespace aside-pin -KubeConfig $file |
            ForEach-Object { Use-Cluster $two; $_ } |
            Add-PodLabel -Label @{ touched = 'second' } -Overwrite -PassThru |
            ForEach-Object { $_ } |
            Remove-PodLabel -Label touched -PassThru |
            Remove-Pod -Force -Now -Wait -PassThru
        $said.Name | Should -Be pin-a
        (Get-Pod -Namespace aside-pin -Context contexts-one).Name | Should -Be pin-b
        (Get-Pod -Namespace aside-pin -Context contexts-two).Name | Should -Be pin-a, pin-b
    }

    It 'is not followed when a pod is declared or created anew' {
        Use-Cluster $two
        $pod = Get-Pod pin-a -Namespace aside-pin -KubeConfig $file
        Use-Cluster $one
        $pod.Metadata.Labels['declared'] = 'yes'
        $pod | ConvertTo-PodManifest -Clean | Should -Match 'declared'
        ($pod | Set-Pod -Force).Change | Should -Be Configured
        Get-Pod pin-a -Namespace aside-pin -Context contexts-one -ErrorAction Ignore | Should -BeNullOrEmpty
        $both = { $pod, (Get-Pod pin-b -Namespace aside-pin -Context contexts-one) | Set-Pod -Force -ErrorAction Stop } | Should -Throw -PassThru
        $both.FullyQualifiedErrorId | Should -Be 'PodElsewhere,PodTools.Commands.SetPodCommand'
    }

    It 'does not have the namespace of another cluster removed' {
        Use-Cluster $one
        $namespace = Get-PodNamespace aside-pin -KubeConfig $file
        Use-Cluster $two
        $namespace | Remove-PodNamespace -Force -Wait
        Get-PodNamespace aside-pin -Context contexts-one -ErrorAction Ignore | Should -BeNullOrEmpty
        (Get-PodNamespace aside-pin -Context contexts-two).Status | Should -Be Active
        $wrong = { $namespace | Remove-PodNamespace -Context contexts-two -Force -ErrorAction Stop } | Should -Throw -PassThru
        $wrong.FullyQualifiedErrorId | Should -Be 'NamespaceElsewhere,PodTools.Commands.RemovePodNamespaceCommand'
    }

    It 'holds for pods in parallel runspaces, too' {
        Use-Cluster $two
        $pods = Get-Pod -Namespace aside-pin -KubeConfig $file
        Use-Cluster $one
        $pods | ForEach-Object -Parallel {
            Import-Module $using:manifestPath
            $_ | Add-PodLabel -Label @{ touched = 'parallel' }
        }
        Get-Label contexts-two | Should -Be parallel, parallel
    }
}

Describe 'Removing the module in one runspace' {
    It 'leaves it working in a runspace that has read no manifest yet' {
        $answer = Invoke-Fresh {
            param($module)
            Import-Module $module
            $other = [powershell]::Create()
            [void] $other.AddScript("Import-Module '$module'").Invoke()
            Remove-Module PodTools
            $other.Commands.Clear()
            [void] $other.AddScript("(ConvertFrom-PodManifest -Manifest '{kind: Pod, apiVersion: v1, metadata: {name: x}}').Name")
            "$($other.Invoke()) $($other.Streams.Error)"
        }
        $answer | Should -Be 'x '
    }

    It 'stops the simulators and port-forwards of that runspace, and those of runspaces that are no more, and no others' {
        $answer = Invoke-Fresh {
            param($module)
            Import-Module $module
            Start-PodSimulator here | New-Variable here
            New-Pod web -Image nginx -Wait | New-Variable web
            $forward = $web | Start-PodPortForward :80
            $guest = [powershell]::Create()
            [void] $guest.AddScript("Import-Module '$module'; Start-PodSimulator there; Start-PodPortForward web :80 -Context here").Invoke()
            $ended = [powershell]::Create()
            [void] $ended.AddScript("Import-Module '$module'; Start-PodSimulator gone").Invoke()
            $ended.Runspace.Close()
            $all = (Get-PodSimulator).Name
            $guest.Commands.Clear()
            [void] $guest.AddScript("Import-Module '$module' -Force").Invoke()
            @{ All = $all; Left = @((Get-PodSimulator).Name); Forwards = @((Get-PodPortForward).LocalPort); Own = $forward.LocalPort; Pods = @((Get-Pod).Name) }
        }
        $answer.All | Should -Be gone, here, there
        $answer.Left | Should -Be here
        $answer.Forwards | Should -Be $answer.Own
        $answer.Pods | Should -Be web
    }
}

Describe 'Use-PodContext -Persist' {
    It 'changes the current context of the file and nothing else' {
        $file = Join-Path $TestDrive config
        $text = (Get-Content (Get-PodSimulator contexts-one).KubeConfig -Raw) -replace '(?m)^current-context:.*$', "current-context: `"`" # none`nextra: kept"
        Set-Content $file $text -NoNewline
        Use-PodContext contexts-one -KubeConfig $file -WhatIf
        Get-Content $file -Raw | Should -Be $text
        Use-PodContext contexts-one -KubeConfig $file -Persist | Out-Null
        Use-PodContext contexts-two -KubeConfig (Get-PodSimulator contexts-two).KubeConfig | Out-Null
        Get-Content $file -Raw | Should -Match '(?m)^current-context: "?contexts-one"? # none$'
        Get-Content $file -Raw | Should -Match '(?m)^extra: kept$'
    }
}

Describe 'Get-PodContext -Test' {
    It 'tells which clusters answer, with their version, and why others do not' {
        $file = Join-Path $TestDrive dead
        (Get-Content (Get-PodSimulator contexts-one).KubeConfig -Raw) -replace 'server: .*', 'server: https://127.0.0.1:1' | Set-Content $file
        (Get-PodContext contexts-one -Test).Version | Should -BeLike 'v1.*'
        $dead = Get-PodContext -KubeConfig $file -Test -Timeout 2
        $dead.Reachable | Should -BeFalse
        $dead.Error | Should -Not -BeNullOrEmpty
    }
}
