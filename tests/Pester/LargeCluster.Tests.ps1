# A cluster of 5,000 pods: nothing is asked for that nobody wants, nothing is kept, and everything stops at once.

BeforeAll {
    . (Join-Path $PSScriptRoot FreshSession.ps1)
    Import-Module $manifestPath -Force
    $simulator = Start-PodSimulator large
    $manifests = 1..5000 | ForEach-Object {
        "apiVersion: v1`nkind: Pod`nmetadata: { name: p-$_, labels: { app: web } }`nspec: { schedulerName: none, containers: [{ name: c, image: nginx }] }"
    }
    New-Pod -Manifest ($manifests -join "`n---`n") | Out-Null

    # Whether a script sends no more requests for pods: a fault without effect that is over after so many of them counts them.
    function Test-Enough([int] $Most, [scriptblock] $Script) {
        $counter = [PodTools.PodSimulatorFault] @{ Path = '/api/v1/*pods'; Times = $Most + 1 }
        $simulator.Faults.Add($counter)
        try { & $Script | Out-Null } finally { $enough = $simulator.Faults.Remove($counter) }
        $enough
    }

    function Test-Requests([int] $Most, [scriptblock] $Script) {
        Test-Enough $Most $Script | Should -BeTrue -Because "no more than $Most requests are needed"
    }
}

AfterAll { Stop-PodSimulator large }

Describe 'A large cluster' {
    It 'is asked for one page when one pod is wanted' {
        Test-Requests 1 { (Get-Pod -AllNamespaces | Select-Object -First 1).Name | Should -Be p-1 }
        Test-Requests 1 { (Get-Pod -First 3).Count | Should -Be 3 }
        Test-Requests 1 { (Get-Pod p-1* -First 1).Name | Should -Be p-1 }
    }

    It 'is asked for all its pages when all are wanted' {
        { Test-Requests 9 { (Get-Pod).Count | Should -Be 5000 } } | Should -Throw '*requests are needed*'
        Test-Requests 10 { (Get-Pod).Count | Should -Be 5000 }
    }

    It 'is asked for one page at a Tab, and not again within two seconds' {
        $line = 'Get-Pod p-10'
        # Tabs that a busy machine has not done within these two seconds say nothing about them.
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $enough = Test-Enough 1 { 1..3 | ForEach-Object { TabExpansion2 $line $line.Length } }
            $isProof = $watch.Elapsed.TotalSeconds -lt 2
            if (-not $isProof) { [Threading.Thread]::Sleep(2000) }
        } until ($isProof -or [datetime]::UtcNow -gt $deadline)
        $enough | Should -BeTrue
    }

    It 'leaves nothing in memory while 50,000 pods stream by' {
        $seen = 0
        1..10 | ForEach-Object { Get-Pod } | ForEach-Object {
            if (++$seen -eq 5000) { $first = [GC]::GetTotalMemory($true) }
        }
        $growth = ([GC]::GetTotalMemory($true) - $first) / 1MB
        Write-Host ('{0:n0} pods, {1:n1} MB more in the heap' -f $seen, $growth)
        $seen | Should -Be 50000
        $growth | Should -BeLessThan 20
    }

    It 'is left at once: <Script>' -ForEach @(
        @{ Script = '1..1000 | ForEach-Object { Get-Pod }' }
        @{ Script = 'Watch-Pod' }
        @{ Script = 'Get-Pod | Wait-Pod -NoFailFast' }
        @{ Script = 'Get-PodDiagnosis' }
    ) {
        $powershell = [powershell]::Create()
        try {
            $null = $powershell.AddScript("Import-Module '$manifestPath'; Get-Pod -First 1; $Script")
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $null = $powershell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
            $deadline = [datetime]::UtcNow.AddSeconds(60)
            while ($output.Count -eq 0) {
                [datetime]::UtcNow | Should -BeLessThan $deadline
                [Threading.Thread]::Sleep(20)
            }
            $powershell.InvocationStateInfo.State | Should -Be Running
            $taken = (Measure-Command { $powershell.Stop() }).TotalMilliseconds
            Write-Host ('{0}: stopped after {1:n0} ms' -f $Script, $taken)
            $taken | Should -BeLessThan 3000
        }
        finally {
            $powershell.Dispose()
        }
    }
}
