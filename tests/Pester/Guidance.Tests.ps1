#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# What a likely mistake leads to.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    Connect-ViamBilling -Sandbox

    function Get-Completion([string] $Line) {
        @((TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText)
    }
}

AfterAll {
    Disconnect-ViamBilling
}

Describe 'The path of an exported file' {
    It 'is the first argument of <Cmdlet>, also if organizations come from the pipeline' -ForEach @(
        @{ Cmdlet = 'Export-ViamBillingReport'; File = 'billing.html' }
        @{ Cmdlet = 'Export-ViamBillingMetric'; File = 'viam.prom' }
    ) {
        $file = Join-Path $TestDrive $File

        Get-ViamOrganization | & $Cmdlet $file

        Get-Content $file -Raw | Should -BeLike '*Lumière Fulfillment*'
    }

    It 'is the first argument of <Cmdlet>, and organizations are the second' -ForEach @(
        @{ Cmdlet = 'Export-ViamBillingReport'; File = 'two.html' }
        @{ Cmdlet = 'Export-ViamBillingMetric'; File = 'two.prom' }
    ) {
        $file = Join-Path $TestDrive $File

        & $Cmdlet $file Lum*, Cas*

        $text = Get-Content $file -Raw
        $text | Should -BeLike '*Lumière Fulfillment*'
        $text | Should -Not -BeLike '*Acme Robotics*'
    }

    It 'can be specified by name, so that organizations are the first argument of <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'Export-ViamBillingReport'; File = 'named.html' }
        @{ Cmdlet = 'Export-ViamBillingMetric'; File = 'named.prom' }
    ) {
        $file = Join-Path $TestDrive $File

        & $Cmdlet Lum* -Path $file

        Get-Content $file -Raw | Should -BeLike '*Lumière Fulfillment*'
    }

    It 'is not an organization: <Cmdlet> <Text>' -ForEach @(
        foreach ($cmdlet in 'Export-ViamBillingReport', 'Export-ViamBillingMetric') {
            foreach ($text in 'Acme Robotics', 'Lum*', '*', '6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10') {
                @{ Cmdlet = $cmdlet; Text = $text }
            }
        }
    ) {
        Push-Location $TestDrive
        try {
            { & $Cmdlet $Text } | Should -Throw -ErrorId 'FileExtensionRequired,*'

            Get-ChildItem -LiteralPath $TestDrive | Where-Object Name -EQ $Text | Should -BeNullOrEmpty
        }
        finally {
            Pop-Location
        }
    }
}

Describe 'A status that is not one of the service' {
    It '<Status>: <Hint>' -ForEach @(
        @{ Status = 'overdue'; Hint = 'To get overdue invoices, use -Overdue.' }
        @{ Status = 'Unpaid'; Hint = "Unpaid invoices have the status 'outstanding' or 'payment_processing'." }
        @{ Status = 'open'; Hint = "Unpaid invoices have the status 'outstanding' or 'payment_processing'." }
        @{ Status = 'payed'; Hint = "Did you mean 'paid'?" }
    ) {
        Get-ViamInvoice -Status $Status -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty

        "$warnings" | Should -Be "No invoice has the status '$Status'. $Hint Known statuses: outstanding, paid, payment_processing."
    }
}

Describe 'A location with wildcards' {
    It 'leads <Cmdlet> to Get-ViamLocation -Name' -ForEach @(
        @{ Cmdlet = 'Get-ViamLocationBillingOrganization'; Parameters = @{} }
        @{ Cmdlet = 'Set-ViamLocationBillingOrganization'; Parameters = @{ BillingOrganization = 'Acme Robotics'; WhatIf = $true } }
    ) {
        & $Cmdlet 'Pitts*' @Parameters -ErrorVariable failures -ErrorAction SilentlyContinue

        $failures.FullyQualifiedErrorId | Should -BeLike 'LocationNotFound,*'
        $failures.ErrorDetails.RecommendedAction | Should -BeLike "*doesn't support wildcards*Get-ViamLocation*pipe*"
    }

    It 'is not mentioned for other text' {
        Get-ViamLocationBillingOrganization 'Pitts' -ErrorVariable failures -ErrorAction SilentlyContinue

        $failures.ErrorDetails.RecommendedAction | Should -Be 'To list the locations of an organization, use Get-ViamLocation.'
    }
}

Describe 'A path in place of an invoice' {
    It 'leads to -Path' {
        Get-ViamInvoice -Latest 1 |
            Save-ViamInvoicePdf 'pdfs/latest.pdf' -ErrorVariable failures -ErrorAction SilentlyContinue

        $failures.FullyQualifiedErrorId | Should -BeLike 'InvoiceNotFound,*'
        $failures.ErrorDetails.RecommendedAction | Should -BeLike '*To specify a folder or a file, use -Path.'
    }
}

