namespace Viam.Billing.Usage;

/// <summary>The known billing periods of an organization.</summary>
internal sealed class UsageHistory
{
    public static readonly UsageHistory Empty = new([]);

    public UsageHistory(IEnumerable<UsageMonth> months) =>
        Months = [.. months.OrderBy(static month => month.Period.Start)];

    /// <summary>The billing periods, ordered by start.</summary>
    public IReadOnlyList<UsageMonth> Months { get; }

    /// <summary>Groups snapshots, in any order, by the month in which their period starts.</summary>
    public static UsageHistory From(IEnumerable<UsageSnapshot> snapshots) =>
        new(snapshots.GroupBy(static snapshot => snapshot.Period.Name).Select(static month => new UsageMonth(month)));

    public UsageMonth? Find(UsagePeriod period) => Months.FirstOrDefault(month => month.Period.Name == period.Name);

    /// <summary>The history as it was known at a time.</summary>
    public UsageHistory KnownAt(DateTime at) => new(Months.Select(month => month.KnownAt(at)).OfType<UsageMonth>());

    /// <summary>The history with a snapshot that may not be in the store.</summary>
    public UsageHistory With(UsageSnapshot snapshot)
    {
        var month = Find(snapshot.Period);
        return new UsageHistory(
            Months.Where(other => other != month).Append(month?.With(snapshot) ?? new UsageMonth([snapshot]))
        );
    }
}
