namespace Viam.Billing.Reports.Reading;

/// <summary>Why a part of an organization couldn't be read.</summary>
internal sealed record ReadingFailure(ReportPart Part, Exception Exception);
