using System.Management.Automation;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The organizations of an argument, or the error if there are none. Neither, if a pattern has no match.
/// </summary>
internal sealed record OrganizationResolution(IReadOnlyList<string> Ids, ErrorRecord? Error);
