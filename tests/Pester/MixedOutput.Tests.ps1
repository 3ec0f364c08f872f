#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# PowerShell displays objects of a second type as a list of their default properties, without a view.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    . (Join-Path $PSScriptRoot Support/Get-EmittedType.ps1)
    $script:types = Get-EmittedType
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    . (Join-Path $PSScriptRoot Support/New-Sample.ps1)
    . (Join-Path $PSScriptRoot Support/PlainOutput.ps1)
    Enable-PlainOutput

    # Hidden members that display a property have its name, a space, and this character, which has no width.
    $script:wordJoiner = "`u{2060}"

    function Get-Second {
        param([object] $Item)
        $text = (Get-Item $PSHOME), $Item | Out-String -Width 80
        ($text -split '\r?\n').Where({ $_ -match "^\S+[ $wordJoiner]*:( |$)" }).ForEach{ $_.TrimEnd() }
    }

    function Get-Label {
        param([string[]] $Line)
        $Line.ForEach{ ($_ -split ' :( |$)')[0] -replace "[ $wordJoiner]+$" }
    }

    function Copy-Deserialized {
        param([object] $Item)
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Item))
    }
}

AfterAll {
    Restore-Output
    Remove-Module Viam.Billing
}

Describe '<Name> after another type' -ForEach $types {
    It 'has labels that are property names, and aligned values' {
        $lines = Get-Second (New-Sample $Type 1 $ViewName)

        $lines.Count | Should -BeGreaterThan 0
        (Get-Label $lines).ForEach{ $Type.GetProperty($_) | Should -Not -BeNullOrEmpty -Because "$_ is a label" }
        @($lines.ForEach{ ($_ -replace $wordJoiner).IndexOf(' :') } | Sort-Object -Unique) | Should -HaveCount 1
    }

    It 'has the same list after deserialization' {
        $sample = New-Sample $Type 1 $ViewName

        Get-Second (Copy-Deserialized $sample) | Should -Be (Get-Second $sample)
    }

    It 'has all columns of the table' {
        $columns = (Get-FormatData -TypeName $ViewName).FormatViewDefinition.Control.Where{ $_ -is [Management.Automation.TableControl] }[0]
        $labels = Get-Label (Get-Second (New-Sample $Type 1 $ViewName))

        for ($i = 0; $i -lt $columns.Headers.Count; $i++) {
            $column = $columns.Headers[$i].Label ?? $columns.Rows[0].Columns[$i].DisplayEntry.Value
            if ($column -eq 'Gross') { $column = 'TotalWithoutDiscount' }
            $labels | Should -Contain $column
        }
    }

    It 'has no control characters' {
        $sample = New-Sample $Type 1 $ViewName
        foreach ($property in $Type.GetProperties().Where{ $_.SetMethod -and $_.PropertyType -eq [string] -and $_.Name -ne 'OrganizationId' }) {
            $property.SetValue($sample, "a`e[31mb`u{202E}c")
        }

        foreach ($item in $sample, (Copy-Deserialized $sample)) {
            (Get-Second $item) -join "`n" | Should -Not -Match '[\x00-\x09\x0B-\x1F\x7F\u202E]'
            $item | Format-Wide | Out-String | Should -Not -Match '[\x00-\x09\x0B\x0C\x0E-\x1F\x7F\u202E]'
        }
    }

    It 'has the same dates under th-TH' {
        $sample = New-Sample $Type 1 $ViewName
        $expected = Get-Second $sample
        [cultureinfo]::CurrentCulture = 'th-TH'
        try { Get-Second $sample | Should -Be $expected }
        finally { [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture }
    }

    It 'has the same list after Format-Table and Format-List' -ForEach 'Format-Table', 'Format-List' {
        $sample = New-Sample $Type 1 $ViewName
        $text = (Get-Item $PSHOME), $sample | & $_ | Out-String -Width 80

        $lines = ($text -split '\r?\n').ForEach{ $_.TrimEnd() }
        foreach ($line in Get-Second $sample) { $lines | Should -Contain $line }
    }

    It 'has no hidden member among its data' {
        $sample = New-Sample $Type 1 $ViewName
        $names = $Type.GetProperties().Name

        $sample.PSObject.Properties.Name | Should -Be $names
        ($sample | Select-Object *).PSObject.Properties.Name | Should -Be $names
        (Copy-Deserialized $sample).PSObject.Properties.Name | Should -Be $names
        ($sample | ConvertTo-Json) + ($sample | ConvertTo-Csv) + [Management.Automation.PSSerializer]::Serialize($sample) |
            Should -Not -Match $wordJoiner
    }

    It 'has hidden members only in quotation marks among the names that completion offers' {
        $line = "[$($Type.FullName)]`$item = `$null; `$item | Select-Object "

        $offered = (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches.CompletionText

        $offered.Where{ $_ -match '^\w+$' -and $_ -notin 'Gross', 'PSStandardMembers' } | Should -Be @($Type.GetProperties().Name | Sort-Object)
        $offered.Where{ $_ -notmatch '^\w+$' } | Should -Match "^'\w+ $wordJoiner'$"
    }
}

Describe 'A session after another type' {
    It 'is a list of labels that are property names, with dates in ISO 8601' {
        Connect-ViamBilling -Sandbox
        $session = Get-ViamBillingSession

        foreach ($item in $session, (Copy-Deserialized $session)) {
            $lines = Get-Second $item

            Get-Label $lines | Should -Be 'Uri', 'AuthenticationType', 'CliUser', 'CliProfile', 'OrganizationName', 'OrganizationId',
                'ConnectedAt', 'TokenExpiresAt', 'IsSandbox', 'IsOpen'
            $lines -join "`n" | Should -Match 'ConnectedAt[^:]+: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ'
            $lines -join "`n" | Should -Match 'OrganizationName[^:]+: Acme Robotics'
        }
    }
}
