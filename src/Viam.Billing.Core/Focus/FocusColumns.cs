namespace Viam.Billing.Focus;

/// <summary>The columns of each version, with this module's own columns at the end.</summary>
internal static class FocusColumns
{
    private static readonly IReadOnlyList<FocusColumn> s_all =
    [
        Number(nameof(FocusRow.BilledCost), static row => row.BilledCost),
        Number(nameof(FocusRow.EffectiveCost), static row => row.EffectiveCost),
        Number(nameof(FocusRow.ContractedCost), static row => row.ContractedCost),
        Number(nameof(FocusRow.ListCost), static row => row.ListCost),
        Number(nameof(FocusRow.ListUnitPrice), isNullable: true, static row => row.ListUnitPrice),
        Text(nameof(FocusRow.BillingAccountId), static row => row.BillingAccountId),
        Text(nameof(FocusRow.BillingAccountName), isNullable: true, static row => row.BillingAccountName),
        Text(nameof(FocusRow.BillingCurrency), static row => row.BillingCurrency),
        Time(nameof(FocusRow.BillingPeriodStart), static row => row.BillingPeriodStart),
        Time(nameof(FocusRow.BillingPeriodEnd), static row => row.BillingPeriodEnd),
        Time(nameof(FocusRow.ChargePeriodStart), static row => row.ChargePeriodStart),
        Time(nameof(FocusRow.ChargePeriodEnd), static row => row.ChargePeriodEnd),
        Text(nameof(FocusRow.ChargeCategory), static row => row.ChargeCategory),
        Text(nameof(FocusRow.ChargeClass), isNullable: true, static row => row.ChargeClass),
        Text(nameof(FocusRow.ChargeFrequency), static row => row.ChargeFrequency),
        Text(nameof(FocusRow.ChargeDescription), static row => row.ChargeDescription),
        Text(nameof(FocusRow.ProviderName), static row => row.ProviderName),
        Text(nameof(FocusRow.PublisherName), static row => row.PublisherName),
        Text(nameof(FocusRow.ServiceProviderName), static row => row.ServiceProviderName),
        Text(nameof(FocusRow.HostProviderName), static row => row.HostProviderName),
        Text(nameof(FocusRow.InvoiceIssuerName), static row => row.InvoiceIssuerName),
        Number(nameof(FocusRow.PricingQuantity), isNullable: true, static row => row.PricingQuantity),
        Text(nameof(FocusRow.PricingUnit), isNullable: true, static row => row.PricingUnit),
        Text(nameof(FocusRow.ServiceName), static row => row.ServiceName),
        Text(nameof(FocusRow.ServiceCategory), static row => row.ServiceCategory),
        Text(nameof(FocusRow.ServiceSubcategory), static row => row.ServiceSubcategory),
        Text(nameof(FocusRow.SkuId), isNullable: true, static row => row.SkuId),
        Text(nameof(FocusRow.SkuMeter), isNullable: true, static row => row.SkuMeter),
        Text(nameof(FocusRow.SkuPriceId), isNullable: true, static row => row.SkuPriceId),
        Text(nameof(FocusRow.x_ViamResourceType), static row => row.x_ViamResourceType),
        Text(nameof(FocusRow.x_ViamSourceType), isNullable: true, static row => row.x_ViamSourceType),
        Text(nameof(FocusRow.x_ViamTierName), isNullable: true, static row => row.x_ViamTierName),
        Time(nameof(FocusRow.x_ViamReadAt), static row => row.x_ViamReadAt),
        Flag(nameof(FocusRow.x_ViamIsFinal), static row => row.x_ViamIsFinal),
    ];

    public static IReadOnlyList<FocusColumn> Of(FocusVersion version) =>
        [
            .. s_all.Where(column =>
                column.Name switch
                {
                    nameof(FocusRow.ProviderName) or nameof(FocusRow.PublisherName) => version.HasProviderName,
                    nameof(FocusRow.ServiceProviderName) or nameof(FocusRow.HostProviderName) =>
                        version.HasServiceProviderName,
                    _ => true,
                }
            ),
        ];

    private static FocusColumn<string?> Text(string name, Func<FocusRow, string?> value) =>
        Text(name, isNullable: false, value);

    private static FocusColumn<string?> Text(string name, bool isNullable, Func<FocusRow, string?> value) =>
        new(name, FocusColumnType.String, isNullable, value);

    private static FocusColumn<decimal> Number(string name, Func<FocusRow, decimal> value) =>
        new(name, FocusColumnType.Decimal, isNullable: false, value);

    private static FocusColumn<decimal?> Number(string name, bool isNullable, Func<FocusRow, decimal?> value) =>
        new(name, FocusColumnType.Decimal, isNullable, value);

    private static FocusColumn<DateTime> Time(string name, Func<FocusRow, DateTime> value) =>
        new(name, FocusColumnType.DateTime, isNullable: false, value);

    private static FocusColumn<bool> Flag(string name, Func<FocusRow, bool> value) =>
        new(name, FocusColumnType.Boolean, isNullable: false, value);
}
