namespace Viam.Billing.Commands.Base;

/// <summary>Warnings of invoices that the amounts or the table don't include.</summary>
internal static class AgingWarnings
{
    /// <param name="describe">Returns the name and ID of the organization.</param>
    public static Func<string>? UnknownAmounts(Func<string> describe, IEnumerable<InvoiceAgingDetail> open) =>
        open.Count(static invoice => invoice.Amount is null) is > 0 and var unknown
            ? () =>
                $"The amount of {unknown} open invoices of organization {describe()} is unknown. "
                + "They are counted, but not part of any amount."
            : null;

    /// <summary>The table has no column for them.</summary>
    /// <inheritdoc cref="UnknownAmounts"/>
    public static Func<string>? WithoutDate(Func<string> describe, InvoiceAging aging) =>
        aging.NoDueDate == 0
            ? null
            : () =>
                FormattableString.Invariant($"Invoices of organization {describe()} over {aging.NoDueDate:N2} USD ")
                + "have no date to count from. The table doesn't show them. To see NoDueDate, use Format-List.";
}
