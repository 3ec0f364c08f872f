namespace Viam.Billing.Core.Tests.Reports;

/// <summary>A sample of a metrics file.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
