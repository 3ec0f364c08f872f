using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>A usage snapshot of an organization, and whether it was added to the usage store.</summary>
public sealed class SavedUsageSnapshot : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>The time at which the usage was read. UTC.</summary>
    public DateTime ReadAt { get; internal init; }

    /// <summary>The start of the billing period. UTC.</summary>
    public DateTime StartDate { get; internal init; }

    /// <summary>The end of the billing period. UTC.</summary>
    public DateTime EndDate { get; internal init; }

    /// <summary>The amount due so far, in US dollars; null if unknown.</summary>
    public decimal? Subtotal { get; internal init; }

    /// <summary>Whether the snapshot was added to the store.</summary>
    public UsageSnapshotStatus Status { get; internal init; }

    /// <summary>The full path of the file in the usage store.</summary>
    public string Path { get; internal init; } = "";

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{OrganizationName ?? OrganizationId} {ReadAt:u} {Status}"));
}
