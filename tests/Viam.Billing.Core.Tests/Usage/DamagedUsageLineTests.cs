using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Lines of the store in the wrong file, without a line feed, or with a period beyond the calendar.</summary>
public sealed class DamagedUsageLineTests : UsageStoreLineTest
{
    [Theory]
    [InlineData("2026-12")]
    [InlineData("2025-11")]
    public void LineInFileOfOtherMonthIsDamage(string file)
    {
        Assert.Single(Read(Line).Months);

        var exception = Assert.Throws<UsageStoreDamagedException>(() => Read(Line, file));

        Assert.Equal(1, exception.Line);
        Assert.EndsWith(file + ".jsonl", exception.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void CompleteLineThatIsNoSnapshotIsDamageAlsoWithoutLineFeed()
    {
        var line = Line.Replace("2026-11-01", "2026-10-01", StringComparison.Ordinal);
        var path = Write(line, "2026-11", end: "");
        var store = new UsageStore(Folder.FullName);

        Assert.Throws<UsageStoreDamagedException>(() => store.Read(Acme, cancellationToken: Token));
        Assert.Throws<UsageStoreDamagedException>(() =>
            store.Save(Acme, Snapshots.One("2026-11-26", 1m), TimeSpan.Zero, Token)
        );
        Assert.Equal(line, File.ReadAllText(path));
    }

    [Fact]
    public void PeriodBeyondCalendarIsUnknown()
    {
        foreach (var start in new[] { DateTime.MinValue, DateTime.MaxValue, new DateTime(9999, 12, 1) })
        {
            Assert.Null(UsageSnapshot.Create(new DateTime(2026, 11, 25), start, endDate: null, 1m, []));
        }
    }
}
