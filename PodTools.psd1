@{
    RootModule           = 'PodTools.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '4f3d5f8e-6f0b-4a3c-9d1e-2b7a90c1d6e4'
    Author               = 'The PodTools authors'
    CompanyName          = 'The PodTools authors'
    Copyright            = '(c) The PodTools authors. MIT licence.'
    Description          = 'Kubernetes pods as typed, streaming objects, with a simulated cluster to rehearse on.'
    # Loaded on import, so that [PodTools.Pod] can be written before a cmdlet ran.
    RequiredAssemblies   = 'PodTools.dll', 'PodTools.Model.dll', 'PodTools.Kubernetes.dll'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = 'Core'
    FormatsToProcess     = 'PodTools.Format.ps1xml'
    TypesToProcess       = 'PodTools.Types.ps1xml'
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'Add-PodAnnotation'
        'Add-PodLabel'
        'Compare-Pod'
        'ConvertFrom-PodManifest'
        'ConvertTo-PodManifest'
        'Copy-PodItem'
        'Get-Pod'
        'Get-PodContext'
        'Get-PodDetail'
        'Get-PodDiagnosis'
        'Get-PodEvent'
        'Get-PodLog'
        'Get-PodMetric'
        'Get-PodNamespace'
        'Get-PodNode'
        'Get-PodPortForward'
        'Get-PodSchema'
        'Get-PodSimulator'
        'Invoke-PodExec'
        'New-Pod'
        'New-PodContainer'
        'New-PodNamespace'
        'New-PodVolume'
        'Remove-Pod'
        'Remove-PodAnnotation'
        'Remove-PodLabel'
        'Remove-PodNamespace'
        'Set-Pod'
        'Start-PodPortForward'
        'Start-PodSimulator'
        'Stop-PodPortForward'
        'Stop-PodSimulator'
        'Test-PodAccess'
        'Test-PodManifest'
        'Update-Pod'
        'Use-PodContext'
        'Wait-Pod'
        'Watch-Pod'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = 'Kubernetes', 'Pod', 'kubectl', 'Container', 'Simulator', 'PSEdition_Core', 'Linux', 'Windows', 'MacOS'
            LicenseUri = 'https://opensource.org/licenses/MIT'
        }
    }
}
