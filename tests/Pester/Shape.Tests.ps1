# Pods declared, updated, labelled and removed. Runs on the simulator, and unchanged on the cluster named by
# PODTOOLS_TEST_KUBECONFIG. Uses only the images busybox and nginx.

BeforeDiscovery {
    $noKubectl = -not (Get-Command kubectl -ErrorAction Ignore)
}

BeforeAll {
    . (Join-Path $PSScriptRoot EndToEnd.ps1)
    $run = Start-EndToEnd

    # A pod that ends at once when it is told to.
    function Get-Manifest([string] $Name, [string] $Labels = 'app: shape', [string] $More = '') {
        @"
apiVersion: v1
kind: Pod
metadata: {name: $Name, labels: {$Labels}$More}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - {name: main, image: busybox, imagePullPolicy: IfNotPresent, command: [sleep, '3600']}
"@
    }

    # Without what a cluster may tell about the place of a pod.
    function Get-LabelText([PodTools.Pod[]] $Pods) { $Pods.ForEach{ ($_.LabelsText -split ',' -notlike 'topology.kubernetes.io/*') -join ',' } }

    # Puts an object of another kind into the namespace, or takes it out, by the API itself.
    function Invoke-Kubectl {
        $kubeConfig = (Get-PodContext -Current).KubeConfig
        $input | kubectl --kubeconfig $kubeConfig --namespace $run.Namespace @args 2>&1 | Out-String
        if ($LASTEXITCODE -ne 0) { throw "kubectl $args" }
    }

    # What -WhatIf prints goes to the host, past all streams; a transcript has it.
    function Get-WhatIf([scriptblock] $Command) {
        $transcript = Join-Path $TestDrive transcript
        Start-Transcript $transcript -UseMinimalHeader | Out-Null
        try { & $Command } finally { Stop-Transcript | Out-Null }
        Get-Content $transcript -Raw
    }
}

AfterAll { Stop-EndToEnd $run }

