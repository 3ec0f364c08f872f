using Viam.Billing.Usage;

namespace Viam.Billing.Commands.Base;

/// <summary>What work with an organization's usage needs. It runs beside other work, and must not touch the cmdlet.</summary>
/// <param name="Usage">As a session returned it.</param>
/// <param name="Current">The same as a snapshot.</param>
/// <param name="StoreFolder">The folder of the usage store.</param>
internal sealed record UsageWorkItem(
    CurrentMonthUsage Usage,
    UsageSnapshot Current,
    string StoreFolder,
    CancellationToken CancellationToken
)
{
    public string OrganizationId => Usage.OrganizationId;
}
