using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>An exported file in the FinOps Open Cost and Usage Specification (FOCUS).</summary>
public sealed class FocusFile : BillingObject
{
    /// <summary>The start of the billing period. UTC.</summary>
    public DateTime BillingPeriodStart { get; internal init; }

    /// <summary>The end of the billing period, exclusive. UTC.</summary>
    public DateTime BillingPeriodEnd { get; internal init; }

    /// <summary>True if the usage of every account was read at the end of the period or later.</summary>
    public bool IsFinal { get; internal init; }

    /// <summary>The number of organizations.</summary>
    public int AccountCount { get; internal init; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; internal init; }

    /// <summary>The sum of all rows, in US dollars.</summary>
    public decimal BilledCost { get; internal init; }

    /// <summary>The full path of the file.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>The full path of the metadata file, which describes the columns.</summary>
    public string MetadataPath { get; internal init; } = "";

    public override string ToString() => VisibleText.From(Path);
}
