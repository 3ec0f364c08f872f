namespace Viam.Billing.Reports;

/// <summary>A part of an organization that couldn't be read.</summary>
/// <param name="Part">Usage or Invoices, or History if the usage store couldn't be read.</param>
/// <param name="Reason">The message of the error.</param>
internal sealed record ReportFailure(string OrganizationId, string? OrganizationName, ReportPart Part, string Reason);
