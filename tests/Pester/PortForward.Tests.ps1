# Forwarded ports of real pods. Runs on the simulator, and unchanged on the cluster named by
# PODTOOLS_TEST_KUBECONFIG. Uses only the images busybox and nginx.

BeforeDiscovery {
    # Services and deployments are not PodTools' to create.
    $hasKubectl = [bool](Get-Command kubectl -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    # Ready only when nginx listens, some time after its container runs.
    $page = New-PodContainer page -Image nginx -ImagePullPolicy IfNotPresent -Port http:80 -ReadinessProbe @{ tcpSocket = @{ port = 80 }; periodSeconds = 1 }
    New-Pod -Name web -Container $page -Label @{ app = 'web' } | Wait-Pod -Timeout 120 | Out-Null

    function Get-Page([int] $Port, [string] $At = '127.0.0.1') {
        (Invoke-WebRequest "http://${At}:$Port/" -DisableKeepAlive -NoProxy -TimeoutSec 40).StatusCode
    }

    function Test-Free([int] $Port) {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, $Port)
        try { $listener.Start(); $true } catch { $false } finally { $listener.Stop() }
    }

    # Creates what a manifest describes, with the kubeconfig of the context in use.
    function Add-Object([string] $Manifest) {
        $Manifest | kubectl create -n $run.Namespace --kubeconfig (Get-PodContext -Current).KubeConfig --context (Get-PodContext -Current).Name -f - | Out-Null
        $LASTEXITCODE | Should -Be 0
    }
}

AfterAll { Stop-EndToEnd $run }

