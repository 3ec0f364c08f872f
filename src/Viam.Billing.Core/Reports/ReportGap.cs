namespace Viam.Billing.Reports;

/// <summary>A part that a report lacks although nothing failed, such as a forecast without history.</summary>
/// <param name="Reason">A sentence for people.</param>
internal sealed record ReportGap(ReportPart Part, string Reason);
