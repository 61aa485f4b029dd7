# PodTools beside a module that has loaded another YamlDotNet: each keeps its own.

BeforeAll {
    . (Join-Path $PSScriptRoot FreshSession.ps1)
    $otherFolder = Join-Path $TestDrive OtherYaml
    New-Item -ItemType Directory $otherFolder | Out-Null

    # Another version, without the types that PodTools needs: with this one it could read nothing. Compiled
    # by PowerShell's own compiler, since Add-Type gives an assembly a name of its choice.
    Add-Type 'public static class LoadsTheCompiler { }'
    $source = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText(@'
[assembly: System.Reflection.AssemblyVersion("1.2.3.0")]
namespace YamlDotNet { public static class Marker { public static string Text => "the other one"; } }
'@)
    $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
        'YamlDotNet',
        [Microsoft.CodeAnalysis.SyntaxTree[]] $source,
        [Microsoft.CodeAnalysis.MetadataReference[]] [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location),
        [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary'))
    $file = [IO.File]::Create((Join-Path $otherFolder YamlDotNet.dll))
    try {
        $compilation.Emit($file).Diagnostics | Should -BeNullOrEmpty
    }
    finally {
        $file.Dispose()
    }

    $otherModule = Join-Path $otherFolder OtherYaml.psd1
    New-ModuleManifest $otherModule -ModuleVersion 1.0.0 -RequiredAssemblies YamlDotNet.dll
}

Describe 'PodTools beside another YamlDotNet' {
    It 'reads YAML with its own when <_> is imported first' -TestCases 'the other module', 'PodTools' {
        $state = Invoke-Fresh -ArgumentList $otherModule, $_ {
            $podTools, $otherModule, $first = $args
            if ($first -ne 'PodTools') { Import-Module $otherModule }
            Import-Module $podTools
            $pod = "kind: Pod`nmetadata: { name: apart }" | ConvertFrom-PodManifest
            if ($first -eq 'PodTools') { Import-Module $otherModule }
            $loaded = foreach ($context in [Runtime.Loader.AssemblyLoadContext]::All) {
                foreach ($name in $context.Assemblies.GetName()) {
                    if ($name.Name -in 'YamlDotNet', 'PodTools.Yaml', 'PodTools.Model') {
                        "$($context.Name): $($name.Name) $($name.Version)"
                    }
                }
            }
            @{ Pod = $pod.Name; Marker = [YamlDotNet.Marker]::Text; Loaded = @($loaded | Sort-Object) }
        }
        $state.Pod | Should -Be apart
        $state.Marker | Should -Be 'the other one'
        $state.Loaded.Count | Should -Be 4
        $state.Loaded[0] | Should -BeLike 'Default: PodTools.Model *'
        $state.Loaded[1] | Should -Be 'Default: YamlDotNet 1.2.3.0'
        $state.Loaded[2] | Should -BeLike 'PodTools: PodTools.Yaml *'
        $state.Loaded[3] | Should -BeLike 'PodTools: YamlDotNet 16.*'
    }

    It 'leaves the default context without any YamlDotNet when nobody else brings one' {
        $state = Invoke-Fresh {
            Import-Module $args[0]
            $pod = "kind: Pod`nmetadata: { name: alone }" | ConvertFrom-PodManifest
            $shared = [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name
            @{ Pod = $pod.Name; Shared = @($shared -match '^(YamlDotNet|PodTools\.Yaml)$') }
        }
        $state.Pod | Should -Be alone
        $state.Shared | Should -BeNullOrEmpty
    }
}
