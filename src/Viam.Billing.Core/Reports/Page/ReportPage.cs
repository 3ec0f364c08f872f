namespace Viam.Billing.Reports.Page;

/// <summary>The data and texts that several sections of a page use.</summary>
internal sealed class ReportPage(ReportData data)
{
    private readonly OrganizationNames _names = new(data);

    public ReportData Data => data;

    public ReportTotals Totals { get; } = new(data);

    /// <summary>The name of the billing month, such as November 2026.</summary>
    public string PeriodName =>
        Totals.PeriodStart is { } start ? ReportFormat.MonthName(start) : "the current billing period";

    public string NameOf(string organizationId) => _names.Find(organizationId);

    /// <summary>The reasons why a part is missing although nothing failed, with the number of organizations.</summary>
    public IEnumerable<string> Gaps(ReportPart part) =>
        Data
            .Gaps.Where(gap => gap.Part == part)
            .Select(static gap => gap.Reason)
            .Concat(
                Data.Organizations.SelectMany(static organization => organization.Gaps)
                    .Where(gap => gap.Part == part)
                    .GroupBy(static gap => gap.Reason)
                    .Select(reason =>
                        reason.Count() == Data.Organizations.Count && Data.Failures.Count == 0
                            ? reason.Key
                            : $"For {ReportFormat.Count(reason.Count(), "organization")}: "
                                + $"{char.ToLowerInvariant(reason.Key[0])}{reason.Key[1..]}"
                    )
            );

    /// <summary>The same reasons, and the number of organizations that couldn't be read.</summary>
    public IEnumerable<string> Reasons(ReportPart part)
    {
        foreach (var gap in Gaps(part))
        {
            yield return gap;
        }
        ReportPart[] sources = part switch
        {
            ReportPart.Forecast => [ReportPart.Usage],
            ReportPart.History or ReportPart.Changes => [ReportPart.Usage, ReportPart.History],
            _ => [part],
        };
        var failed = Data
            .Failures.Where(failure => sources.Contains(failure.Part))
            .Select(static failure => failure.OrganizationId)
            .Distinct()
            .Count();
        if (failed > 0)
        {
            yield return $"{ReportFormat.Count(failed, "organization")} couldn't be read. "
                + "The reasons are listed at the end.";
        }
    }
}
