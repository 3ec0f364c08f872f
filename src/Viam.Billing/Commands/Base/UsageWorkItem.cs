using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Usage;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The input of work with an organization's usage. The work runs concurrently and must not access the cmdlet.
/// </summary>
/// <param name="Usage">The usage, as returned by a session.</param>
/// <param name="Current">The usage as a snapshot.</param>
/// <param name="StoreFolder">The folder of the usage store.</param>
internal sealed record UsageWorkItem(
    CurrentMonthUsage Usage,
    UsageSnapshot Current,
    string StoreFolder,
    CancellationToken CancellationToken
)
{
    public string OrganizationId => Usage.OrganizationId;

    /// <summary>An error that shows the name of the organization, which may become known later.</summary>
    /// <param name="create">Creates the record, from the name and ID of the organization and from its ID.</param>
    public NamedErrorException Error(Func<string, string, ErrorRecord> create) =>
        new(OrganizationId, Usage.OrganizationName, create);
}
