<#
.SYNOPSIS
    Shows what the module does, step by step, against the sandbox. Nothing leaves this machine.
#>
$ErrorActionPreference = 'Stop'
# The tables fit a terminal of 80 columns.
$width = 80

function Step {
    # Prints the explanation and the command, then runs the command.
    param([string] $Title, [scriptblock] $Command)
    ''
    "# $Title"
    "PS> $("$Command".Trim() -replace '(?m)^ {4}')"
    . $Command | Out-String -Stream -Width $width | ForEach-Object TrimEnd | Where-Object { $_ }
}

Set-Location -LiteralPath (Split-Path $PSScriptRoot)
Import-Module ./out/Viam.Billing

Step 'Connect to the sandbox: an in-memory service with example data.' { Connect-ViamBilling -Sandbox }
Step 'List the organizations that you can access.' { Get-ViamOrganization }
Step 'See who owes how much, and since when.' { Get-ViamInvoiceAging * -OverdueOnly }
Step 'Find overdue invoices, by the name of the organization.' { Get-ViamInvoice Bluewater* -Overdue }
Step 'Find the largest costs of the current billing month.' {
    Get-ViamCurrentMonthUsage Acme* -ByResource |
        Sort-Object NetCost -Descending |
        Select-Object -First 3
}
Step 'Forecast the current billing month, from two past months.' { Get-ViamUsageForecast * }
Step 'See what changed since last month.' { Compare-ViamUsage * | Select-Object -First 3 }
Step 'Put it all on a page that you can open in a browser and forward.' {
    Export-ViamBillingReport * -Path out/billing-report.html -PassThru |
        Select-Object Name, Length
}
Step 'Close the session.' { Disconnect-ViamBilling }

@'

The report is in out/billing-report.html.

Type next:
  dotnet tool exec --yes powershell      Opens PowerShell. Then, in it:
  Import-Module ./out/Viam.Billing       Loads the module.
  Connect-ViamBilling -Sandbox           Connects to the sandbox again.
  Get-Command -Module Viam.Billing       Lists all cmdlets.
  Get-Help Get-ViamInvoice -Examples     Shows how to use one of them.

To connect to your own organizations, see docs/quick-start.md.
'@
