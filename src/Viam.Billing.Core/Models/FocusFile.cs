using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>A FOCUS file that was written.</summary>
public sealed class FocusFile : BillingObject
{
    /// <summary>UTC.</summary>
    public DateTime BillingPeriodStart { get; internal init; }

    /// <summary>Exclusive. UTC.</summary>
    public DateTime BillingPeriodEnd { get; internal init; }

    /// <summary>The usage of every account was read at the end of the period, or after it.</summary>
    public bool IsFinal { get; internal init; }

    /// <summary>The number of organizations.</summary>
    public int AccountCount { get; internal init; }

    public int RowCount { get; internal init; }

    /// <summary>The sum of all rows, in US dollars.</summary>
    public decimal BilledCost { get; internal init; }

    public string Path { get; internal init; } = "";

    /// <summary>The file that describes the columns.</summary>
    public string MetadataPath { get; internal init; } = "";

    public override string ToString() => VisibleText.From(Path);
}