Describe 'Set-Pod' {
    BeforeAll {
        $folder = New-Item -ItemType Directory (Join-Path TestDrive: declared)
        'one', 'two', 'three' | ForEach-Object { Get-Manifest $_ | Set-Content "$folder/$_.yaml" }
    }

    AfterAll { Remove-Pod -All -Force -Now -Wait }

    It 'creates, leaves unchanged and configures' {
        (Set-Pod $folder).Change | Should -Be Created, Created, Created
        (Set-Pod $folder).Change | Should -Be Unchanged, Unchanged, Unchanged
        (Get-Manifest one 'app: shape, tier: front' | Set-Pod).Change | Should -Be Configured
        (Set-Pod "$folder/one.yaml").Change | Should -Be Configured
        Get-LabelText (Get-Pod one) | Should -Be 'app=shape'
    }

    It 'names the manager and the field of a conflict' {
        Get-Manifest one 'app: taken' | Set-Pod -FieldManager somebody -Force | Out-Null
        $failure = Get-Failure { Set-Pod "$folder/one.yaml" -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PodConflict,*'
        $failure.Exception.Message | Should -Match '"somebody".*\.metadata\.labels\.app'
        (Set-Pod "$folder/one.yaml" -Force).Change | Should -Be Configured
    }

    It 'has the last word over labels that were added by hand' {
        Add-PodLabel one @{ app = 'by-hand'; extra = 'kept' } -Overwrite
        (Set-Pod "$folder/one.yaml").Change | Should -Be Configured
        Get-LabelText (Get-Pod one) | Should -Be 'app=shape,extra=kept'
    }

    It 'refuses a pod that is declared twice, and says where' {
        Copy-Item "$folder/one.yaml" "$folder/zero.yaml"
        $results = Set-Pod $folder -ErrorVariable problems -ErrorAction SilentlyContinue
        Remove-Item "$folder/zero.yaml"
        $results.Change | Should -Be Unchanged, Unchanged, Unchanged
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'PodDeclaredTwice,*'
        "$($problems[0])" | Should -Match 'zero\.yaml, line 1.*one\.yaml, line 1'
    }

    It 'shows with -WhatIf what the server would change, and what would be pruned' {
        (Get-Content "$folder/one.yaml") -replace 'app: shape', 'app: shape, tier: back' | Set-Content TestDrive:/changed.yaml
        $told = Get-WhatIf { Set-Pod TestDrive:/changed.yaml -Prune -LabelSelector app=shape -WhatIf }
        $told | Should -Match '\+ metadata\.labels\[tier\]: back'
        [regex]::Matches($told, '"Prune" on target "pod ''[^/]+/(\w+)''').ForEach{ $_.Groups[1].Value } | Should -Be three, two
        Get-LabelText (Get-Pod one) | Should -Be 'app=shape,extra=kept'
        (Get-Pod).Count | Should -Be 3
    }

    It 'prunes what it declared before, and nothing else' {
        New-Pod -Name created -Image busybox -Command sleep, 3600 -ImagePullPolicy IfNotPresent -Label @{ app = 'shape' } | Out-Null
        Get-Manifest foreign | Set-Pod -FieldManager somebody | Out-Null
        Remove-Item "$folder/two.yaml"
        $results = Set-Pod $folder -Prune -LabelSelector @{ app = 'shape' } -Confirm:$false
        $results | ForEach-Object { "$($_.Name) $($_.Change)" } | Should -Be 'one Unchanged', 'three Unchanged', 'two Pruned'
        Wait-Pod two -For Deleted -Timeout 60
        (Get-Pod).Name | Should -Be created, foreign, one, three
    }

    It 'prunes nothing when a manifest could not be declared' {
        'kind: Nonsense' | Set-Content "$folder/bad.yaml"
        Remove-Item "$folder/three.yaml"
        Set-Pod $folder -Prune -LabelSelector app=shape -Force -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        Remove-Item "$folder/bad.yaml"
        "$warnings" | Should -Match 'Nothing is pruned'
        (Get-Pod three).Metadata.DeletionTimestamp | Should -BeNullOrEmpty
    }

    It 'does not prune unasked where nobody can be asked' {
        $pod = Get-Pod one
        $target = "@{ Namespace = '$($pod.Namespace)'; Context = '$($pod.Context)'; KubeConfig = '$($pod.KubeConfig)' }"
        $command = "try { Set-Pod '$((Get-Item "$folder/one.yaml").FullName)' -Prune -LabelSelector app=shape @target } catch { `$_.FullyQualifiedErrorId }"
        pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module PodTools).Path)'; `$target = $target; $command" |
            Should -Contain 'NotInteractive,PodTools.Commands.SetPodCommand'
        (Get-Pod three).Metadata.DeletionTimestamp | Should -BeNullOrEmpty
    }

    It 'needs a selector to prune' {
        (Get-Failure { Set-Pod $folder -Prune -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'PruneIncomplete,*'
    }

    It 'names what a live pod cannot change' {
        $failure = Get-Failure { (Get-Manifest three) -replace '3600', '60' | Set-Pod -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PodFieldImmutable,*'
        $failure.Exception.Message | Should -Match 'spec\.containers\[name=main\]\.command'
    }

    It 'takes over what kubectl applied on the client''s side' -Skip:$noKubectl {
        Get-Manifest taken 'app: shape, gone: soon' ', annotations: {note: old}' | Invoke-Kubectl apply -f - | Should -Match created
        Invoke-Kubectl label pod taken by=hand | Out-Null
        (Get-Manifest taken | Set-Pod).Change | Should -Be Configured
        $pod = Get-Pod taken
        Get-LabelText $pod | Should -Be 'app=shape,by=hand'
        $pod.Metadata.Annotations.Keys | Should -Not -Contain note
        $pod.Metadata.ManagedFields.Manager | Should -Not -Contain kubectl-client-side-apply
        (Get-Manifest taken | Set-Pod).Change | Should -Be Unchanged
    }
}

Describe 'Update-Pod' {
    BeforeAll {
        Get-Manifest live | New-Pod | Out-Null
        Wait-Pod live -For Ready -Timeout 120 | Out-Null
    }

    AfterAll { Remove-Pod -All -Force -Now -Wait }

    It 'changes the image, the deadline and tolerations at once' {
        $pod = Update-Pod live -Image busybox:latest -ActiveDeadlineSeconds 3000 -Toleration @{ key = 'gpu'; operator = 'Exists' }
        $pod.Spec.Containers[0].Image | Should -Be busybox:latest
        $pod.Spec.ActiveDeadlineSeconds | Should -Be 3000
        $pod.Spec.Tolerations.Key | Should -Contain gpu
        $pod.Spec.Tolerations.Key | Should -Contain node.kubernetes.io/not-ready
    }

    It 'takes a patch of the type <Type>' -ForEach @(
        @{ Type = 'Strategic'; Patch = @{ metadata = @{ labels = @{ by = 'Strategic' } } } }
        @{ Type = 'Merge'; Patch = '{"metadata":{"labels":{"by":"Merge"}}}' }
        @{ Type = 'Json'; Patch = @{ op = 'replace'; path = '/metadata/labels/by'; value = 'Json' } }
        @{ Type = 'Json'; Patch = "- op: test`n  path: /metadata/labels/by`n  value: Json" }
        @{ Type = 'Apply'; Patch = "metadata:`n  labels:`n    applied: 'Json'" }
    ) {
        (Update-Pod live -Patch $Patch -PatchType $Type).Metadata.Labels['by'] | Should -Be ($Type -eq 'Apply' ? 'Json' : $Type)
    }

    It 'refuses what the API forbids: <Words>' -ForEach @(
        @{ Words = 'spec.hostNetwork'; Patch = @{ spec = @{ hostNetwork = $true } } }
        @{ Words = 'may not add or remove containers'; Patch = @{ spec = @{ containers = @(@{ name = 'more'; image = 'busybox' }) } } }
        @{ Words = 'less than or equal to previous value'; Patch = @{ spec = @{ activeDeadlineSeconds = 4000 } } }
        @{ Words = 'metadata.name'; Patch = @{ metadata = @{ name = 'other' } } }
    ) {
        $failure = Get-Failure { Update-Pod live -Patch $Patch -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PodFieldImmutable,*'
        "$failure $($failure.ErrorDetails.RecommendedAction)" | Should -Match ([regex]::Escape($Words))
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'names a field that nobody knows' {
        $failure = Get-Failure { Update-Pod live -Patch @{ spec = @{ bogus = 1 } } -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PodInvalid,*'
        $failure.Exception.Message | Should -Match 'unknown field "spec\.bogus"$'
    }

    It 'names an operation that does not fit' {
        $failure = Get-Failure { Update-Pod live -PatchType Json -Patch @{ op = 'remove'; path = '/metadata/labels/none' } -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PatchInvalid,*'
        $failure.Exception.Message | Should -Match '/metadata/labels/none'
    }

    It 'says why a pod without resources cannot get some' {
        $failure = Get-Failure { Update-Pod live -Request @{ cpu = '10m' } -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PodFieldImmutable,*'
        $failure.Exception.Message | Should -Match 'QOS'
        $failure.Exception.Message | Should -Not -Match 'only cpu and memory'
    }

    It 'changes cpu while the pod runs, or says that the cluster cannot' {
        (Get-Manifest sized) -replace "'3600'\]", "'3600'], resources: {requests: {cpu: 20m, memory: 16Mi}}" | New-Pod | Wait-Pod -Timeout 120 | Out-Null
        try {
            "$((Update-Pod sized -Request @{ cpu = '30m' } -ErrorAction Stop).Spec.Containers[0].Resources.Requests['cpu'])" | Should -Be 30m
        }
        catch [PodTools.Pipeline.PodCommandException] {
            $_.FullyQualifiedErrorId | Should -BeLike 'ResizeNotSupported,*'
        }
    }

    It 'shows with -WhatIf what the server would change, property by property' {
        $told = Get-WhatIf { Update-Pod live -Image busybox -ActiveDeadlineSeconds 2000 -WhatIf }
        $told | Should -Match '~ spec\.containers\[name=main\]\.image: busybox:latest -> busybox'
        $told | Should -Match '~ spec\.activeDeadlineSeconds: 3000 -> 2000'
        (Get-Pod live).Spec.ActiveDeadlineSeconds | Should -Be 3000
    }

    It 'does not overwrite what others write at the same time' {
        $pod = Get-Pod live
        1..4 | ForEach-Object -Parallel {
            Import-Module $using:PSScriptRoot/../../out/PodTools/PodTools.psd1
            $writer = $_
            1..5 | ForEach-Object {
                $using:pod | Update-Pod -Toleration @{ key = "w$writer-$_"; operator = 'Exists' } | Out-Null
                $using:pod | Add-PodLabel -Label @{ "w$writer-$_" = 'x' }
            }
        }
        $pod = Get-Pod live
        ($pod.Spec.Tolerations.Key -like 'w*').Count | Should -Be 20
        (@($pod.Metadata.Labels.Keys) -like 'w*').Count | Should -Be 20
    }
}

Describe 'Labels and annotations' {
    BeforeAll {
        1..3 | ForEach-Object { Get-Manifest "noted-$_" 'app: noted' } | ForEach-Object { $_ | New-Pod } | Out-Null
    }

    AfterAll { Remove-Pod -All -Force -Now -Wait }

    It 'are set on many pods, and set again without a conflict' {
        Get-LabelText (Add-PodLabel -LabelSelector app=noted @{ team = 'red' } -PassThru) | Should -Be (@('app=noted,team=red') * 3)
        Get-Pod noted-* | Add-PodLabel @{ team = 'red' }
        Add-PodAnnotation noted-* @{ 'example.com/note' = 'größe & more' }
        (Get-Pod noted-*).ForEach{ $_.Metadata.Annotations['example.com/note'] } | Should -Be (@('größe & more') * 3)
    }

    It 'give way with -Overwrite only' {
        (Get-Failure { Add-PodLabel noted-1 @{ team = 'blue' } -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'PodLabelExists,*'
        (Get-Failure { Add-PodAnnotation noted-1 @{ 'example.com/note' = '' } -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'PodAnnotationExists,*'
        Add-PodLabel noted-1 @{ team = 'blue' } -Overwrite
        Get-LabelText (Get-Pod noted-1) | Should -Be 'app=noted,team=blue'
    }

    It 'are removed, also where they are not' {
        Remove-PodLabel noted-* team, nothing
        Get-LabelText (Get-Pod noted-*) | Should -Be (@('app=noted') * 3)
        Get-Pod noted-* | Remove-PodAnnotation -Annotation example.com/note, nothing
        (Get-Pod noted-*).ForEach{ $_.Metadata.Annotations.Keys } | Should -Not -Contain example.com/note
    }

    It 'are removed by position, after names, selectors and pods from the pipeline' {
        Add-PodLabel noted-* @{ a = '1'; b = '1'; c = '1'; d = '1' }
        Remove-PodLabel noted-1 a
        Get-LabelText (Get-Pod noted-1) | Should -Be 'app=noted,b=1,c=1,d=1'
        Get-Pod noted-* | Remove-PodLabel a
        Remove-PodLabel -LabelSelector app=noted b
        Get-Pod noted-* | Remove-PodLabel c, d
        Get-LabelText (Get-Pod noted-*) | Should -Be (@('app=noted') * 3)
    }

    It 'are not removed where names and keys cannot be told apart' {
        (Get-Failure { Get-Pod noted-1 | Remove-PodLabel app nothing -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ParametersExclusive,*'
        (Get-Failure { Remove-PodLabel noted-1 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'KeyMissing,*'
        (Get-Failure { Get-Pod noted-1 | Remove-PodAnnotation -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'KeyMissing,*'
        Get-LabelText (Get-Pod noted-1) | Should -Be 'app=noted'
    }

    It 'quote the part that is wrong: <Part>' -ForEach @(
        @{ Part = "'Upper.example.com' in"; Script = { Add-PodLabel noted-1 @{ 'Upper.example.com/x' = '1' } -ErrorAction Stop } }
        @{ Part = "'-x' in"; Script = { Add-PodAnnotation noted-1 @{ 'example.com/-x' = '1' } -ErrorAction Stop } }
        @{ Part = "'two words' is no value"; Script = { Add-PodLabel noted-1 @{ x = 'two words' } -ErrorAction Stop } }
    ) {
        $failure = Get-Failure $Script
        $failure.FullyQualifiedErrorId | Should -Match '^Pod(Label|Annotation)Invalid,'
        $failure.Exception.Message | Should -Match ([regex]::Escape($Part))
    }

    It 'may have 262,144 bytes in all, counted as the API counts them' {
        # The node has written its annotations, if it writes some, when the pod runs.
        $pod = Wait-Pod noted-1 -For Ready -Timeout 120
        $taken = 'big'.Length
        foreach ($there in $pod.Metadata.Annotations.GetEnumerator()) { $taken += [Text.Encoding]::UTF8.GetByteCount($there.Key + $there.Value) }
        $most = ('ö' * [Math]::Floor((262144 - $taken) / 2)) + ('x' * ($taken % 2))
        $failure = Get-Failure { Add-PodAnnotation noted-1 @{ big = "x$most" } -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PodAnnotationsTooLong,*'
        $failure.Exception.Message | Should -Match '262,145 bytes, 1 more'
        Add-PodAnnotation noted-1 @{ big = $most }
        (Get-Pod noted-1).Metadata.Annotations['big'].Length | Should -Be $most.Length
    }
}

Describe 'Remove-Pod' {
    AfterAll { Remove-Pod -All -Force -Now -Wait }

    It 'removes by name, selector and -All, and waits' {
        'a', 'b', 'c', 'd' | ForEach-Object { Get-Manifest "gone-$_" "letter: $_" } | ForEach-Object { $_ | New-Pod } | Out-Null
        (Remove-Pod gone-a -Confirm:$false -Wait -Timeout 60 -PassThru).Name | Should -Be gone-a
        Remove-Pod -LabelSelector 'letter in (b, none)' -Force -GracePeriod 0 -Wait -Timeout 60
        (Get-Pod gone-*).Name | Should -Be gone-c, gone-d
        $told = Get-WhatIf { Remove-Pod -All -WhatIf }
        [regex]::Matches($told, "pod '[^/]+/(gone-\w)'").ForEach{ $_.Groups[1].Value } | Should -Be gone-c, gone-d
        Remove-Pod -All -Force -Now -Wait -Timeout 60
        Get-Pod | Should -BeNullOrEmpty
    }

    It 'waits for the very pod, not for a later one of its name' {
        $old = Get-Manifest again | New-Pod
        Remove-Pod again -Force -Now -Wait -Timeout 60
        Get-Manifest again | New-Pod | Out-Null
        (Get-Failure { $old | Remove-Pod -Force -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'PodConflict,*'
        (Get-Pod again).Metadata.DeletionTimestamp | Should -BeNullOrEmpty
    }

    It 'is an error for a missing name, and none for a selector without pods' {
        (Get-Failure { Remove-Pod nobody -Force -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'PodNotFound,*'
        Remove-Pod -LabelSelector none=here -Force -ErrorAction Stop
        (Get-Failure { Remove-Pod -Force -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'NoPodSelected,*'
    }

    It 'evicts as far as a disruption budget allows' -Skip:$noKubectl {
        'a', 'b' | ForEach-Object { Get-Manifest "kept-$_" 'app: kept' } | ForEach-Object { $_ | New-Pod } | Out-Null
        Wait-Pod kept-a, kept-b -For Ready -Timeout 120 | Out-Null
        "apiVersion: policy/v1`nkind: PodDisruptionBudget`nmetadata: {name: keep}`nspec: {minAvailable: 1, selector: {matchLabels: {app: kept}}}" |
            Invoke-Kubectl create -f - | Out-Null
        Remove-Pod kept-a -Evict -Force -Wait -Timeout 60
        $failure = Get-Failure { Remove-Pod kept-b -Evict -Force -Timeout 1 -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PodEvictionForbidden,*'
        $failure.Exception.Message | Should -Match 'disruption budget keep'
        (Get-Pod kept-b).Metadata.DeletionTimestamp | Should -BeNullOrEmpty
    }
}
