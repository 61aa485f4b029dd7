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
