BeforeAll {
    Import-Module "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1" -Force
    Connect-ViamBilling -Sandbox
    $script:acme = '6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10'
    $command = [System.Management.Automation.CommandMetadata]::new((Get-Command New-ViamCharge))
    ${function:Global:Invoke-ProxiedCharge} = [scriptblock]::Create([System.Management.Automation.ProxyCommand]::Create($command))
}

AfterAll {
    Remove-Item Function:Invoke-ProxiedCharge
    Disconnect-ViamBilling
}

Describe 'New-ViamCharge' {
    It 'refuses <name>' -ForEach @(
        @{ name = 'usage'; source = { Get-ViamCurrentMonthUsage $acme } }
        @{ name = 'selected usage'; source = { Get-ViamCurrentMonthUsage $acme | Select-Object OrganizationId, Subtotal } }
        @{ name = 'an invoice of a job'; source = { Get-ViamInvoice $acme -Latest 1 | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) } } }
        @{ name = 'a location'; source = { Get-ViamLocation $acme | Select-Object -First 1 } }
    ) {
        $before = (Get-ViamInvoice $acme).Count
        & $source | New-ViamCharge -Subtotal 5 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -Be 'InputNotSupported,Viam.Billing.Commands.NewViamChargeCommand'
        (Get-ViamInvoice $acme).Count | Should -Be $before
    }

    It 'charges organizations, also selected ones and rows of a CSV file' {
        $organization = Get-ViamOrganization | Where-Object OrganizationId -EQ $acme
        ($organization | New-ViamCharge -Subtotal 5 -Confirm:$false).Total | Should -Be 5
        ($organization | Select-Object OrganizationId | New-ViamCharge -Subtotal 5 -Confirm:$false).Total | Should -Be 5
        ($organization | Select-Object OrganizationId | ConvertTo-Csv | ConvertFrom-Csv | New-ViamCharge -Subtotal 5 -Confirm:$false).Total | Should -Be 5
    }

    It 'names the row of an error, and charges rows with the name of an organization' {
        $rows = "OrganizationName,Subtotal`nAcme Robotics,`"5,00`"`nNobody,5`nAcme Robotics,5" | ConvertFrom-Csv
        ($rows | New-ViamCharge -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures).OrganizationId | Should -Be $acme
        $failures.Exception.Message | Should -Match "row [12] of the input: "
        $failures.Count | Should -Be 2
    }

    It 'explains a file with semicolons once, also with an error action of Stop' {
        $rows = "OrganizationId;Subtotal`n$acme;5`n$acme;6" | ConvertFrom-Csv
        $rows | New-ViamCharge -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -Be 'DelimiterMismatch,Viam.Billing.Commands.NewViamChargeCommand'
        { $rows | New-ViamCharge -Confirm:$false -ErrorAction Stop } | Should -Throw "*Import-Csv -Delimiter ';'*"
    }

    It 'refuses the amount <_> through a proxy function' -ForEach @('12,50', '1.000', $true, @(12, 50)) {
        { Invoke-ProxiedCharge $acme $_ -Confirm:$false -ErrorAction Stop } | Should -Throw
        { Invoke-ProxiedCharge $acme 5 $_ -Confirm:$false -ErrorAction Stop } | Should -Throw
    }

    It 'charges the amount 12.5 through a proxy function' {
        (Invoke-ProxiedCharge $acme 12.5 '1.00' -Confirm:$false).Total | Should -Be 13.5
    }

    It 'shows the type of amounts in its syntax' {
        Get-Command New-ViamCharge -Syntax | Should -Match '\[-Subtotal\] <UsdAmount> \[\[-Tax\] <UsdAmount>\]'
    }
}
