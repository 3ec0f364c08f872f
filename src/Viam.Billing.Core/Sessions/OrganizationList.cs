using System.Diagnostics;

namespace Viam.Billing.Sessions;

/// <summary>The organizations that a credential can access, as listed at one time.</summary>
/// <param name="requestedAt">The timestamp of <see cref="Stopwatch"/> at which the list was requested.</param>
internal sealed class OrganizationList(IReadOnlyList<Organization> organizations, long requestedAt)
{
    public IReadOnlyList<Organization> Organizations => organizations;

    public TimeSpan Age => Stopwatch.GetElapsedTime(requestedAt);

    /// <summary>True if the list was requested at or after a timestamp of <see cref="Stopwatch"/>.</summary>
    public bool IsSince(long timestamp) => requestedAt >= timestamp;
}
