using System.Globalization;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Processes;

/// <summary>
/// Several processes, and processes that are killed at random moments. VIAM_BILLING_KILLS sets the number of kills,
/// VIAM_BILLING_KILL_SEED the random seed.
/// </summary>
public sealed class StoreProcessTests : IDisposable
{
    private static readonly DateTime s_start = Utc("2026-11-01");
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Kills => TestSettings.Read("VIAM_BILLING_KILLS", 15);

    private static int Seed => TestSettings.Read("VIAM_BILLING_KILL_SEED", 20260315);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SixteenProcessesSaveFiftyOrganizationsOnceEach()
    {
        var processes = Enumerable
            .Range(0, 16)
            .Select(_ => StoreDriver.Start(_folder.FullName, 50, s_start, Utc("2026-11-10T03:15:00Z"), 100))
            .ToList();
        var ended = await Task.WhenAll(processes.Select(static process => process.WaitAsync(Token)));
        processes.ForEach(static process => process.Dispose());

        Assert.All(ended, static process => Assert.Equal((0, ""), (process.ExitCode, process.Errors)));
        var files = Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);
        Assert.Equal(50, files.Length);
        Assert.All(files, static file => Assert.Single(File.ReadLines(file)));
        var results = ended.SelectMany(static process => process.Results).ToList();
        Assert.Equal(50, results.Count(static result => result.StartsWith("Saved ", StringComparison.Ordinal)));
        Assert.Equal(750, results.Count(static result => result.StartsWith("Kept ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task KilledProcessLosesAtMostTheLineThatItWrites()
    {
        const int Organizations = 8;
        var random = new Random(Seed);
        var store = new UsageStore(_folder.FullName);
        var saved = Enumerable.Range(0, Organizations).ToDictionary(static i => $"organization-{i:00}", static _ => 0);
        var (readAt, torn) = (s_start, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            readAt = readAt.AddHours(2);
            using var process = StoreDriver.Start(_folder.FullName, Organizations, s_start, readAt, kill, isSlow: true);
            await process.WaitUntilBegunAsync(Token);
            await Task.Delay(random.Next(800), Token);
            process.Kill();
            foreach (var result in (await process.WaitAsync(Token)).Results)
            {
                // The process may have been killed while it reported.
                if (result.Split(' ') is ["Saved", { Length: 15 } organization])
                {
                    saved[organization]++;
                }
            }
            torn += Files.Count(static file => !EndsWithLineFeed(file));
            foreach (var organization in saved.Keys)
            {
                var count = store
                    .Read(organization, cancellationToken: Token)
                    .Months.Sum(static m => m.Snapshots.Count);
                Assert.InRange(count, saved[organization], saved[organization] + 1);
                // A line can be on the disk without having been reported.
                saved[organization] = count;
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}: {Kills} kills, {torn} files with a torn line");
        foreach (var (organization, count) in saved)
        {
            Assert.Equal(
                UsageSnapshotStatus.Saved,
                store.Save(organization, One(readAt.AddDays(1), 1, s_start), TimeSpan.Zero, Token).Status
            );
            Assert.Equal(count + 1, store.Read(organization, cancellationToken: Token).Months[0].Snapshots.Count);
        }
        Assert.All(Files, static file => Assert.True(EndsWithLineFeed(file)));
        Assert.True(torn > 0, "No process was killed inside a line.");
    }

    /// <summary>
    /// A job at 22:30 UTC that is killed at a random moment, and is started again at 23:30 UTC. The second attempt is
    /// killed as well in two nights of three, but not in the first.
    /// </summary>
    [Fact]
    public async Task NightlyJobKilledAtRandomMomentsStillYieldsCompleteHistory()
    {
        const int Organizations = 5;
        var random = new Random(Seed);
        var end = s_start.AddMonths(1);
        var amount = 0m;
        for (var day = s_start; day < end; day = day.AddDays(1))
        {
            amount += 10 + day.Day;
            // The first nights, and the last ones, which decide whether the month is complete.
            var isInterrupted = Math.Min(day.Day, (end - day).Days) <= Kills / 2;
            if (isInterrupted)
            {
                await RunNightAsync(day.AddHours(22.5), amount, isKilled: true);
            }
            // The scheduler repeats a failed job. The last night of the month is as any other.
            await RunNightAsync(
                day.AddHours(23.5),
                amount,
                isKilled: isInterrupted && day.Day != 1 && day.Day % 3 != 0
            );
        }

        var discount = Math.Round(amount / 10, 2);
        for (var i = 0; i < Organizations; i++)
        {
            var id = $"organization-{i:00}";
            var view = new UsageHistoryView(
                id,
                null,
                new UsageStore(_folder.FullName).Read(id, cancellationToken: Token),
                false
            );
            var rows = new UsageHistoryView(
                id,
                null,
                new UsageStore(_folder.FullName).Read(id, cancellationToken: Token),
                true
            );
            var month = Assert.Single(view.Months());
            Assert.True(month.IsComplete && month.IsFinal);
            Assert.Equal(amount - discount + 25, month.Cost);
            Assert.Equal(month.Cost, view.Days().Sum(static day => day.Cost));
            Assert.Equal(month.Cost, rows.Months().Sum(static row => row.Cost));
            Assert.Equal(month.Cost, rows.Days().Sum(static row => row.Cost));
        }

        async Task RunNightAsync(DateTime readAt, decimal amount, bool isKilled)
        {
            using var process = StoreDriver.Start(
                _folder.FullName,
                Organizations,
                s_start,
                readAt,
                amount,
                isSlow: isKilled
            );
            await process.WaitUntilBegunAsync(Token);
            if (isKilled)
            {
                await Task.Delay(random.Next(500), Token);
                process.Kill();
            }
            var (exitCode, _, errors) = await process.WaitAsync(Token);
            Assert.True(isKilled || exitCode == 0, errors);
        }
    }

    private IEnumerable<string> Files =>
        Directory
            .GetFiles(_folder.FullName, "*.jsonl", SearchOption.AllDirectories)
            .Where(static file => new FileInfo(file).Length > 0);

    private static bool EndsWithLineFeed(string file) => File.ReadAllBytes(file)[^1] == (byte)'\n';
}
