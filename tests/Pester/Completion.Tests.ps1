# What Tab offers in a real session: what there is, within a moment or nothing, and never an error.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    New-Pod -Name tab-web -Image busybox -Command sleep, 3600 -Label @{ tier = 'front' } -ImagePullPolicy IfNotPresent | Out-Null
    New-Pod -Name tab-db -Image busybox -Command sleep, 3600 -Label @{ tier = 'back' } -ImagePullPolicy IfNotPresent | Out-Null
    Wait-Pod tab-web, tab-db -For Ready -Timeout 120 | Out-Null

    function Get-Tab([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Sort-Object }

    # A later Tab has what came too late for the first, which PowerShell fills with names of files where it may. So a slow
    # machine fails no test.
    function Assert-Tab([string] $Line, [string[]] $Expected) {
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do { $offered = Get-Tab $Line } until ("$offered" -eq "$Expected" -or [datetime]::UtcNow -gt $deadline)
        $offered | Should -Be $Expected
    }

    function Assert-TabContains([string] $Line, [string] $Expected) {
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do { $offered = Get-Tab $Line } until ($offered -contains $Expected -or [datetime]::UtcNow -gt $deadline)
        $offered | Should -Contain $Expected
    }
}

AfterAll {
    Stop-EndToEnd $run
}

Describe 'Tab' {
    It 'offers names of pods that begin with the word' {
        Assert-Tab 'Get-Pod tab-' tab-db, tab-web
        Assert-Tab 'Get-Pod tab-w' tab-web
        Assert-Tab 'Enter-Pod tab-d' tab-db
        Assert-Tab 'Copy-PodItem -FromPod tab-w' tab-web
    }

    It 'offers the containers of the pod that is named' {
        Assert-Tab 'Get-PodLog tab-web -Container ' tab-web
        Assert-Tab 'Enter-Pod tab-db -Container ' tab-db
    }

    It 'offers namespaces, contexts and nodes' {
        Assert-TabContains "Get-Pod -Namespace $($run.Namespace.Substring(0, 12))" $run.Namespace
        Assert-TabContains 'Get-Pod -Context ' (Get-Pod tab-web).Context
        Assert-TabContains 'Get-Pod -Node ' (Get-Pod tab-web).Node
    }

    It 'offers keys and values of labels' {
        Assert-TabContains 'Get-Pod -LabelSelector ti' tier
        Assert-Tab 'Get-Pod -LabelSelector tier=' 'tier=back', 'tier=front'
    }

    It 'offers phases, conditions, verbs and places in the schema' {
        Assert-Tab 'Get-Pod -Phase R' Running
        Assert-Tab 'Wait-Pod -For Sch' Scheduled
        Assert-Tab 'Test-PodAccess del' delete, deletecollection
        Assert-Tab 'Get-PodSchema pod.spec.cont' pod.spec.containers
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
        Assert-TabContains 'Get-Pod tab-' tab-late
    }
}
