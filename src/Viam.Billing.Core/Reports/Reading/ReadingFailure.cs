namespace Viam.Billing.Reports.Reading;

/// <summary>A part of an organization that couldn't be read, with its exception.</summary>
internal sealed record ReadingFailure(ReportPart Part, Exception Exception);
