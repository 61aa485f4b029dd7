# What Tab offers in a real session: what there is, within a moment or nothing, and never an error.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    New-Pod -Name tab-web -Image busybox -Command sleep, 3600 -Label @{ tier = 'front' } -ImagePullPolicy IfNotPresent | Out-Null
    New-Pod -Name tab-db -Image busybox -Command sleep, 3600 -Label @{ tier = 'back' } -ImagePullPolicy IfNotPresent | Out-Null
    Wait-Pod tab-web, tab-db -For Ready -Timeout 120 | Out-Null

    # A second Tab has what came too late for the first, so that a slow machine fails no test.
    function Get-Tab([string] $Line) {
        $offered = @()
        for ($try = 0; $try -lt 10 -and -not $offered; $try++) {
            $offered = @((TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText)
        }
        $offered
    }
}

AfterAll {
    Stop-EndToEnd $run
}

Describe 'Tab' {
    It 'offers names of pods that begin with the word' {
        Get-Tab 'Get-Pod tab-' | Sort-Object | Should -Be tab-db, tab-web
        Get-Tab 'Get-Pod tab-w' | Should -Be tab-web
        Get-Tab 'Enter-Pod tab-d' | Should -Be tab-db
        Get-Tab 'Copy-PodItem -FromPod tab-w' | Should -Be tab-web
    }

    It 'offers the containers of the pod that is named' {
        Get-Tab 'Get-PodLog tab-web -Container ' | Should -Be tab-web
        Get-Tab 'Enter-Pod tab-db -Container ' | Should -Be tab-db
    }

    It 'offers namespaces, contexts and nodes' {
        Get-Tab "Get-Pod -Namespace $($run.Namespace.Substring(0, 12))" | Should -Contain $run.Namespace
        Get-Tab 'Get-Pod -Context ' | Should -Contain (Get-Pod tab-web).Context
        Get-Tab 'Get-Pod -Node ' | Should -Contain (Get-Pod tab-web).Node
    }

    It 'offers keys and values of labels' {
        Get-Tab 'Get-Pod -LabelSelector ti' | Should -Contain 'tier'
        Get-Tab 'Get-Pod -LabelSelector tier=' | Sort-Object | Should -Be 'tier=back', 'tier=front'
    }

    It 'offers phases, conditions, verbs and places in the schema' {
        Get-Tab 'Get-Pod -Phase R' | Should -Be Running
        Get-Tab 'Wait-Pod -For Sch' | Should -Be Scheduled
        Get-Tab 'Test-PodAccess del' | Should -Be delete, deletecollection
        Get-Tab 'Get-PodSchema pod.spec.cont' | Should -Be pod.spec.containers
    }

    It 'says nothing, soon, and without an error, where no cluster answers' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive nowhere)
        $silent = Join-Path $folder config
        # An address that no packet comes back from.
        @"
apiVersion: v1
kind: Config
current-context: nowhere
clusters: [{ name: nowhere, cluster: { server: 'https://192.0.2.1:6443' } }]
users: [{ name: nobody, user: { token: none } }]
contexts: [{ name: nowhere, context: { cluster: nowhere, user: nobody } }]
"@ | Set-Content $silent
        $line = "Get-Pod -KubeConfig $silent -Name "
        $errors = $Error.Count
        $watch = [Diagnostics.Stopwatch]::StartNew()
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Where-Object { $_ -like 'tab-*' } | Should -BeNullOrEmpty
        $watch.ElapsedMilliseconds | Should -BeLessThan 2000
        $Error.Count | Should -Be $errors
    }

    It 'keeps what it found for two seconds and asks again after that' {
        Get-Tab 'Get-Pod tab-' | Should -Not -Contain tab-late
        New-Pod -Name tab-late -Image busybox -ImagePullPolicy IfNotPresent | Out-Null
        $deadline = [DateTime]::UtcNow.AddSeconds(20)
        do {
            $offered = Get-Tab 'Get-Pod tab-'
        } until ($offered -contains 'tab-late' -or [DateTime]::UtcNow -gt $deadline)
        $offered | Should -Contain tab-late
    }
}
