<#
.SYNOPSIS
    Installs the package from a folder that serves as a repository, then imports and uses the module as installed.
.DESCRIPTION
    It all happens in a separate process with a temporary home folder, so that nothing is left in the current user's.
#>
param(
    [Parameter(Mandatory)] [string] $PackageFolder,

    # Set in the separate process.
    [switch] $HasTemporaryHome
)

$ErrorActionPreference = 'Stop'
if (-not $HasTemporaryHome) {
    if ($IsWindows) { throw 'Windows has no home folder that can be set for one process.' }
    $folder = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
    $before = $env:HOME, $env:XDG_DATA_HOME
    # Created, because .NET doesn't return a data folder that doesn't exist, and PSResourceGet then uses the current one.
    $data = New-Item -ItemType Directory -Path "$folder/.local/share"
    $env:HOME, $env:XDG_DATA_HOME = $folder.FullName, $data.FullName
    try {
        & dotnet exec "$PSHOME/pwsh.dll" -NoProfile -NonInteractive -File $PSCommandPath -PackageFolder (Convert-Path $PackageFolder) -HasTemporaryHome
        exit $LASTEXITCODE
    }
    finally {
        $env:HOME, $env:XDG_DATA_HOME = $before
        Remove-Item -LiteralPath $folder -Recurse -Force
    }
}

Register-PSResourceRepository -Name Packages -Uri $PackageFolder -Trusted
Install-PSResource -Name Viam.Billing -Repository Packages -Prerelease
Import-Module Viam.Billing
$module = Get-Module Viam.Billing
if (-not $module.ModuleBase.StartsWith($HOME)) { throw "The module was imported from '$($module.ModuleBase)'." }
foreach ($file in 'README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD-PARTY-NOTICES.txt', 'icon.png') {
    if (-not (Test-Path "$($module.ModuleBase)/$file")) { throw "The package doesn't contain $file." }
}
if (Get-ChildItem $module.ModuleBase -Recurse -Filter *.pdb) { throw 'The package contains symbols.' }
Connect-ViamBilling -Sandbox
$invoices = @(Get-ViamOrganization | Get-ViamInvoice -Latest 1)
$exported = Export-ViamFocus $HOME -Format Parquet
Disconnect-ViamBilling
if (-not $exported) { throw 'The installed module exported no files.' }
if (-not $invoices) { throw 'The installed module returned no invoices.' }
foreach ($part in 'Grpc', 'Export') {
    $path = ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq "Viam.Billing.$part" }).Location
    if ($path -notmatch "$part[\\/]net10\.0[\\/]") { throw "The precompiled assemblies aren't used: $path" }
}
$version = $module.Version, $module.PrivateData.PSData.Prerelease -ne '' -join '-'
"Viam.Billing $version was installed and imported. It has $($module.ExportedCmdlets.Count) cmdlets and read $($invoices.Count) invoices."
