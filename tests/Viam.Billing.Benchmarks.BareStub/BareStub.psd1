@{
    RootModule        = 'BareStub.dll'
    ModuleVersion     = '1.0.0'
    GUID              = '5f2d8a41-93c6-4b1e-8e57-0a6f4c2d9b73'
    Description       = 'The generated stub behind a cmdlet.'
    CmdletsToExport   = @('Get-BareInvoice')
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
