using System.Text;
using Viam.Billing.Files;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>A file that is read before it is locked, and again afterwards.</summary>
public sealed class UsageMonthFileTests
{
    [Fact]
    public void LineThatChangedIsParsedAgain()
    {
        var before = new UsageMonthFile("2026-11", keepsLines: true);
        Take(before, Line(1, "10.00"), Line(2, "20.00"));

        var again = before.ReadAgain();
        Take(again, Line(1, "10.00"), Line(2, "21.00"), Line(3, "30.00"));

        Assert.Equal([10m, 21m, 30m], again.Snapshots.Select(static snapshot => snapshot.Subtotal));
        Assert.Same(before.Snapshots[0], again.Snapshots[0]);
    }

    [Fact]
    public void LinesThatMovedAreParsedAgain()
    {
        var before = new UsageMonthFile("2026-11", keepsLines: true);
        Take(before, Line(1, "10.00"), Line(2, "20.00"));

        var again = before.ReadAgain();
        Take(again, Line(2, "20.00"));

        Assert.Equal(20m, Assert.Single(again.Snapshots).Subtotal);
    }

    private static void Take(ILineFormat file, params string[] lines)
    {
        foreach (var line in lines)
        {
            Assert.True(file.TryTake(Encoding.UTF8.GetBytes(line)));
        }
    }

    private static string Line(int day, string subtotal) =>
        $$"""{"v":1,"at":"2026-11-0{{day}}T12:00:00Z","start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z","""
        + $"\"subtotal\":{subtotal},\"sources\":[]}}";
}
