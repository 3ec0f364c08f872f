using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>Creates the FOCUS rows of a billing period's usage.</summary>
internal static class FocusRows
{
    /// <summary>Uses the last snapshot that has a subtotal.</summary>
    public static FocusMonth From(UsageMonth month, FocusAccount account, FocusOptions options)
    {
        var snapshot = month.Snapshots.LastOrDefault(static snapshot => snapshot.Subtotal is not null);
        if (snapshot is null)
        {
            return new FocusMonth
            {
                Period = month.Period,
                Rows = [],
                IsSubtotalUnknown = true,
            };
        }
        var rows = new FocusRowBuilder(account, options, snapshot);
        return options.IsDaily
            ? FocusDays.From(month.KnownAt(snapshot.ReadAt)!, snapshot, rows)
            : FromSnapshot(snapshot, rows);
    }

    /// <summary>True if the usage was read at the end of the period or later.</summary>
    public static bool IsFinal(UsageMonth month) => month.Total.IsFinal;

    private static FocusMonth FromSnapshot(UsageSnapshot snapshot, FocusRowBuilder rows)
    {
        var period = snapshot.Period;
        var unknown = 0;
        foreach (var row in UsageRows.Split(snapshot).Where(static row => row.Key != UsageRowKey.Remainder))
        {
            if (row is { Gross: { } gross, Net: { } net })
            {
                rows.AddUsage(FocusCharge.Of(row.Key), gross, net, period.Start, period.End);
            }
            else
            {
                unknown++;
            }
        }
        rows.AddRemainder(snapshot.Subtotal!.Value, period.Start, period.End);
        return new FocusMonth
        {
            Period = period,
            Rows = rows.Rows,
            UnknownCosts = unknown,
        };
    }
}
