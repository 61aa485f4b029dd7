# -WhatIf tells exactly what would change and changes nothing; -Force and -Confirm:$false do not ask.

BeforeAll {
    . (Join-Path $PSScriptRoot FreshSession.ps1)
    Import-Module $manifestPath -Force
    Start-PodSimulator whatif | Out-Null
    'a', 'b' | ForEach-Object { New-Pod -Name "pod-$_" -Image busybox -Command sleep, 3600 -Label @{ app = 'web' } | Out-Null }

    function Get-State { Get-Pod | ForEach-Object { "$($_.Metadata.Uid) $($_.Spec.Containers.Image) $($_.LabelsText) $($_.Metadata.Annotations.Count) $($_.Metadata.DeletionTimestamp)" } }
}

AfterAll { Stop-PodSimulator whatif }

Describe '-WhatIf' {
    It 'changes nothing: <Script>' -ForEach @(
        @{ Script = { New-Pod -Name new -Image nginx -WhatIf } }
        @{ Script = { Set-Pod -Path (Join-Path $PSScriptRoot manifests/nginx-pod.yaml) -WhatIf } }
        @{ Script = { Remove-Pod -All -WhatIf } }
        @{ Script = { Remove-Pod pod-a -Force -WhatIf } }
        @{ Script = { Remove-Pod -LabelSelector app=web -Evict -WhatIf } }
        @{ Script = { Add-PodLabel pod-a @{ x = 'y' } -WhatIf } }
        @{ Script = { Remove-PodLabel pod-a app -WhatIf } }
        @{ Script = { Add-PodAnnotation pod-a @{ x = 'y' } -WhatIf } }
        @{ Script = { Remove-PodAnnotation pod-a x -WhatIf } }
        @{ Script = { Update-Pod pod-a -Image busybox:1.36 -WhatIf } }
        @{ Script = { Invoke-PodExec pod-a -Command touch, /never -WhatIf } }
        @{ Script = { New-PodNamespace never -WhatIf } }
        @{ Script = { Remove-PodNamespace default -Force -WhatIf } }
        @{ Script = { Start-PodPortForward pod-a :80 -WhatIf } }
        @{ Script = { Stop-PodSimulator -WhatIf } }
        @{ Script = { Start-PodSimulator never -WhatIf } }
        @{ Script = { Use-PodContext -Namespace never -WhatIf } }
    ) {
        $before = Get-State
        & $Script | Should -BeNullOrEmpty
        Get-State | Should -Be $before
        Get-PodPortForward | Should -BeNullOrEmpty
        (Get-PodSimulator).Name | Should -Be whatif
        (Get-PodContext -Current).Namespace | Should -Be default
        (Get-PodNamespace).Name | Should -Not -Contain never
    }

    It 'lists exactly what would go' {
        $log = pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$manifestPath'; `$null = Start-PodSimulator
            'x', 'y', 'z' | ForEach-Object { `$null = New-Pod -Name `$_ -Image nginx -Label @{ app = `$_ } }
            Remove-Pod -LabelSelector 'app in (x,z)' -WhatIf"
        $log | Where-Object { $_ -match 'What if' } | ForEach-Object { [regex]::Match($_, "default/(\w)").Groups[1].Value } | Should -Be x, z
    }

    It 'holds by preference, too, even with -Force' {
        $WhatIfPreference = $true
        Remove-Pod pod-a -Force
        $WhatIfPreference = $false
        (Get-Pod pod-a).Metadata.DeletionTimestamp | Should -BeNullOrEmpty
    }
}

Describe 'Not asking' {
    It 'does not ask with -Confirm:$false or -Force' {
        Remove-Pod pod-a -Confirm:$false -Now
        Remove-Pod pod-b -Force -Now
        Get-Pod | Should -BeNullOrEmpty
    }
}