Describe 'Forwarded ports' {
    AfterEach { Get-PodPortForward | Stop-PodPortForward }

    It 'finds a free port, serves many requests and counts them' {
        $forward = Start-PodPortForward web :80
        1..20 | ForEach-Object { Get-Page $forward.LocalPort } | Should -Be (@(200) * 20)
        $forward.Connections | Should -BeGreaterOrEqual 20
        $forward.BytesIn | Should -BeGreaterThan 0
        $forward.BytesOut | Should -BeGreaterThan 0
        $forward.State | Should -Be Active
    }

    It 'lists what there is to know of it, and nothing of how it works' {
        $list = Start-PodPortForward web :80 | Format-List | Out-String
        $list | Should -Match 'BytesIn\s+: 0'
        $list | Should -Not -Match Completion
    }

    It 'takes the ports in the first place behind a pipe: <Name>' -ForEach @(
        @{ Name = 'one'; Script = { Get-Pod web | Start-PodPortForward :80 }; Remote = 80 }
        @{ Name = 'several'; Script = { Get-Pod web | Start-PodPortForward :80, :http }; Remote = 80, 80 }
        @{ Name = 'by its parameter'; Script = { Get-Pod web | Start-PodPortForward -Port 0:http }; Remote = 80 }
        @{ Name = 'without a pipe'; Script = { Start-PodPortForward web :80, :81 }; Remote = 80, 81 }
        @{ Name = 'of a selector'; Script = { Start-PodPortForward -LabelSelector @{ app = 'web' } :http }; Remote = 80 }
    ) {
        (& $Script).RemotePort | Should -Be $Remote
    }

    It 'listens at the addresses that are given' {
        $all = Start-PodPortForward web :80 -Address 0.0.0.0
        Get-Page $all.LocalPort | Should -Be 200
        $two = Start-PodPortForward web :80 -Address 127.0.0.1, 127.0.0.2
        $two.Address | Should -Be '127.0.0.1, 127.0.0.2'
        Get-Page $two.LocalPort 127.0.0.2 | Should -Be 200
        (Get-Failure { Start-PodPortForward web :80 -Address 192.0.2.1 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'LocalPortUnavailable,*'
    }

    It 'says which local port is taken, and what to do' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try {
            $port = $listener.LocalEndpoint.Port
            $failure = Get-Failure { Start-PodPortForward web "${port}:80" -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'LocalPortUnavailable,*'
            $failure.Exception.Message | Should -Match "$port.*another program"
            (Get-PodPortForward).Count | Should -Be 0
        }
        finally { $listener.Stop() }

        $forward = Start-PodPortForward web :80
        $failure = Get-Failure { Start-PodPortForward web "$($forward.LocalPort):80" -ErrorAction Stop }
        $failure.Exception.Message | Should -Match 'already, to pod/web'
        $failure.ErrorDetails.RecommendedAction | Should -Match "Stop-PodPortForward $($forward.LocalPort)"
    }

    It 'refuses what makes no sense, by its id: <Id>' -ForEach @(
        @{ Id = 'PortInvalid'; Script = { Start-PodPortForward web 99999:80 -ErrorAction Stop } }
        @{ Id = 'PortInvalid'; Script = { Start-PodPortForward web :nobody -ErrorAction Stop } }
        @{ Id = 'PortInvalid'; Script = { Get-Pod web | Start-PodPortForward -ErrorAction Stop } }
        @{ Id = 'PodNotFound'; Script = { Start-PodPortForward nobody 80 -ErrorAction Stop } }
        @{ Id = 'PodAmbiguous'; Script = { Start-PodPortForward web, web 80 -ErrorAction Stop } }
        @{ Id = 'PodNotRunning'; Script = { Start-PodPortForward -LabelSelector app=nobody 80 -ErrorAction Stop } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'lives on after a connection to a port where nobody listens' {
        $bad, $good = Start-PodPortForward web :81, :80
        { Get-Page $bad.LocalPort } | Should -Throw
        Get-Page $good.LocalPort | Should -Be 200
        Wait-Until { $bad.LastError }
        $bad.LastError.Reason | Should -Be PortForwardFailed
    }

    It 'serves two hundred connections at once' {
        $forward = Start-PodPortForward web :80
        $client = [Net.Http.HttpClient]::new([Net.Http.HttpClientHandler]@{ UseProxy = $false })
        try {
            $requests = 1..200 | ForEach-Object { $client.GetAsync("http://127.0.0.1:$($forward.LocalPort)/") }
            [Threading.Tasks.Task]::WaitAll($requests, 100000) | Should -BeTrue
            $requests.Result.StatusCode | Sort-Object -Unique | Should -Be OK
        }
        finally { $client.Dispose() }

        $forward.LastError | Should -BeNullOrEmpty
    }

    It 'lets a client that has finished sending read its reply' {
        $forward = Start-PodPortForward web :80
        $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $forward.LocalPort)
        try {
            $reply = [IO.StreamReader]::new($client.GetStream())
            $client.Client.Send([Text.Encoding]::ASCII.GetBytes("GET / HTTP/1.0`r`n`r`n")) | Out-Null
            $client.Client.Shutdown('Send')
            $reply.ReadToEnd() | Should -Match '(?s)^HTTP/1.*nginx'
        }
        finally { $client.Dispose() }
    }

    It 'frees the port at once: <Name>' -ForEach @(
        @{ Name = 'Stop-PodPortForward'; Script = { $args[0] | Stop-PodPortForward } }
        @{ Name = 'by its number'; Script = { Stop-PodPortForward $args[0].LocalPort } }
    ) {
        $forward = Start-PodPortForward web :80
        Get-Page $forward.LocalPort | Should -Be 200
        & $Script $forward
        Test-Free $forward.LocalPort | Should -BeTrue
        $forward.State | Should -Be Stopped
    }

    It 'holds the port as a job, until that is stopped or removed: <Name>' -ForEach @(
        @{ Name = 'Stop-Job'; Script = { Stop-Job $args[0] } }
        @{ Name = 'Remove-Job'; Script = { Remove-Job $args[0] -Force } }
        @{ Name = 'Stop-PodPortForward'; Script = { Get-PodPortForward | Stop-PodPortForward; Wait-Job $args[0] -Timeout 20 } }
    ) {
        $job = Get-Pod web | Start-PodPortForward :80 -AsJob
        try {
            Wait-Until { $script:forward = Receive-Job $job; $forward }
            Get-Page $forward.LocalPort | Should -Be 200
            & $Script $job
            Test-Free $forward.LocalPort | Should -BeTrue
        }
        finally { Get-Job | Remove-Job -Force }
    }

    It 'stays in the foreground until it is stopped' {
        $waiting = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
        try {
            $module = (Get-Module PodTools).Path -replace 'dll$', 'psd1'
            $script = { param($Module, $Pod) Import-Module $Module; $Pod | Start-PodPortForward :80 -Wait }
            $running = $waiting.AddScript($script).AddParameters(@($module, (Get-Pod web))).BeginInvoke()
            Wait-Until { Get-PodPortForward }
            $forward = Get-PodPortForward
            Get-Page $forward.LocalPort | Should -Be 200
            $running.IsCompleted | Should -BeFalse
            $waiting.Stop()
            Test-Free $forward.LocalPort | Should -BeTrue
        }
        finally { $waiting.Dispose() }
    }
}

Describe 'Forwarded ports whose pod goes' {
    AfterEach { Get-PodPortForward | Stop-PodPortForward }

    It 'waits for a container that restarts, and counts it' {
        New-Pod -Name again -Image busybox -ImagePullPolicy IfNotPresent -Command sh, -c, 'rm -f end; while [ ! -e end ]; do sleep 0.1; done' -Port 8080 | Wait-Pod -Timeout 120 | Out-Null
        $forward = Start-PodPortForward again :8080
        Invoke-PodExec again -Command touch, end | Out-Null
        Wait-Until { $forward.Reconnects -gt 0 -and $forward.State -eq 'Active' }
        Remove-Pod again -GracePeriod 0 -Force -Confirm:$false
        Wait-Until { $forward.State -eq 'Waiting' }
    }

    It 'moves on to another pod of the selector, and from a pod to its replacement by name' {
        $named = Start-PodPortForward web :80
        $selected = Start-PodPortForward -LabelSelector app=web :80
        New-Pod -Name spare -Container $page -Label @{ app = 'web' } | Wait-Pod -Timeout 120 | Out-Null
        Remove-Pod web -GracePeriod 1 -Force -Wait
        Wait-Until { $selected.Pod -eq 'spare' -and $selected.State -eq 'Active' }
        Get-Page $selected.LocalPort | Should -Be 200
        $selected.Reconnects | Should -Be 1
        Wait-Until { $named.State -eq 'Waiting' }

        New-Pod -Name web -Container $page -Label @{ app = 'web' } | Wait-Pod -Timeout 120 | Out-Null
        Wait-Until { $named.State -eq 'Active' }
        Get-Page $named.LocalPort | Should -Be 200
        $named.Reconnects | Should -Be 1
    }
}

Describe 'Forwarded ports of services and deployments' -Skip:(-not $hasKubectl) {
    BeforeAll {
        Add-Object @'
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: { name: web }
  spec: { selector: { app: web }, ports: [{ name: page, port: 8080, targetPort: http }, { name: plain, port: 8081, targetPort: 80 }] }
- apiVersion: v1
  kind: Service
  metadata: { name: headless }
  spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 80 }] }
- apiVersion: v1
  kind: Service
  metadata: { name: elsewhere }
  spec: { type: ExternalName, externalName: example.org }
- apiVersion: apps/v1
  kind: Deployment
  metadata: { name: web }
  spec:
    replicas: 0
    selector: { matchLabels: { app: web } }
    template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: page, image: nginx }] } }
