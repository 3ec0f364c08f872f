using Viam.Billing.Focus;
using Viam.Billing.Usage;

namespace Viam.Billing.Commands.Base;

/// <summary>The usage from the pipeline of one organization and billing period.</summary>
internal sealed class FocusInput
{
    private readonly List<(DateTime ReadAt, UsageSnapshot Snapshot)> _snapshots = [];

    public FocusAccount Account { get; private set; } = new("", null);

    public Func<string>? ServiceStore { get; private set; }

    /// <summary>By the time when they were read. The month is made of all of them, so that the latest counts.</summary>
    public IEnumerable<UsageSnapshot> Snapshots =>
        _snapshots.OrderBy(static item => item.ReadAt).Select(static item => item.Snapshot);

    public void Add(CurrentMonthUsage usage, UsageSnapshot snapshot)
    {
        Account = new FocusAccount(usage.OrganizationId, usage.OrganizationName ?? Account.OrganizationName);
        ServiceStore ??= usage.ServiceStore;
        // More precise than the time in a snapshot.
        _snapshots.Add((usage.ReadAt, snapshot));
    }
}
