@{
    RootModule        = 'EmptyModule.dll'
    ModuleVersion     = '1.0.0'
    GUID              = '0b0e9f64-6a5b-4d0e-9d1c-5e1c2a4b7f10'
    Description       = 'The least that a binary module can be.'
    CmdletsToExport   = @('Get-Nothing')
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
