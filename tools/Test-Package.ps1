<#
.SYNOPSIS
    Installs the package from a folder that serves as a repository, then imports and uses the module as installed.
.DESCRIPTION
    The repository and the module are registered and installed for the current user, so run it with an XDG_DATA_HOME of its own.
#>
param([Parameter(Mandatory)] [string] $PackageFolder)

$ErrorActionPreference = 'Stop'
Register-PSResourceRepository -Name ViamBillingTest -Uri (Convert-Path $PackageFolder) -Trusted
try {
    Install-PSResource -Name Viam.Billing -Repository ViamBillingTest -Prerelease -Reinstall
    $installed = Get-InstalledPSResource -Name Viam.Billing
    Import-Module Viam.Billing
    $module = Get-Module Viam.Billing
    if ($module.ModuleBase -notlike "$($installed.InstalledLocation)*") { throw "The module was imported from '$($module.ModuleBase)'." }
    foreach ($file in 'README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD-PARTY-NOTICES.txt', 'icon.png') {
        if (-not (Test-Path "$($module.ModuleBase)/$file")) { throw "The package doesn't contain $file." }
    }
    Connect-ViamBilling -Sandbox
    $count = @(Get-ViamOrganization | Get-ViamInvoice -Latest 1).Count
    $grpc = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Viam.Billing.Grpc' }
    Disconnect-ViamBilling
    if ($count -eq 0) { throw 'The installed module returned no invoices.' }
    if ($grpc.Location -notmatch 'grpc[\\/]net10\.0[\\/]') { throw "The precompiled assemblies weren't used: $($grpc.Location)" }
    "Viam.Billing $($installed.Version)-$($installed.Prerelease), installed and imported: $count invoices read, $(@($module.ExportedCmdlets.Keys).Count) cmdlets"
}
finally {
    Unregister-PSResourceRepository -Name ViamBillingTest
}
