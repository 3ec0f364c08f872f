@{
    ModuleVersion          = '0.1.0'
    GUID                   = '5d0c3b39-7a4e-4a53-9d0e-6f3f3a0f4c81'
    Author                 = 'The Viam.Billing authors'
    CompanyName            = 'The Viam.Billing authors'
    Copyright              = '(c) The Viam.Billing authors. Apache License 2.0.'
    Description            = 'Viam billing at the PowerShell prompt: invoices, usage, balances and payment methods of Viam organizations as pipeline objects.'
    PowerShellVersion      = '7.6'
    CompatiblePSEditions   = @('Core')
    # Not RootModule and TypesToProcess: the assembly must be able to refuse a second copy before its types are read.
    # The import also takes longer with RequiredAssemblies, and the assembly loads the other one anyway.
    NestedModules          = @('Viam.Billing.dll', 'Viam.Billing.Views.psd1')
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    CmdletsToExport        = @(
        'Compare-ViamUsage'
        'Connect-ViamBilling'
        'ConvertTo-ViamFocus'
        'Disable-ViamBillingService'
        'Disconnect-ViamBilling'
        'Enable-ViamBillingService'
        'Export-ViamBillingMetric'
        'Export-ViamBillingReport'
        'Export-ViamFocus'
        'Get-ViamBillingInformation'
        'Get-ViamBillingService'
        'Get-ViamBillingSession'
        'Get-ViamBillingTier'
        'Get-ViamChargeLedger'
        'Get-ViamCurrentMonthUsage'
        'Get-ViamInvoice'
        'Get-ViamInvoiceAging'
        'Get-ViamLocation'
        'Get-ViamLocationBillingOrganization'
        'Get-ViamOrganization'
        'Get-ViamOutstandingBalance'
        'Get-ViamUsageForecast'
        'Get-ViamUsageHistory'
        'New-ViamCharge'
        'Resolve-ViamCharge'
        'Save-ViamInvoicePdf'
        'Save-ViamUsageSnapshot'
        'Send-ViamPaymentRequiredEmail'
        'Set-ViamBillingSession'
        'Set-ViamBillingService'
        'Set-ViamBillingTier'
        'Set-ViamLocationBillingOrganization'
        'Test-ViamBudget'
        'Wait-ViamInvoice'
    )
    PrivateData            = @{
        PSData = @{
            Prerelease   = 'preview1'
            Tags         = @('Viam', 'billing', 'invoice', 'usage', 'robotics', 'gRPC', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/viam-billing/Viam.Billing'
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ReleaseNotes = 'The first version: every call of Viam''s BillingService, and the billing ones of its AppService. CHANGELOG.md has the details.'
        }
    }
}
