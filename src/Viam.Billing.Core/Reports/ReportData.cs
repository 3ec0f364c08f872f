namespace Viam.Billing.Reports;

/// <summary>What a billing report says.</summary>
internal sealed record ReportData
{
    /// <summary>When reading began. UTC.</summary>
    public required DateTime ReadAt { get; init; }

    /// <summary>Those of which something could be read.</summary>
    public required IReadOnlyList<ReportOrganization> Organizations { get; init; }

    /// <summary>What couldn't be read.</summary>
    public IReadOnlyList<ReportFailure> Failures { get; init; } = [];

    /// <summary>Parts that are missing for all organizations.</summary>
    public IReadOnlyList<ReportGap> Gaps { get; init; } = [];
}
