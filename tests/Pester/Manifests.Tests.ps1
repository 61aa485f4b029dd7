# Manifests: checked without a cluster, and pods created from files, text, tables and parameters.
# Runs on the simulator, and unchanged on the cluster named by PODTOOLS_TEST_KUBECONFIG.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive work))

    function Get-Manifest([string] $Name, [string] $Image = 'busybox') {
        "apiVersion: v1`nkind: Pod`nmetadata:`n  name: $Name`nspec:`n  terminationGracePeriodSeconds: 0`n  containers:`n  - name: main`n    image: $Image`n    imagePullPolicy: IfNotPresent`n    command: [sleep, '3600']`n"
    }

    function Clear-Work {
        Get-ChildItem | Remove-Item -Recurse
    }
}

AfterAll {
    Pop-Location
    Stop-EndToEnd $run
}

Describe 'Test-PodManifest' {
    BeforeEach { Clear-Work }

    It 'says nothing of a manifest that is fine' {
        Get-Manifest fine | Set-Content fine.yaml
        Test-PodManifest fine.yaml | Should -BeNullOrEmpty
    }

    It 'names file, line, column, field, rule and advice' {
        (Get-Manifest web) -replace 'image:', 'imagee:' | Set-Content web.yaml
        $issue = Test-PodManifest web.yaml | Where-Object Rule -EQ UnknownField
        Split-Path $issue.Path -Leaf | Should -Be web.yaml
        $issue.Line, $issue.Column | Should -Be 9, 5
        $issue.Field | Should -Be 'spec.containers[0].imagee'
        $issue.Advice | Should -Be "Did you mean 'image'?"
    }

    It 'takes files from the pipeline, folders, wildcards, text and tables' {
        'a', 'b' | ForEach-Object { Get-Manifest "Bad_$_" | Set-Content "$_.yaml" }
        Get-ChildItem *.yaml | Test-PodManifest | Should -HaveCount 2
        Test-PodManifest . | Should -HaveCount 2
        Test-PodManifest ?.yaml | Should -HaveCount 2
        Get-Content a.yaml | Test-PodManifest | Should -HaveCount 1
        Get-Content a.yaml -Raw | Test-PodManifest | Should -HaveCount 1
        @{ metadata = @{ name = 'Bad_c' }; spec = @{ containers = @(@{ name = 'c'; image = 'x' }) } } | Test-PodManifest | Should -HaveCount 1
    }

    It 'checks the pods of <kind> in their place' -ForEach @(
        @{ kind = 'Deployment'; version = 'apps/v1'; before = "  selector: {matchLabels: {a: b}}`n  template:`n"; path = 'spec.template' }
        @{ kind = 'StatefulSet'; version = 'apps/v1'; before = "  selector: {matchLabels: {a: b}}`n  template:`n"; path = 'spec.template' }
        @{ kind = 'DaemonSet'; version = 'apps/v1'; before = "  selector: {matchLabels: {a: b}}`n  template:`n"; path = 'spec.template' }
        @{ kind = 'ReplicaSet'; version = 'apps/v1'; before = "  selector: {matchLabels: {a: b}}`n  template:`n"; path = 'spec.template' }
        @{ kind = 'ReplicationController'; version = 'v1'; before = "  template:`n"; path = 'spec.template' }
        @{ kind = 'Job'; version = 'batch/v1'; before = "  template:`n"; path = 'spec.template' }
    ) {
        $policy = $kind -eq 'Job' ? 'Never' : 'Always'
        $text = "apiVersion: $version`nkind: $kind`nmetadata: {name: x}`nspec:`n$before    metadata: {labels: {a: b}}`n    spec:`n      restartPolicy: $policy`n      containers:`n      - name: c`n        image: ''`n"
        $issue = Test-PodManifest -Manifest $text
        $issue.Field | Should -Be "$path.spec.containers[0].image"
        $issue.Line | Should -Be ($text.TrimEnd() -split "`n").Count
    }

    It 'finds nothing in YAML as it is found in the wild: <name>' -ForEach @(
        @{ name = 'Windows line ends'; change = { $_ -replace "`n", "`r`n" } }
        @{ name = 'a byte order mark'; change = { "$([char]0xFEFF)$_" } }
        @{ name = 'comments'; change = { "# first`n$($_ -replace 'image:', "# before`n    image:") # last" } }
        @{ name = 'empty documents'; change = { "---`n---`n$_---`n" } }
        @{ name = 'a document end'; change = { "---`n$_...`n" } }
        @{ name = 'nulls'; change = { $_ + "  volumes:`n  nodeSelector: ~`n  affinity: null`nstatus: {}`n" } }
    ) {
        Test-PodManifest -Manifest (Get-Manifest wild | ForEach-Object $change) | Should -BeNullOrEmpty
    }

    It 'selects by severity' {
        $text = "kind: Service`napiVersion: v1`n---`n" + (Get-Manifest Bad_x)
        (Test-PodManifest -Manifest $text -Severity Information).Rule | Should -Be OtherKind
        (Test-PodManifest -Manifest $text -Severity Error).Rule | Should -Be ObjectName
    }

    It 'asks the server with -Server, without keeping anything' {
        Test-PodManifest -Manifest (Get-Manifest tried) -Server | Should -BeNullOrEmpty
        Test-PodManifest -Manifest (Get-Manifest Bad_y) -Server | Should -HaveCount 1
        Get-Pod | Should -BeNullOrEmpty
    }

    It 'finds nothing wrong with -Server in a pod that is there already' {
        Get-Manifest there | New-Pod
        Test-PodManifest -Manifest (Get-Manifest there) -Server -ErrorAction Stop | Should -BeNullOrEmpty
        Remove-Pod there -Force -Now -Wait
    }

    It 'takes what is no path by position: <Name>' -ForEach @(
        @{ Name = 'a table'; Value = { @{ metadata = @{ name = 'Bad_x' }; spec = @{ containers = @(@{ name = 'c'; image = 'x' }) } } } }
        @{ Name = 'a pod'; Value = { ConvertFrom-PodManifest -Manifest (Get-Manifest Bad_x) } }
        @{ Name = 'a file'; Value = { Get-Item one.yaml } }
        @{ Name = 'a resolved path'; Value = { Resolve-Path one.yaml } }
        @{ Name = 'a path'; Value = { 'one.yaml' } }
        @{ Name = 'paths'; Value = { 'one.yaml', 'fine.yaml' } }
    ) {
        Get-Manifest Bad_x | Set-Content one.yaml
        Get-Manifest fine | Set-Content fine.yaml
        (Test-PodManifest (& $Value)).Rule | Should -Be ObjectName
    }
}

Describe 'New-Pod from manifests' {
    BeforeEach { Clear-Work }
    AfterEach { Get-Pod | Remove-Pod -Now -Wait -Confirm:$false }

    It 'creates the good files of a folder in one pass, in order, and reports the bad ones' {
        1..12 | ForEach-Object { Get-Manifest ('many-{0:00}' -f $_) | Set-Content ('{0:00}.yaml' -f $_) }
        "kind: [`n" | Set-Content 03.yaml
        (Get-Manifest many-07) -replace 'containers:', 'containrs:' | Set-Content 07.yaml
        $pods = New-Pod -Path . -ErrorAction SilentlyContinue -ErrorVariable errors
        $pods.Name | Should -Be (1..12 | Where-Object { $_ -notin 3, 7 } | ForEach-Object { 'many-{0:00}' -f $_ })
        $errors.FullyQualifiedErrorId | Should -Be 'ManifestSyntax,PodTools.Commands.NewPodCommand', 'ManifestInvalid,PodTools.Commands.NewPodCommand'
        $errors.TargetObject | Split-Path -Leaf | Should -Be 03.yaml, 07.yaml
    }

    It 'creates nothing of a file with a wrong pod' {
        (Get-Manifest one) + "---`n" + ((Get-Manifest two) -replace 'image:', 'imagee:') | Set-Content both.yaml
        $failure = Get-Failure { New-Pod both.yaml -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ManifestInvalid,*'
        $failure.CategoryInfo.Category | Should -Be InvalidData
        "$failure" | Should -BeLike '*both.yaml(20,5)*imagee*'
        Get-Pod | Should -BeNullOrEmpty
    }

    It 'leaves out other kinds with an error each and creates the pods beside them' {
        "kind: Service`napiVersion: v1`nmetadata: {name: s}`n---`n" + (Get-Manifest beside) | Set-Content mixed.yaml
        $pods = New-Pod mixed.yaml -ErrorAction SilentlyContinue -ErrorVariable errors
        $pods.Name | Should -Be beside
        $errors.FullyQualifiedErrorId | Should -BeLike 'NotAPod,*'
    }

    It 'takes text, tables and pods from the pipeline' {
        "# first`n`n$(Get-Manifest text)`n" -split "`n" | New-Pod | Select-Object -ExpandProperty Name | Should -Be text
        $made = @{ metadata = @{ name = 'table' }; spec = @{ terminationGracePeriodSeconds = 0; containers = @(@{ name = 'c'; image = 'busybox'; command = 'sleep', '3600' }) } } | New-Pod
        $made.Name | Should -Be table
        $made.Metadata.Name = 'copied'
        ($made | New-Pod).Name | Should -Be copied
        '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"json"},"spec":{"containers":[{"name":"c","image":"busybox"}]}}' | New-Pod -DryRun Server | Select-Object -ExpandProperty Name | Should -Be json
        $lines = $made | ConvertTo-PodManifest -As Json -Clean
        ($lines -split "`n" | New-Pod -DryRun Client).Name | Should -Be copied
    }

    It 'only tries with -DryRun <where>' -ForEach @{ where = 'Client' }, @{ where = 'Server' } {
        (Get-Manifest tried | New-Pod -DryRun $where).Name | Should -Be tried
        Get-Pod | Should -BeNullOrEmpty
    }

    It 'shows what it would create with -WhatIf' {
        Get-Manifest never | New-Pod -WhatIf
        Get-Pod | Should -BeNullOrEmpty
    }

    It 'waits until the pods are ready with -Wait' {
        (Get-Manifest ready | New-Pod -Wait -Timeout 120).Ready | Should -Be '1/1'
    }

    It 'lets the server make up the name' {
        $pods = 1..2 | ForEach-Object { New-Pod -GenerateName made- -Image busybox -ImagePullPolicy IfNotPresent -Command sleep, 3600 }
        $pods.Name | Should -BeLike 'made-*'
        $pods[0].Name | Should -Not -Be $pods[1].Name
    }
}

Describe 'Pods of parts' {
    AfterEach { Get-Pod | Remove-Pod -Now -Wait -Confirm:$false }

    It 'builds several containers that share a volume' {
        $mount = @{ shared = '/data' }
        $init = New-PodContainer prepare busybox -Command sh, -c, 'echo built > /data/message' -Mount $mount -ImagePullPolicy IfNotPresent
        $main = New-PodContainer main busybox -Command sh, -c, 'cat /data/message; sleep 3600' -Mount @{ shared = '/data:ro' } -ImagePullPolicy IfNotPresent `
            -Env @{ LEVEL = 'debug'; POD = @{ field = 'metadata.name' }; KEY = @{ secret = 'none/key' } } -SecurityContext @{ allowPrivilegeEscalation = $false } `
            -ReadinessProbe @{ exec = @{ command = 'cat', '/data/message' }; periodSeconds = 1 } -Request @{ cpu = '10m' } -Limit @{ memory = '64Mi' }
        $pod = New-Pod parts -InitContainer $init -Container $main -Volume (New-PodVolume shared -InMemory -SizeLimit 1Mi) -DryRun Server
        $pod.Spec.Volumes[0].EmptyDir.Medium | Should -Be Memory
        $pod.Spec.Containers[0].Env.Name | Sort-Object | Should -Be KEY, LEVEL, POD
        $pod.Spec.Containers[0].VolumeMounts[0].ReadOnly | Should -BeTrue
        $pod.Spec.InitContainers.Name | Should -Be prepare
    }

    It 'builds a sidecar, and probes of every kind' {
        $side = New-PodContainer side busybox -Sidecar -StartupProbe @{ tcpSocket = @{ port = 1 } } -LivenessProbe @{ grpc = @{ port = 2 } } -ReadinessProbe @{ httpGet = @{ path = '/'; port = 'web' } }
        $side.RestartPolicy | Should -Be Always
        "$($side.StartupProbe.TcpSocket.Port)" | Should -Be 1
        $side.LivenessProbe.Grpc.Port | Should -Be 2
        "$($side.ReadinessProbe.HttpGet.Port)" | Should -Be web
    }

    It 'mounts every kind of volume that people name' {
        $volumes = @(
            New-PodVolume a -ConfigMap app -Item @{ 'app.conf' = 'conf.d/app.conf' } -Mode 0440 -Optional
            New-PodVolume b -Secret db
            New-PodVolume c -HostPath /var/log -HostPathType Directory
            New-PodVolume d -DownwardApi @{ labels = 'metadata.labels' }
            New-PodVolume e -Projected @{ configMap = @{ name = 'app' } }, @{ serviceAccountToken = @{ path = 'token' } }
            New-PodVolume f -PersistentVolumeClaim data -ReadOnly
            New-PodVolume g -Claim 1Gi -AccessMode ReadWriteMany
            New-PodVolume h -NfsServer nfs.example.com -NfsPath /export
            New-PodVolume i -CsiDriver csi.example.com -Attribute @{ a = 'b' }
            New-PodVolume j -Source @{ iscsi = @{ targetPortal = '10.0.0.1'; iqn = 'iqn.2001-04.com.example:x'; lun = 0 } }
        )
        $pod = New-Pod volumes -Image busybox -ImagePullPolicy IfNotPresent -Volume $volumes -DryRun Server
        $pod.Spec.Volumes[0].ConfigMap.DefaultMode | Should -Be 288
        $pod.Spec.Volumes.Name | Should -Contain j
    }
}
