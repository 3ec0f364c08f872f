namespace Viam.Billing.Reports;

/// <summary>A part that a report doesn't contain although nothing failed, such as a forecast without history.</summary>
/// <param name="Reason">The reason, as a sentence for readers of the report.</param>
internal sealed record ReportGap(ReportPart Part, string Reason);
