#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# ForEach-Object -Parallel: many runspaces that import the module and share one session.

BeforeAll {
    $script:manifest = Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1'
    Import-Module $script:manifest -Force
    Connect-ViamBilling -Sandbox
    $script:organizations = @(Get-ViamOrganization)
    $script:expected = @{}
    foreach ($organization in $script:organizations) {
        $script:expected[$organization.OrganizationId] = @(Get-ViamInvoice $organization.OrganizationId).InvoiceId -join ' '
    }
}

AfterAll {
    Remove-Module Viam.Billing
}

Describe 'Sixteen parallel runspaces' {
    It 'each read only their own organization' {
        $rows = 0..159 | ForEach-Object -ThrottleLimit 16 -Parallel {
            Import-Module $using:manifest
            $organizations = $using:organizations
            $asked = $organizations[$_ % $organizations.Count].OrganizationId
            $invoices = @(Get-ViamInvoice $asked)
            [pscustomobject]@{ Asked = $asked; Owners = @($invoices.OrganizationId | Sort-Object -Unique); Ids = $invoices.InvoiceId -join ' ' }
        }

        $rows | Should -HaveCount 160
        foreach ($row in $rows) {
            $row.Owners | Should -Be $row.Asked
            $row.Ids | Should -Be $script:expected[$row.Asked]
        }
    }

    It 'share the session of the parent runspace' {
        $sessions = 1..16 | ForEach-Object -ThrottleLimit 16 -Parallel {
            Import-Module $using:manifest
            Get-ViamBillingSession
        }

        $sessions | Should -HaveCount 16
        $own = Get-ViamBillingSession
        foreach ($session in $sessions) { [object]::ReferenceEquals($session, $own) | Should -BeTrue }
    }

    It 'leave the session open when they end' {
        $null = 1..16 | ForEach-Object -ThrottleLimit 4 -Parallel { Import-Module $using:manifest; Get-ViamOutstandingBalance }

        (Get-ViamBillingSession).IsOpen | Should -BeTrue
        Get-ViamInvoice -Latest 1 | Should -HaveCount 1
    }

    It 'use the session that is passed to them' {
        $other = Connect-ViamBilling -Sandbox -OrganizationId $script:organizations[1].OrganizationId -PassThru
        Connect-ViamBilling -Sandbox
        $owners = 1..32 | ForEach-Object -ThrottleLimit 16 -Parallel {
            Import-Module $using:manifest
            if ($_ % 2) { (Get-ViamOutstandingBalance -Session $using:other).OrganizationId } else { (Get-ViamOutstandingBalance).OrganizationId }
        }
        Disconnect-ViamBilling -Session $other

        $groups = $owners | Group-Object -NoElement
        $groups.Name | Sort-Object | Should -Be ($script:organizations[0, 1].OrganizationId | Sort-Object)
        @($groups | ForEach-Object Count) | Should -Be 16, 16
    }

    It 'each write one error when one of them closes the session' {
        $held = Connect-ViamBilling -Sandbox -PassThru
        $outcomes = 0..63 | ForEach-Object -ThrottleLimit 16 -Parallel {
            Import-Module $using:manifest
            if ($_ -eq 20) { Disconnect-ViamBilling -Session $using:held; return }
            try { if (Get-ViamOutstandingBalance -Session $using:held -ErrorAction Stop) { 'read' } else { 'nothing' } } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
        }

        $outcomes | Should -HaveCount 63
        $outcomes | Sort-Object -Unique | Should -BeIn 'read', 'SessionClosed'
        $outcomes | Should -Contain 'SessionClosed'
        Connect-ViamBilling -Sandbox
        Get-ViamInvoice -Latest 1 | Should -HaveCount 1
    }
}
