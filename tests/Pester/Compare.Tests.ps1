# Manifests and pods compared, and pods written as manifests and made again. Runs on the simulator, and unchanged on the
# cluster named by PODTOOLS_TEST_KUBECONFIG. Uses only the image busybox.

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd
    $manifest = @'
apiVersion: v1
kind: Pod
metadata: {name: first, labels: {app: web}, annotations: {note: kept}}
spec:
  terminationGracePeriodSeconds: 1
  initContainers:
  - {name: before, image: busybox, imagePullPolicy: IfNotPresent, command: ['true']}
  containers:
  - name: main
    image: busybox
    imagePullPolicy: IfNotPresent
    command: [sleep, '3600']
    env: [{name: A, value: '1'}, {name: B, value: 'yes'}]
    ports: [{containerPort: 80, name: http}]
    resources: {requests: {cpu: 0.01}}
    volumeMounts: [{name: data, mountPath: /data}]
  - {name: side, image: busybox, imagePullPolicy: IfNotPresent, command: [sleep, '3600']}
  volumes: [{name: data, emptyDir: {}}]
'@
    $file = Join-Path $TestDrive first.yaml
    Set-Content $file $manifest
    New-Pod -Path $file | Out-Null
    $manifest -replace 'first', 'second' -replace "'1'", "'2'" -replace 'web', 'api' | New-Pod | Out-Null
    Wait-Pod first, second -For Ready -Timeout 120 | Out-Null
    $first = Get-Pod first
    $second = Get-Pod second

    # A network may annotate pods with their addresses.
    filter Select-Declared { if ($_.Field -notmatch '^metadata\.annotations\[(?!note\])') { $_ } }
    $between = 'metadata.labels[app]', 'metadata.name', 'spec.containers[name=main].env[name=A].value'
}

AfterAll { Stop-EndToEnd $run }

Describe 'Compare-Pod' {
    It 'compares two pods, by objects and by names: <_>' -ForEach @(
        '$first $second', 'first second', '-ReferencePod $first -DifferencePod second', '-DifferencePod $second -ReferencePod first'
    ) {
        $changes = Invoke-Expression "Compare-Pod $_" | Select-Declared
        $changes.Field | Should -Be $between
        $changes.Change | Should -Be Changed, Changed, Changed
        $changes[2].Old | Should -Be 1
        $changes[2].New | Should -Be 2
    }

    It 'finds nothing between a manifest and the pod that was made of it: <_>' -ForEach @(
        '$file', '-Path $file', '-Manifest $manifest', '$first', '-Manifest $first'
    ) {
        Invoke-Expression "Compare-Pod $_" | Select-Declared | Should -BeNullOrEmpty
        $manifest | Compare-Pod | Select-Declared | Should -BeNullOrEmpty
        $first | Compare-Pod | Should -BeNullOrEmpty
    }

    It 'tells what a manifest would change, in the terms of the list keys' {
        $changed = $manifest -replace 'image: busybox\b', 'image: busybox:1.36' -replace "\{name: B, value: 'yes'\}", "{name: C, value: 'no'}" -replace 'app: web', 'app: web, tier: x'
        $changes = $changed | Compare-Pod | Select-Declared
        $changes | ForEach-Object { "$($_.Change) $($_.Field)" } | Sort-Object | Should -Be @(
            'Added metadata.labels[tier]'
            'Added spec.containers[name=main].env[name=C]'
            'Changed spec.containers[name=main].image'
            'Changed spec.containers[name=side].image'
            'Changed spec.initContainers[name=before].image'
            'Removed spec.containers[name=main].env[name=B]'
        )
        ($changes | Where-Object Field -EQ 'spec.containers[name=main].image').New | Should -Be busybox:1.36
    }

    It 'is an error for a pod or a file that is missing' {
        { Compare-Pod first nobody -ErrorAction Stop } | Should -Throw -ErrorId 'PodNotFound,*'
        { Compare-Pod nowhere.yaml -ErrorAction Stop } | Should -Throw -ErrorId 'FileNotFound,*'
        { $manifest -replace 'first', 'nobody' | Compare-Pod -ErrorAction Stop } | Should -Throw -ErrorId 'PodNotFound,*'
    }

    It 'is coloured where somebody looks, and plain elsewhere' {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            Compare-Pod $first $second | Out-String | Should -Match "`e\[[\d;]+msecond: ~ metadata\.labels\[app\]: web -> api"
            $PSStyle.OutputRendering = 'PlainText'
            Compare-Pod $first $second | Out-String | Should -Not -Match "`e"
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
    }
}

Describe 'ConvertTo-PodManifest -Clean' {
    It 'keeps what a user wrote, with the namespace, and nothing of the server: <_>' -ForEach 'Yaml', 'Json' {
        $pod = $first | ConvertTo-PodManifest -As $_ -Clean | ConvertFrom-PodManifest
        $pod.Status | Should -BeNullOrEmpty
        $pod.Metadata.Uid | Should -BeNullOrEmpty
        $pod.Spec.NodeName | Should -BeNullOrEmpty
        $pod.Spec.Tolerations | Should -BeNullOrEmpty
        $pod.Spec.Volumes.Name | Should -Be data
        $pod.Metadata.Namespace | Should -Be $run.Namespace
        $pod.Metadata.Annotations['note'] | Should -Be kept
    }

    It 'writes what creates an equal pod' {
        $text = $second | ConvertTo-PodManifest -Clean
        Remove-Pod second -Force -Now -Wait -Timeout 60
        New-Pod -Manifest $text | Wait-Pod -Timeout 120 | Out-Null
        Compare-Pod $second (Get-Pod second) | Select-Declared | Should -BeNullOrEmpty
    }

    It 'loses nothing of a whole pod: <_>' -ForEach 'Yaml', 'Json' {
        $again = $first | ConvertTo-PodManifest -As $_ | ConvertFrom-PodManifest
        $again | ConvertTo-PodManifest -As $_ | Should -BeExactly ($first | ConvertTo-PodManifest -As $_)
    }
}
