# A tour of the module, in its sandbox: nothing leaves this machine. Each command is shown before what it prints.

Connect-ViamBilling -Sandbox -PassThru

# The organizations that the key sees.
Get-ViamOrganization

# The last six invoices of the first of them.
$first = @(Get-ViamOrganization)[0]
$first | Get-ViamInvoice -Latest 6

# What each organization owes, and the invoices that are late.
Get-ViamOrganization | Get-ViamOutstandingBalance
Get-ViamOrganization | Get-ViamInvoice -Overdue

# What this month has cost so far: in all, then resource by resource.
Get-ViamOrganization | Get-ViamCurrentMonthUsage
$first | Get-ViamCurrentMonthUsage -ByResource

# How they pay.
Get-ViamOrganization | Get-ViamBillingInformation

Disconnect-ViamBilling
