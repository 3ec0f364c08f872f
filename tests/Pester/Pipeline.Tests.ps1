BeforeAll {
    Import-Module "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1" -Force
    Connect-ViamBilling -Sandbox
    $script:invoices = Get-ViamOrganization | Get-ViamInvoice
}

AfterAll {
    Disconnect-ViamBilling
}

Describe 'Invoices in the pipeline' {
    It 'are exported to CSV without losing data' {
        $file = Join-Path $TestDrive 'invoices.csv'
        $invoices | Export-Csv -LiteralPath $file
        $read = Import-Csv -LiteralPath $file
        $read.Count | Should -Be $invoices.Count
        $read[0].PSObject.Properties.Name | Should -Be @(
            'OrganizationName', 'OrganizationId', 'InvoiceId', 'InvoiceDate', 'Amount', 'Status', 'DueDate', 'PaidDate', 'IsOverdue', 'IsPaymentInProgress',
            'LastPaymentFailureReason', 'LastPaymentFailureDate')
        $read.InvoiceId | Should -Be $invoices.InvoiceId
        ($read | Measure-Object Amount -Sum).Sum | Should -Be ($invoices | Measure-Object Amount -Sum).Sum
        $read -match 'System\.' | Should -BeNullOrEmpty
    }

    It 'are converted to JSON with unformatted values' {
        $json = $invoices[0] | ConvertTo-Json | ConvertFrom-Json
        $json.Amount | Should -Be $invoices[0].Amount
        $json.InvoiceDate.ToUniversalTime() | Should -Be $invoices[0].InvoiceDate
        $json.IsOverdue | Should -BeOfType [bool]
    }

    It 'can be grouped, sorted and measured' {
        $groups = $invoices | Group-Object Status -AsHashTable -AsString
        $groups.Keys | Sort-Object | Should -Be 'outstanding', 'paid', 'payment_processing'
        $newest = $invoices | Sort-Object InvoiceDate -Descending | Select-Object -First 1
        $newest.InvoiceDate | Should -Be ($invoices.InvoiceDate | Measure-Object -Maximum).Maximum
        ($invoices | Where-Object Status -EQ outstanding | Measure-Object Amount -Sum).Sum | Should -BeGreaterThan 0
    }

    It 'are returned in the input order of their organizations' {
        $ids = (Get-ViamOrganization).OrganizationId
        [array]::Reverse($ids)
        ($ids | Get-ViamInvoice -ThrottleLimit 8).OrganizationId | Select-Object -Unique | Should -Be $ids
    }

    It 'stop after the first five with Select-Object -First' {
        @(Get-ViamOrganization | Get-ViamInvoice | Select-Object -First 5).Count | Should -Be 5
        (Get-ViamBillingSession).IsOpen | Should -BeTrue
    }

    It 'are saved as files, and only new ones are saved with -SkipExisting' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive pdfs)
        $saved = Get-ViamInvoice -Latest 12 | Save-ViamInvoicePdf -Path $folder -PassThru
        $saved.Count | Should -Be 12
        $saved[0].Name | Should -Match '^\d{4}-\d\d-\d\d_[0-9a-f-]{36}\.pdf$'
        Get-Content -LiteralPath $saved[0] -TotalCount 1 | Should -Match '^%PDF-'
        @(Get-ViamInvoice -Latest 14 | Save-ViamInvoicePdf -Path $folder -SkipExisting -PassThru).Count | Should -Be 2
        @(Get-ChildItem -Force $folder).Count | Should -Be 14
    }

    It 'are returned by Wait-ViamInvoice when the charge is paid' {
        $charge = Get-ViamOrganization Acme* | New-ViamCharge -Subtotal 10 -Tax 0.8 -Description 'Pester' -Confirm:$false -WarningAction Ignore
        $charge.Total | Should -Be 10.8
        $paid = $charge | Wait-ViamInvoice -TimeoutSec 30
        $paid.InvoiceId, $paid.Status, $paid.Amount | Should -Be $charge.InvoiceId, 'paid', 10.8
    }
}

Describe 'A batch with a charge ledger' {
    It 'charges each item once when it is run twice' {
        $file = Join-Path $TestDrive charges.csv
        $ledger = Join-Path $TestDrive charges.ledger
        $organization = (Get-ViamOrganization Acme*).OrganizationId
        $before = @(Get-ViamInvoice -OrganizationId $organization).Count
        1..3 | ForEach-Object { [pscustomobject]@{ Reference = "row-$_"; OrganizationId = $organization; Subtotal = "$_.25"; Tax = '0.05' } } | Export-Csv $file
        $first = Import-Csv $file | New-ViamCharge -LedgerPath $ledger -Confirm:$false -WarningAction Ignore
        $second = Import-Csv $file | New-ViamCharge -LedgerPath $ledger -Confirm:$false -WarningAction Ignore
        $first.Total | Should -Be 1.30, 2.30, 3.30
        $second.InvoiceId | Should -Be $first.InvoiceId
        @(Get-ViamInvoice -OrganizationId $organization).Count | Should -Be ($before + 3)
        (Get-ViamChargeLedger $ledger).State | Should -Be 'Charged', 'Charged', 'Charged'
    }
}
