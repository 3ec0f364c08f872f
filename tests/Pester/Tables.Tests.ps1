#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# The default view of every emitted type. Set VIAM_BILLING_UPDATE_SNAPSHOTS to 1 to write the snapshots anew, and read the difference.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    . (Join-Path $PSScriptRoot Support/Get-EmittedType.ps1)
    $script:types = Get-EmittedType
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    . (Join-Path $PSScriptRoot Support/PlainOutput.ps1)
    Enable-PlainOutput

    . (Join-Path $PSScriptRoot Support/New-Sample.ps1)

    function Get-Table {
        param([string] $ViewName)
        (Get-FormatData -TypeName $ViewName).FormatViewDefinition.Control.Where{ $_ -is [Management.Automation.TableControl] }[0]
    }

    function Get-Text {
        param([object[]] $Row, [int] $Width)
        ($Row | Out-String -Width $Width) -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ }
    }
}

AfterAll {
    Restore-Output
    Remove-Module Viam.Billing
}

Describe 'The table of <Name>' -ForEach $types {
    It 'has labels that are property names' {
        $table = Get-Table $ViewName
        $row = $table.Rows[0]
        for ($i = 0; $i -lt $row.Columns.Count; $i++) {
            $label = $table.Headers[$i].Label
            if (-not $label) { $label = $row.Columns[$i].DisplayEntry.Value }
            $sample = New-Sample $Type 1
            ($Type.GetProperty($label) ?? $sample.PSObject.Members[$label]) | Should -Not -BeNullOrEmpty -Because "$label is a label"
        }
    }

    # PowerShell sizes all columns by the first ten rows if the first column has no width, and may cut later rows.
    It 'has a width for its first column, and fits 79 columns' {
        $headers = (Get-Table $ViewName).Headers
        $headers[0].Width | Should -BeGreaterThan 0
        $total = ($headers | ForEach-Object { [Math]::Max($_.Width, 8) } | Measure-Object -Sum).Sum + $headers.Count - 1
        $total | Should -BeLessOrEqual 79
    }

    It 'shows complete numbers, dates, statuses, and IDs in 79 columns' {
        $sample = New-Sample $Type 1 $ViewName
        $text = Get-Text $sample 79
        ($text | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 79
        # Of a long payment method, the last digits are shown.
        if ($Name -ne 'BillingInformation') { $text -join "`n" | Should -Not -Match "`u{2026}" }
        $table = Get-Table $ViewName
        foreach ($i in 0..($table.Headers.Count - 1)) {
            # Names and other text wrap.
            $isText = $table.Headers[$i].Label -match 'Name$|^(PaymentMethod|Path|Reference)$'
            if (-not $table.Headers[$i].Width -or $isText) { continue }
            $column = $table.Rows[0].Columns[$i]
            $value = $sample.($column.DisplayEntry.Value)
            if ($value -is [string]) { $value = $value -replace "`e\[\d+m" }
            $shown = $column.FormatString ? [string]::Format([cultureinfo]::InvariantCulture, $column.FormatString, $value) : "$value"
            ($text -match "(^|\s)$([regex]::Escape($shown))(\s|$)").Count | Should -BeGreaterThan 0 -Because "$shown is in column $i"
        }
    }

    # A person names a charge by its reference.
    It 'leads with a name, if it shows one' {
        $labels = @((Get-Table $ViewName).Headers.Label)
        if ($labels -match 'Name$') { $labels[0] | Should -Match 'Name$|^Reference$' }
    }

    It 'shows an object with ordinary names in one line of <_> columns' -ForEach 80, 120 {
        (Get-Text (New-Sample $Type 0 $ViewName) $_).Count | Should -Be 3
    }

    It 'shows complete names in a list of 80 columns' {
        $sample = New-Sample $Type 1
        $text = ($sample | Format-List | Out-String -Width 80) -replace '\s'
        $names = $Type.GetProperties().Where{ $_.PropertyType -eq [string] -and $_.Name -like '*Name' }
        $names.ForEach{ $text | Should -BeLike "*$($_.GetValue($sample) -replace '\s')*" -Because $_.Name }
    }

    # TotalWithoutDiscount has another name in tables only. Bank routing numbers are shown only by name.
    It 'has a list of all properties' {
        $list = (Get-FormatData -TypeName $Type.FullName).FormatViewDefinition.Control.Where{ $_ -is [Management.Automation.ListControl] }[0]
        $labels = @($list.Entries[0].Items | ForEach-Object { $_.Label ? $_.Label : $_.DisplayEntry.Value })
        $properties = $Type.GetProperties().Name.Where{ $_ -ne 'BankRoutingNumber' }
        $properties.Where{ $_ -notin $labels } | Should -BeNullOrEmpty
        $labels.Where{ $_ -notin $properties } | Should -BeNullOrEmpty
    }

    It 'shows the beginning of the organization ID if the name is unknown' {
        $name = $Type.GetProperty('OrganizationName')
        if ($name) {
            $sample = New-Sample $Type 0 $ViewName
            $name.SetValue($sample, $null)
            (Get-Text $sample 79) -join "`n" | Should -Match "6f1c2a9e`u{2026}"
        }
        else {
            $Type.Name | Should -BeIn 'AvailableBillingTier', 'FocusFile', 'FocusRow', 'Organization', 'LocationBillingOrganization', 'PaymentRequiredEmail'
        }
    }

    It 'shows the same dates under <Culture>' -ForEach @(@{ Culture = 'th-TH' }, @{ Culture = 'ar-SA' }, @{ Culture = 'fa-IR' }) {
        $sample = New-Sample $Type 0 $ViewName
        $getDates = { [regex]::Matches((($args[0] | Out-String -Width 120) + ($args[0] | Format-List | Out-String)), '\b\d{4}-\d\d-\d\d( \d\d:\d\d:\d\dZ)?') | ForEach-Object Value }
        $expected = @(& $getDates $sample)
        [cultureinfo]::CurrentCulture = $Culture
        try { @(& $getDates $sample) | Should -Be $expected }
        finally { [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture }
    }
}

Describe 'Default views in <Width> columns' -ForEach @(@{ Width = 80; Views = $types }, @{ Width = 120; Views = $types }) {
    It 'are as in the snapshot' {
        $actual = foreach ($view in $Views) {
            "# $($view.Name)"
            Get-Text ((New-Sample $view.Type 0 $view.ViewName), (New-Sample $view.Type 1 $view.ViewName)) $Width
            ''
        }
        $path = Join-Path $PSScriptRoot "Snapshots/Views.$Width.txt"
        if ($env:VIAM_BILLING_UPDATE_SNAPSHOTS -eq '1') { $actual | Set-Content -LiteralPath $path }
        $actual -join "`n" | Should -BeExactly ((Get-Content -LiteralPath $path) -join "`n")
    }
}
