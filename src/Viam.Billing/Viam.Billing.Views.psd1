# The types and views of Viam.Billing.psd1, which imports this manifest after the assembly.
@{
    # Required by PowerShell. The version of the module is in Viam.Billing.psd1.
    ModuleVersion     = '1.0'
    TypesToProcess    = @('Viam.Billing.Types.ps1xml')
    FormatsToProcess  = @('Viam.Billing.Format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