Describe 'An empty amount in a file' {
    It 'is named as empty, and the row is the target of the error' {
        $rows = [pscustomobject]@{ Organization = 'Acme Robotics'; Subtotal = '12.50'; Tax = ' '; Reference = 'r1' }

        $rows | New-ViamCharge -LedgerPath (Join-Path $TestDrive 'empty.ledger') -WhatIf -ErrorVariable failures -ErrorAction SilentlyContinue

        $failures.Exception.Message | Should -BeLike "*An empty value isn't an amount in US dollars and cents. Write it as 1234.56."
        $failures.TargetObject.Reference | Should -Be 'r1'
    }
}

Describe 'A forecast as of a time without snapshots' {
    It 'says which snapshot is missing' {
        Get-ViamUsageForecast 'Acme Robotics' -AsOf 2020-11-10 -ErrorVariable failures -ErrorAction SilentlyContinue

        $failures.Exception.Message | Should -BeLike (
            'The usage store has no snapshot of organization Acme Robotics (6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10) from ' +
            'the billing month of 2020-11-10 that was read by 2020-11-10 00:00:00Z. Its first snapshot was read at *.')
    }

    It 'is one error for all organizations' {
        Get-ViamUsageForecast * -AsOf 2020-11-10 -ErrorVariable failures -ErrorAction SilentlyContinue

        $failures.Count | Should -Be 1
        $failures.Exception.Message | Should -BeLike '*Its first snapshot of them was read at *'
    }
}

Describe 'Completion of dates' {
    It 'offers starts of months and the current day for <_>' -ForEach @(
        'Get-ViamInvoice -After '
        'Get-ViamInvoice -Before '
        'Get-ViamInvoiceAging -AsOf '
        'Get-ViamUsageForecast -AsOf '
        'Get-ViamUsageHistory -After '
        'Get-ViamUsageHistory -Before '
        'Compare-ViamUsage -ReferenceDate '
    ) {
        $today = [datetime]::UtcNow.Date
        $month = $today.AddDays(1 - $today.Day)

        $offered = Get-Completion $_

        $offered[0] | Should -BeIn $today.ToString('yyyy-MM-dd'), $today.AddDays(1).ToString('yyyy-MM-dd')
        $offered | Should -Contain $month.AddMonths(-1).ToString('yyyy-MM-dd')
        $offered | Should -Contain ([datetime]::new($today.Year, 1, 1).ToString('yyyy-MM-dd'))
    }

    It 'does not depend on the culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'th-TH'
            Get-Completion 'Get-ViamInvoice -After ' | Should -Match '^20\d\d-\d\d-\d\d$'
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    It 'offers only dates that begin with the typed text' {
        Get-Completion 'Get-ViamInvoice -After 19' | Should -BeNullOrEmpty
    }
}

Describe 'A comparison without snapshots' {
    It 'names the organization' {
        Compare-ViamUsage Lum* -ReferenceDate 2020-11-10 -ErrorVariable failures -ErrorAction SilentlyContinue

        $failures.Exception.Message | Should -BeLike 'The usage store has no snapshots of organization Lumière Fulfillment (97c05b2f-8e3d-4d71-8f46-c2a91e5b7d03) that cover*'
    }
}

Describe 'White-label billing at 80 columns' {
    It 'shows an email address in one line' {
        $text = Get-ViamBillingService Harbor* | Out-String -Width 80

        $text | Should -Match '(?m)^Harborlight Integrators +True +Portland +support@harborlight\.example\s*$'
    }
}

Describe 'Billing information at 80 columns' {
    It 'shows complete email addresses and the last digits of payment methods, in one line for each organization' {
        $information = @(Get-ViamBillingInformation *)

        $lines = @(($information | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ -match '@' })

        $lines | Should -HaveCount $information.Count
        for ($i = 0; $i -lt $information.Count; $i++) {
            $lines[$i] | Should -BeLike "$($information[$i].OrganizationName) *$($information[$i].BillingEmail)*"
            if ($information[$i].PaymentMethod -match '\d{4}$') { $lines[$i] | Should -BeLike "*$($Matches[0]) *" }
        }
    }
}

Describe 'A file that -PassThru returns' {
    It 'has a size in the table of files: <Name>' -ForEach @(
        @{ Name = 'Export-ViamBillingReport'; Save = { Export-ViamBillingReport -Path $args[0] -PassThru } }
        @{ Name = 'Export-ViamBillingMetric'; Save = { Export-ViamBillingMetric -Path $args[0] -PassThru } }
        @{ Name = 'Save-ViamInvoicePdf'; Save = { Get-ViamInvoice -Latest 1 | Save-ViamInvoicePdf -LiteralPath $args[0] -PassThru } }
    ) {
        $path = Join-Path $TestDrive "$Name.txt"

        $file = & $Save $path

        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be $path
        $file | Out-String -Width 200 | Should -Match " $($file.Length) +$([regex]::Escape("$Name.txt"))"
    }
}
