<#
.SYNOPSIS
    Runs mutation testing on folders of src/Viam.Billing.Core: changes the code, and reports the changes that no test
    notices.
.DESCRIPTION
    The report is in StrykerOutput of tests/Viam.Billing.Core.Tests.
.EXAMPLE
    ./tools/Mutate.ps1 -Pattern Files/RegularFile.cs
    Mutates one file.
#>
param(
    # The files to mutate, relative to src/Viam.Billing.Core. By default, those of stryker-config.json.
    [string[]] $Pattern
)

$ErrorActionPreference = 'Stop'
# Only the tests of the mutated folders, and few random cases, because they run once for each mutant.
$environment = @{ MutationTesting = 'true'; RunAnalyzers = 'false'; VIAM_BILLING_RANDOM = '4' }
$environment.GetEnumerator() | ForEach-Object { Set-Item -LiteralPath "Env:$($_.Key)" -Value $_.Value }
Push-Location -LiteralPath (Join-Path (Split-Path $PSScriptRoot) tests Viam.Billing.Core.Tests)
try {
    & dotnet tool restore
    $arguments = $Pattern | ForEach-Object { '--mutate', $_ }
    & dotnet stryker --skip-version-check @arguments
    if ($LASTEXITCODE) { throw "dotnet stryker failed with exit code $LASTEXITCODE." }
}
finally {
    Pop-Location
    $environment.Keys | ForEach-Object { Remove-Item -LiteralPath "Env:$_" }
}
