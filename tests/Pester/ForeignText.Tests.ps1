#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Properties keep the text as received. Displayed text contains no control or invisible characters.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    . (Join-Path $PSScriptRoot Support/Get-EmittedType.ps1)
    $script:types = Get-EmittedType | Where-Object { $_.ViewName -notlike '*#*' }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    $script:rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    $script:hostile = "A`e[2J`u{9b}1mB`u{202e}C`u{200e}D`u{200f}E`u{61c}F`u{2028}G`u{2029}H`r`nI`tJ`aK`u{2066}L`u{200b}M`u{feff}N`u{ad}O"
    # Not sent by the service: the requested organization, and the names of enumeration values.
    $script:own = 'PaymentMethodType', 'SourceType', 'ResourceType', 'State', 'CustomerOrganizationId', 'BillingOwnerOrganizationId'

    $script:focusColumns = 'BillingAccountName', 'ChargeDescription', 'InvoiceIssuerName', 'SkuPriceId', 'x_ViamResourceType', 'x_ViamTierName'

    function New-HostileObject {
        param([type] $Type)
        $item = [Activator]::CreateInstance($Type)
        foreach ($property in $Type.GetProperties()) {
            $isOwn = $property.Name -in $own -and $Type.Name -ne 'BillingServiceConfiguration' -or
                ($property.Name -eq 'OrganizationId' -and $Type.Name -ne 'Organization')
            # FOCUS has fixed values in most columns.
            if ($Type.Name -eq 'FocusRow') { $isOwn = $property.Name -notin $focusColumns }
            if ($property.PropertyType -eq [string] -and $property.CanWrite) { $property.SetValue($item, ($isOwn ? 'own' : $hostile)) }
        }
        $item
    }

    function Get-Undisplayable {
        param([string] $Text)
        # Labels of lists without a view, which come from the module, end with a word joiner.
        $Text -replace '(?m)^(\w+) \u2060(?= *:)', '$1' -split [Environment]::NewLine |
            Select-String '[\p{C}\u2028\u2029-[\ue000-\uf8ff]]' -AllMatches |
            ForEach-Object { $_.Matches } | ForEach-Object { 'U+{0:X4}' -f [int] [char] $_.Value }
    }

    function Copy-Serialized {
        param($Item)
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Item))
    }
}

AfterAll {
    $PSStyle.OutputRendering = $script:rendering
    Remove-Module Viam.Billing
}

Describe 'Text from the service in <Name>' -ForEach $types {
    It 'is displayed without control and format characters by <View>' -ForEach @(
        @{ View = 'the default view'; Show = { $args[0] } }
        @{ View = 'the default view of several'; Show = { $args[0], $args[0] } }
        @{ View = 'Format-Table'; Show = { $args[0] | Format-Table } }
        @{ View = 'Format-List'; Show = { $args[0] | Format-List } }
        @{ View = 'Format-Wide'; Show = { $args[0] | Format-Wide } }
        @{ View = 'the display among objects of other types'; Show = { & { Get-Date; $args[0] } $args[0] } }
        @{ View = 'conversion to a string'; Show = { "$($args[0])" } }
    ) {
        $item = New-HostileObject $Type
        $shown = & $Show $item | Out-String -Width 500
        $shown.Trim() | Should -Not -BeNullOrEmpty
        Get-Undisplayable $shown | Should -BeNullOrEmpty
    }

    It 'is displayed the same way after serialization' {
        $item = New-HostileObject $Type
        $copy = Copy-Serialized $item
        Get-Undisplayable ($copy | Out-String -Width 500) | Should -BeNullOrEmpty
        Get-Undisplayable ($copy | Format-List | Out-String -Width 500) | Should -BeNullOrEmpty
        ($copy | Format-List | Out-String -Width 500) | Should -Be ($item | Format-List | Out-String -Width 500)
        Get-Undisplayable (& { Get-Date; $copy } | Out-String -Width 500) | Should -BeNullOrEmpty
    }

    It 'is unchanged in properties, JSON, CSV, and CliXml, which contain only the properties' {
        $item = New-HostileObject $Type
        $names = @($Type.GetProperties() | Where-Object { $_.GetMethod.IsPublic } | ForEach-Object Name)
        $copies = @(
            $item | Select-Object *
            $item | ConvertTo-Json | ConvertFrom-Json
            $item | ConvertTo-Csv | ConvertFrom-Csv
            Copy-Serialized $item
        )
        foreach ($copy in $copies) {
            @($copy.PSObject.Properties | ForEach-Object Name) | Should -Be $names
            foreach ($name in $names) {
                if ($item.$name -is [string]) { $copy.$name | Should -BeExactly $item.$name }
            }
        }
    }
}

Describe 'Text with special characters' {
    It 'is displayed unchanged: <Kind>' -ForEach @(
        @{ Kind = 'other scripts'; Text = 'Zürich 株式会社 Компания' }
        @{ Kind = 'a joiner in Persian'; Text = "`u{645}`u{6cc}`u{200c}`u{62e}`u{648}`u{627}`u{647}`u{645}" }
        @{ Kind = 'a joined emoji'; Text = "`u{1f468}`u{200d}`u{1f469}`u{200d}`u{1f467}" }
    ) {
        $item = [Viam.Billing.AvailableBillingTier]::new()
        [Viam.Billing.AvailableBillingTier].GetProperty('BillingTier').SetValue($item, $Text)
        "$item" | Should -BeExactly $Text
    }

    It 'shows control characters as control pictures' {
        $item = [Viam.Billing.AvailableBillingTier]::new()
        [Viam.Billing.AvailableBillingTier].GetProperty('BillingTier').SetValue($item, "a`e[31m`tb")
        "$item" | Should -BeExactly "a`u{241b}[31m`u{2409}b"
    }
}
