# Objects of the emitted types. The tests that use them dot-source this file.
$samples = @{
    Name = 'Acme Robotics', 'International Consolidated Automation of Saskatchewan'
    Id = '6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10', 'ffffffff-ffff-4fff-8fff-ffffffffffff'
    LocationId = 'k3v9x2m7qa', 'wwwwwwwwwwwwww'
    Status = 'paid', 'payment_processing'
    State = 'Charged', 'NotCharged'
    Reference = '2026-11-acme', 'monthly-invoice-of-november'
    ResourceType = 'PerMachine', 'TabularDataDatabaseCloudStorage'
    SourceType = 'Org', 'Fragment'
    TierName = 'growth', 'vision-plus'
    BillingTier = 'growth', 'enterprise'
    BillingEmail = 'billing@acme.example', 'accounts-payable@consolidated.example'
    PaymentMethodType = 'Card', 'UsBankAccount'
    CardBrand = 'visa', $null
    BankName = $null, 'Columbia Valley Credit Union'
    CardLastFourDigits = '4242', $null
    BankAccountLastFourDigits = $null, '0316'
}

# The first sample is an ordinary object; the second has the longest values.
function New-Sample {
    param([type] $Type, [int] $Index, [string] $ViewName)
    $item = [Activator]::CreateInstance($Type)
    if ($ViewName -like '*#*') { $item.PSTypeNames.Insert(0, $ViewName) }
    foreach ($property in $Type.GetProperties().Where{ $_.SetMethod }) {
        $kind = [Nullable]::GetUnderlyingType($property.PropertyType) ?? $property.PropertyType
        $value = switch ($kind) {
            ([string]) {
                $key = $property.Name
                if (-not $samples.ContainsKey($key)) { $key = $key -replace '^.*(Name|Id)$', '$1' }
                $samples.ContainsKey($key) ? $samples[$key][$Index] : "$($property.Name) text"
            }
            ([decimal]) { $Index -eq 0 ? 394.29d : 1234567.89d }
            ([int]) { $Index -eq 0 ? 2 : 12345 }
            ([bool]) { $Index -eq 1 }
            ([datetime]) { [datetime]::new(2026, 10, 1, 3, 15, 2, [DateTimeKind]::Utc) }
            default { $kind.IsEnum ? [Enum]::GetValues($kind)[0] : $null }
        }
        if ($kind.IsEnum -and $Index -eq 1) { $value = [Enum]::GetValues($kind) | Sort-Object { "$_".Length } | Select-Object -Last 1 }
        $property.SetValue($item, $value)
    }
    $item
}
