namespace Viam.Billing.Reports;

/// <summary>The data of a billing report.</summary>
internal sealed record ReportData
{
    /// <summary>The time at which reading started. UTC.</summary>
    public required DateTime ReadAt { get; init; }

    /// <summary>The organizations that could be read at least partially.</summary>
    public required IReadOnlyList<ReportOrganization> Organizations { get; init; }

    /// <summary>The parts of organizations that couldn't be read.</summary>
    public IReadOnlyList<ReportFailure> Failures { get; init; } = [];

    /// <summary>Parts that are missing for all organizations.</summary>
    public IReadOnlyList<ReportGap> Gaps { get; init; } = [];
}