'@
    }

    AfterEach { Get-PodPortForward | Stop-PodPortForward }

    It 'maps <Asked> of <Target>' -ForEach @(
        @{ Target = 'service/web'; Asked = ':8080'; Parameter = @{ Service = 'web' } }
        @{ Target = 'service/web'; Asked = ':8081'; Parameter = @{ Service = 'web' } }
        @{ Target = 'service/web'; Asked = ':page'; Parameter = @{ Service = 'web' } }
        @{ Target = 'service/headless'; Asked = ':80'; Parameter = @{ Service = 'headless' } }
        @{ Target = 'deployment/web'; Asked = ':80'; Parameter = @{ Deployment = 'web' } }
        @{ Target = 'deployment/web'; Asked = ':http'; Parameter = @{ Deployment = 'web' } }
    ) {
        $forward = Start-PodPortForward @Parameter $Asked
        $forward.Target | Should -Be $Target
        $forward.RemotePort | Should -Be 80
        Get-Page $forward.LocalPort | Should -Be 200
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'a service without pods'; Id = 'PodNotRunning'; Script = { Start-PodPortForward -Service elsewhere 80 -ErrorAction Stop } }
        @{ Why = 'a port that the service does not have'; Id = 'PortInvalid'; Script = { Start-PodPortForward -Service web 80 -ErrorAction Stop } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
