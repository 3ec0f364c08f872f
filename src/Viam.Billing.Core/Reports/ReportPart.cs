namespace Viam.Billing.Reports;

/// <summary>What can be missing from a report.</summary>
internal enum ReportPart
{
    Usage,
    Forecast,
    History,
    Changes,
    Invoices,
}
