using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>Describes charges in prompts, progress, and errors.</summary>
internal static class ChargeDescription
{
    public static string Of(ChargeRequest charge) => FormattableString.Invariant($"Charge {charge.Total:N2} USD");

    public static string Of(ChargeOutcome outcome) =>
        outcome switch
        {
            ChargeOutcome.Charged charged => $"It was charged by invoice {charged.Charge.InvoiceId}.",
            ChargeOutcome.Refused => "It was refused.",
            ChargeOutcome.Unknown unknown => unknown.Summary,
            _ => "It wasn't charged now.",
        };

    /// <param name="total">US dollars.</param>
    public static string OfBatch(IReadOnlyList<BatchItem> rows, decimal total)
    {
        var organizations = rows.DistinctBy(row => row.Charge.OrganizationId).Count();
        var charges =
            organizations == rows.Count ? $"Charge {organizations} organizations"
            : organizations == 1 ? $"Make {rows.Count} charges to 1 organization"
            : $"Make {rows.Count} charges to {organizations} organizations";
        return FormattableString.Invariant($"{charges}, {total:N2} USD in total");
    }

    /// <summary>What a run does with a charge that isn't completed.</summary>
    /// <param name="entry">The entry in the charge ledger; null if there is none.</param>
    public static string OfRun(BatchItem row, LedgerEntry? entry, TimeSpan? resendAfter) =>
        entry switch
        {
            { Doubt: ChargeDoubt.Interrupted } when resendAfter is { } time =>
                $"Look for the invoice of the charge {row.Reference}. "
                    + $"{Of(row.Charge)} again if it isn't listed for {time}",
            { IsUnresolved: true } => FormattableString.Invariant(
                $"Look for the invoice of the charge {row.Reference} of {row.Charge.Total:N2} USD, "
            ) + "whose outcome is unknown. Don't charge",
            _ => Of(row.Charge),
        };

    public static string OfProgress(ChargeBatchBuilder batch) =>
        $"{batch.Rows.Count(row => row.Outcome.IsCompleted)} of {batch.Rows.Count} rows are completed";
}
