namespace Viam.Billing.Reports;

/// <summary>The parts that can be missing from a report.</summary>
internal enum ReportPart
{
    Usage,
    Forecast,
    History,
    Changes,
    Invoices,
}
