namespace Viam.Billing.Commands.Base;

/// <summary>Warnings of invoices that the amounts or the table don't include.</summary>
internal static class AgingWarnings
{
    public static string? UnknownAmounts(string organizationId, IEnumerable<InvoiceAgingDetail> open) =>
        open.Count(static invoice => invoice.Amount is null) is > 0 and var unknown
            ? $"The amount of {unknown} open invoices of organization {organizationId} is unknown. "
                + "They are counted, but not part of any amount."
            : null;

    /// <summary>The table has no column for them.</summary>
    public static string? WithoutDate(InvoiceAging aging) =>
        aging.NoDueDate == 0
            ? null
            : FormattableString.Invariant(
                $"Invoices of organization {aging.OrganizationId} over {aging.NoDueDate:0.00} USD "
            ) + "have no date to count from. The table doesn't show them. To see NoDueDate, use Format-List.";
}
