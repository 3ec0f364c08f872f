BeforeAll {
    Import-Module "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1" -Force
    Connect-ViamBilling -Sandbox
}

AfterAll {
    Disconnect-ViamBilling
}

Describe 'Errors' {
    It 'are caught by exception type and contain a recommended action' {
        $caught = try { Get-ViamInvoice -OrganizationId 00000000-0000-0000-0000-000000000000 -ErrorAction Stop } catch [Viam.Billing.BillingException] { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'OrganizationNotFound,*'
        $caught.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $caught.TargetObject | Should -Be '00000000-0000-0000-0000-000000000000'
        $caught.ErrorDetails.RecommendedAction | Should -Match 'Get-ViamOrganization'
        $caught.Exception.GrpcStatus | Should -Be 'NOT_FOUND'
    }

    It 'for one organization do not affect the other organizations' {
        $ids = (Get-ViamOrganization).OrganizationId
        $some = $ids[0], 'nonsense', '00000000-0000-0000-0000-000000000000', $ids[1]
        $balances = $some | Get-ViamOutstandingBalance -ErrorVariable problems -ErrorAction SilentlyContinue
        $balances.OrganizationId | Should -Be $ids[0], $ids[1]
        ($problems | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Sort-Object) | Should -Be 'OrganizationNotFound', 'OrganizationNotFound'
    }

    It 'report NotConnected when there is no session' {
        Disconnect-ViamBilling
        try {
            { Get-ViamInvoice } | Should -Throw -ErrorId 'NotConnected,Viam.Billing.Commands.GetViamInvoiceCommand'
        }
        finally {
            Connect-ViamBilling -Sandbox
        }
    }
}

Describe 'Cmdlets that change something' {
    It 'only describe the operation with -WhatIf' {
        $organization = (Get-ViamOrganization Harbor*).OrganizationId
        $transcript = Join-Path $TestDrive transcript.txt
        Start-Transcript -LiteralPath $transcript | Out-Null
        try {
            Disable-ViamBillingService $organization -WhatIf
            New-ViamCharge $organization -Subtotal 5 -Tax 0.4 -WhatIf -WarningAction Ignore
        }
        finally {
            Stop-Transcript | Out-Null
        }
        $told = Get-Content -LiteralPath $transcript -Raw
        $told | Should -Match 'What if: Performing the operation "Disable white-label billing"'
        $told | Should -Match 'What if: Performing the operation "Charge 5.40 USD" on target "organization Harborlight Integrators'
        Get-ViamBillingService $organization | Should -Not -BeNullOrEmpty
        @(Get-ViamInvoice $organization).Count | Should -Be 24
    }

    It 'keep unspecified values of piped objects' {
        $before = Get-ViamOrganization Harbor* | Get-ViamBillingService
        $after = $before | Set-ViamBillingService -City Bangor -PassThru
        $after.City | Should -Be 'Bangor'
        $after.AddressLine1, $after.ZipCode | Should -Be $before.AddressLine1, $before.ZipCode
    }
}

Describe 'Formatted output' {
    BeforeAll {
        $script:rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
    }

    AfterAll {
        $PSStyle.OutputRendering = $script:rendering
    }

    It 'of <_> fits into 100 columns with one line per object' -ForEach @(
        { Get-ViamOrganization }, { Get-ViamInvoice }, { Get-ViamOutstandingBalance }, { Get-ViamCurrentMonthUsage }, { Get-ViamCurrentMonthUsage -ByResource },
        { Get-ViamBillingInformation }, { Get-ViamLocation }, { Get-ViamLocation | Get-ViamLocationBillingOrganization }) {
        $objects = @(& $_)
        $lines = @(($objects | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ -and $_ -notmatch '^\s+OrganizationId: ' })
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines.Count | Should -Be ($objects.Count + 2)
    }

    It 'right-aligns amounts with two decimal places' {
        $line = (Get-ViamInvoice -Latest 1 | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ -match '\d\d$|True|False' }
        $line | Should -Match '^.+ \d{4}-\d\d-\d\d +[\d,]+[.,]\d\d \w+'
    }

    It 'omits bank routing numbers from objects and exports without -IncludeRoutingNumber' {
        $information = Get-ViamOrganization Blue* | Get-ViamBillingInformation
        $complete = Get-ViamOrganization Blue* | Get-ViamBillingInformation -IncludeRoutingNumber
        $complete.BankRoutingNumber | Should -Match '^\d{9}$'
        $information.BankRoutingNumber | Should -BeNullOrEmpty
        foreach ($export in { $_ | ConvertTo-Csv }, { $_ | ConvertTo-Json }, { $_ | Select-Object * | Format-List | Out-String }, {
                [Management.Automation.PSSerializer]::Serialize($_)
            }) {
            @($information | ForEach-Object $export) -join "`n" | Should -Not -Match $complete.BankRoutingNumber
            @($complete | ForEach-Object $export) -join "`n" | Should -Match $complete.BankRoutingNumber
        }
        ($complete | Out-String) + ($complete | Format-List | Out-String) | Should -Not -Match $complete.BankRoutingNumber
    }

    It 'completes organizations by name' {
        $line = 'Get-ViamInvoice -OrganizationId Blue'
        $match = (TabExpansion2 $line $line.Length).CompletionMatches
        $match.CompletionText | Should -Be "'Bluewater Marine Survey'"
        $match.ListItemText | Should -Be 'Bluewater Marine Survey'
        $match.ToolTip | Should -Match (Get-ViamOrganization Blue*).OrganizationId
    }
}
