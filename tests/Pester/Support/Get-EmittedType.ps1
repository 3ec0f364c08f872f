# The types that the imported module emits, with the names of their views. Files dot-source this during discovery.
function Get-EmittedType {
    (Get-Command -Module Viam.Billing).OutputType.Type |
        Where-Object { $_.Namespace -eq 'Viam.Billing' -and $_.GetConstructor(@()) } |
        Sort-Object Name -Unique |
        ForEach-Object { @{ Type = $_; Name = $_.Name; ViewName = $_.FullName } }
    foreach ($name in 'UsageForecast', 'UsageChange', 'UsageHistoryMonth', 'UsageHistoryDay', 'UsageHistorySnapshot') {
        @{ Type = "Viam.Billing.$name" -as [type]; Name = "$name by resource"; ViewName = "Viam.Billing.$name#ByResource" }
    }
}
