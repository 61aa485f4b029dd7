# Secrets are planted wherever a kubeconfig or a command has one, and then looked for in everything that a session says or
# writes down: all streams with -Verbose and -Debug, whole error records, exceptions, and the transcript.

BeforeAll {
    . (Join-Path $PSScriptRoot FreshSession.ps1)

    # A script of its own, because only a session that shows what it does has a transcript of it.
    $session = {
        param($module, $folder)
        $PSStyle.OutputRendering = 'PlainText'
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        Start-Transcript (Join-Path $folder transcript.txt) | Out-Null
        Import-Module $module -Verbose:$false
        $simulator = Start-PodSimulator secrets
        $text = Get-Content $simulator.KubeConfig -Raw
        $secrets = [Collections.Generic.List[string]]::new()
        $secrets.Add([regex]::Match($text, 'token: "?([^"\s]+)').Groups[1].Value)
        function New-Secret([string] $Name) {
            $secret = "planted-$Name-$([guid]::NewGuid().ToString('n'))"
            $secrets.Add($secret)
            $secret
        }

        # The kubeconfig of the simulator, with other ways to say who asks.
        function New-KubeConfig([string] $Name, [string] $User, [string] $Cluster) {
            $path = Join-Path $folder "$Name.yaml"
            $changed = $text -replace 'token: .*', $User
            if ($Cluster) { $changed = $changed -replace '(?m)^(\s*)server: .*$', "`$1$($Cluster -replace "`n", "`n`$1")" }
            Set-Content $path $changed
            $path
        }

        function New-Plugin([string] $Name, [string] $Body) {
            Set-Content (Join-Path $folder $Name) "#!/bin/sh`n$Body"
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: ['$(Join-Path $folder $Name)'], interactiveMode: Never, env: [{name: PLUGIN_KEY, value: $(New-Secret env)}]}"
        }

        function ConvertTo-Base64([string] $Value) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Value)) }
        function New-Token([string] $Name, [int] $Seconds) {
            $claims = ConvertTo-Base64 "{`"exp`": $([DateTimeOffset]::UtcNow.ToUnixTimeSeconds() + $Seconds), `"sub`": `"$Name`"}"
            $secrets.Add("e30.$claims.c2ln")
            "e30.$claims.c2ln"
        }

        $answer = "{`"kind`":`"ExecCredential`",`"apiVersion`":`"client.authentication.k8s.io/v1`",`"status`":{`"token`":`"$($secrets[0])`"}}"
        $key = New-Secret key
        $certificate = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
            'CN=carol', [Security.Cryptography.ECDsa]::Create(), [Security.Cryptography.HashAlgorithmName]::SHA256).CreateSelfSigned([DateTimeOffset]::Now, [DateTimeOffset]::Now.AddDays(1)).ExportCertificatePem()
        $secrets.Add((ConvertTo-Base64 $key))
        $configs = [ordered]@{
            'works'            = $simulator.KubeConfig
            'plugin-works'     = New-KubeConfig plugin-works (New-Plugin works.sh "echo '$answer'")
            'token-refused'    = New-KubeConfig token-refused "token: $(New-Secret token)"
            'plugin-refused'   = New-KubeConfig plugin-refused (New-Plugin refused.sh "echo '$($answer -replace [regex]::Escape($secrets[0]), (New-Secret refused))'")
            'plugin-fails'     = New-KubeConfig plugin-fails (New-Plugin fails.sh "echo '$(New-Secret output)'; echo log in again >&2; exit 3")
            'plugin-garbage'   = New-KubeConfig plugin-garbage (New-Plugin garbage.sh "echo '{`"token`": `"$(New-Secret garbage)`"'")
            'plugin-version'   = New-KubeConfig plugin-version (New-Plugin version.sh "echo '$($answer -replace 'io/v1', 'io/v2' -replace [regex]::Escape($secrets[0]), (New-Secret version))'")
            'plugin-expiry'    = New-KubeConfig plugin-expiry (New-Plugin expiry.sh "echo '$($answer -replace '"token":', '"expirationTimestamp":"never","token":')'")
            'key-garbage'      = New-KubeConfig key-garbage "{client-certificate-data: $(ConvertTo-Base64 $certificate), client-key-data: $(ConvertTo-Base64 $key)}"
            'key-not-base64'   = New-KubeConfig key-not-base64 "{client-certificate-data: '#', client-key-data: '#$key'}"
            'basic'            = New-KubeConfig basic "{username: admin, password: $(New-Secret password)}"
            'oidc-unreachable' = New-KubeConfig oidc "auth-provider: {name: oidc, config: {idp-issuer-url: 'https://127.0.0.1:1', client-id: c, client-secret: $(New-Secret client), refresh-token: $(New-Secret refresh), id-token: $(New-Token old -60)}}"
            'oidc-ended'       = New-KubeConfig oidc-ended "auth-provider: {name: oidc, config: {idp-issuer-url: 'https://127.0.0.1:1', client-id: c, client-secret: $(New-Secret client), id-token: $(New-Token older -90)}}"
            'proxy'            = New-KubeConfig proxy "token: $(New-Secret token)" "server: https://api.test:6443`nproxy-url: http://me:$(New-Secret proxy)@127.0.0.1:1"
            'proxy-malformed'  = New-KubeConfig proxy-malformed "token: $(New-Secret token)" "server: https://api.test:6443`nproxy-url: ftp://me:$(New-Secret proxy)@127.0.0.1:1"
            'server-malformed' = New-KubeConfig server-malformed "token: $(New-Secret token)" "server: ftp://me:$(New-Secret server)@127.0.0.1:1"
            'yaml-broken'      = New-KubeConfig yaml-broken "token: `"$(New-Secret yaml)`n  x: ["
            'yaml-list'        = New-KubeConfig yaml-list "token: [$(New-Secret yaml)]"
            'unreachable'      = New-KubeConfig unreachable "token: $(New-Secret token)" 'server: https://127.0.0.1:1'
        }

        New-Pod -Name box -Image busybox -Command sleep, 600 -Wait | Out-Null
        $stdin = New-Secret stdin
        Set-Content (Join-Path $folder upload.txt) (New-Secret content)
        foreach ($name in $configs.Keys) {
            "== $name"
            $at = @{ KubeConfig = $configs[$name] }
            Get-Pod box @at | Out-Null
            Get-PodContext @at -Test -Timeout 5 | Format-List * -Force
            if ($name -notin 'works', 'plugin-works', 'token-refused', 'plugin-fails') { continue }
            New-Pod -Name "new-$name" -Image busybox @at | Out-Null
            $stdin | Invoke-PodExec box @at -Command cat | Out-Null
            Get-Pod @at | Out-Null
            Test-PodAccess get @at | Format-List * -Force
            Use-PodContext @at -WhatIf
            $stdin | Invoke-PodExec box @at -Shell 'cat; cat; exit 3' | Out-Null
            $stdin | Invoke-PodExec box @at -Command no-such-command, $stdin | Out-Null
            Copy-PodItem (Join-Path $folder upload.txt) box:/tmp/ @at | Out-Null
            Get-PodLog box @at | Out-Null
            Start-PodPortForward box :80 @at | Out-Null
            Watch-Pod @at -Timeout 0.1 | Out-Null
            Remove-Pod "new-$name" -Now -Force @at
        }

        $env:HTTPS_PROXY = "http://me:$(New-Secret environment)@127.0.0.1:1"
        Get-Pod -KubeConfig (New-KubeConfig environment "token: $(New-Secret token)" 'server: https://api.test:6443')
        $env:HTTPS_PROXY = "ftp://me:$(New-Secret environment)@127.0.0.1:1"
        Get-Pod -KubeConfig (New-KubeConfig environment "token: $(New-Secret token)" 'server: https://api.test:6444')
        $env:HTTPS_PROXY = ''
        Get-PodSimulator | Format-List * -Force
        Get-Pod box | Format-List * -Force

        '== errors'
        foreach ($record in @($Error | Sort-Object { "$($_.FullyQualifiedErrorId) $_" } -Unique)) {
            $record | Format-List * -Force
            $record.Exception.ToString()
            $record.Exception | Format-List * -Force
        }

        # It shows everything that hangs on an error, so it takes its time: one of each kind will do.
        foreach ($record in @($Error | Sort-Object FullyQualifiedErrorId -Unique)) {
            $record | Get-Error
        }

        Stop-PodSimulator secrets
        Stop-Transcript | Out-Null
        $secrets | Set-Content (Join-Path $folder secrets.txt)
    }

    $script = Join-Path $TestDrive session.ps1
    Set-Content $script $session
    $said = pwsh -NoProfile -NonInteractive -File $script $manifestPath $TestDrive *>&1 | Out-String -Width 4096
    $transcript = Get-Content (Join-Path $TestDrive transcript.txt) -Raw
    $secrets = @(Get-Content (Join-Path $TestDrive secrets.txt))

    # A console breaks lines wherever it likes.
    function Find-Secret([string] $Text) {
        $whole = $Text -replace '\e\[[0-9;]*m|[\s|]'
        foreach ($secret in $secrets) {
            $at = $whole.IndexOf($secret, [StringComparison]::Ordinal)
            if ($at -ge 0) { $whole.Substring([Math]::Max(0, $at - 200), [Math]::Min(300, $whole.Length - [Math]::Max(0, $at - 200))) }
        }
    }
}

Describe 'No secret is shown' {
    It 'although every case was tried' {
        $secrets.Count | Should -BeGreaterThan 30
        foreach ($id in 'Unauthorized', 'CredentialFailed', 'KubeConfigInvalid', 'ClusterUnreachable', 'PodExecFailed') {
            $said -match $id | Should -BeTrue -Because "$id is an error of one of the cases"
        }
    }

    It 'although each request, repetition and plugin was told of' {
        $said | Should -Match 'DEBUG: GET https://127.0.0.1:\d+/api/v1/namespaces/default/pods/box 200 OK'
        $said | Should -Match 'DEBUG: GET https://\S+/exec\?\S*command=\.\.\.'
        $said | Should -Match 'VERBOSE: The credential plugin "/bin/sh" of user "\S+" is started'
        $said | Should -Match 'VERBOSE: Requests to https://api.test:6443 go through the proxy http://127.0.0.1:1 \(proxy-url\)'
    }

    It 'although the proxy of the environment was named' {
        # The lines of an error are broken wherever there is room.
        $said -replace '[\s|]' | Should -Match 'bytheproxyhttp://127.0.0.1:1\(HTTPS_PROXYorHTTP_PROXY\)'
    }

    It 'in any stream' { Find-Secret $said | Should -BeNullOrEmpty }

    It 'in the transcript' {
        $transcript.Length | Should -BeGreaterThan 10000
        Find-Secret $transcript | Should -BeNullOrEmpty
    }
}
