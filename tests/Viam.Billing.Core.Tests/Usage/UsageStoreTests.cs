using System.Globalization;
using System.Text;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Snapshots in files.</summary>
public sealed partial class UsageStoreTests : IDisposable
{
    private const string Acme = "f1d9e8f5-0f0a-4b5c-9a43-0e5f7a2f6a01";
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private UsageStore Store => new(_folder.FullName, TimeSpan.FromSeconds(30));

    private string AcmeFolder => Path.Combine(_folder.FullName, "usage", Acme);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SnapshotIsSavedInFileOfOrganizationAndPeriod()
    {
        var saved = Save("2026-11-25T03:15:02Z", 678.86m);

        Assert.Equal(UsageSnapshotStatus.Saved, saved.Status);
        Assert.Equal(Path.Combine(AcmeFolder, "2026-11.jsonl"), saved.Path);
        Assert.Equal("{\"v\":1,\"at\":\"2026-11-25T03:15:02Z\",", File.ReadAllText(saved.Path)[..35]);
        Assert.Equal([Acme], Store.OrganizationIds);
        var snapshot = Assert.Single(Assert.Single(Store.Read(Acme, cancellationToken: Token).Months).Snapshots);
        Assert.Equal((Utc("2026-11-25T03:15:02Z"), 678.86m), (snapshot.ReadAt, snapshot.Subtotal));
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    public void FileOfPeriodIsNamedByTheGregorianCalendarInEveryCulture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Assert.Equal(Path.Combine(AcmeFolder, "2026-11.jsonl"), Save("2026-11-25T03:15:02Z", 678.86m).Path);
            var read = Store.Read(Acme, Utc("2026-11-01T00:00:00Z"), Utc("2026-11-30T00:00:00Z"), Token);
            Assert.Single(read.Months);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void SameSnapshotIsKeptWithinMinimumInterval()
    {
        Assert.Equal(UsageSnapshotStatus.Saved, Save("2026-11-25T03:15:00Z", 1m).Status);
        Assert.Equal(UsageSnapshotStatus.Kept, Save("2026-11-25T03:15:59Z", 2m).Status);
        Assert.Equal(UsageSnapshotStatus.Kept, Save("2026-11-25T04:14:59Z", 3m).Status);
        Assert.Equal(UsageSnapshotStatus.Kept, Save("2026-11-25T02:15:01Z", 3m).Status);
        Assert.Single(Lines("2026-11"));

        Assert.Equal(UsageSnapshotStatus.Saved, Save("2026-11-25T04:15:00Z", 4m).Status);
        Assert.Equal(UsageSnapshotStatus.Saved, Save("2026-11-25T02:15:00Z", 5m).Status);
        Assert.Equal(
            [5m, 1m, 4m],
            Store.Read(Acme, cancellationToken: Token).Months[0].Snapshots.Select(static snapshot => snapshot.Subtotal)
        );
    }

    [Fact]
    public void MinimumIntervalDoesNotBlockFirstFinalSnapshot()
    {
        Save("2026-11-30T22:59:59Z", 1m);

        Assert.Equal(UsageSnapshotStatus.Saved, Save("2026-11-30T23:00:00Z", 2m).Status);
        Assert.Equal(UsageSnapshotStatus.Kept, Save("2026-11-30T23:30:00Z", 3m).Status);
        Assert.True(Store.Read(Acme, cancellationToken: Token).Months[0].Total.IsFinal);
    }

    [Fact]
    public void ResponseAfterMonthWithOldStartDateGoesToOldFile()
    {
        var saved = Store.Save(Acme, One(Utc("2026-12-01T00:00:10Z"), 5m, Utc("2026-11-01")), s_hour, Token);

        Assert.EndsWith("2026-11.jsonl", saved.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldersAndFilesAreOnlyForOwner()
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows has no file modes; the user's folders are accessible only to the user.
            return;
        }
        var root = Path.Combine(_folder.FullName, "a", "b");
        var path = new UsageStore(root).Save(Acme, One("2026-11-25", 1m), s_hour, Token).Path;

        const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(File, System.IO.File.GetUnixFileMode(path));
        for (
            var folder = Path.GetDirectoryName(path)!;
            folder != _folder.FullName;
            folder = Path.GetDirectoryName(folder)!
        )
        {
            Assert.Equal(File | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(folder));
        }
    }

    [Fact]
    public void MonthsAreSelected()
    {
        foreach (var month in new[] { "2026-08", "2026-09", "2026-10", "2026-11" })
        {
            Save($"{month}-05T00:00:00Z", 1m);
        }
        File.WriteAllText(Path.Combine(AcmeFolder, "notes.jsonl"), "not a month");

        Assert.Equal(["2026-08", "2026-09", "2026-10", "2026-11"], Names(null, null));
        Assert.Equal(["2026-09", "2026-10"], Names("2026-09-30", "2026-10-01"));
        Assert.Equal(["2026-11"], Names("2026-11-01", null));

        IEnumerable<string> Names(string? first, string? last) =>
            Store
                .Read(Acme, first is null ? null : Utc(first), last is null ? null : Utc(last), Token)
                .Months.Select(static month => month.Period.Name);
    }

    [Fact]
    public void UnknownOrganizationHasNoHistory()
    {
        Assert.Empty(Store.Read(Acme, cancellationToken: Token).Months);
        Assert.Empty(Store.OrganizationIds);
        Assert.False(Directory.Exists(_folder.GetPath("usage")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void InvalidOrganizationIdIsRefused(string id) =>
        Assert.Throws<ArgumentException>(() => Store.Read(id, cancellationToken: Token));

    [Fact]
    public void OrganizationIdIsFoundInAnyCase()
    {
        Save("2026-11-25", 1m);

        Assert.Single(Store.Read(Acme.ToUpperInvariant(), cancellationToken: Token).Months);
    }

    [Fact]
    public async Task ConcurrentWritersSaveEachOrganizationOnce()
    {
        string[] organizations = [.. Enumerable.Range(0, 50).Select(static i => $"organization-{i}")];

        var saves = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(writer =>
                    Task.Factory.StartNew(
                        () =>
                            organizations
                                .Select(id => Store.Save(id, One("2026-11-25T03:15:00Z", writer), s_hour, Token).Status)
                                .ToArray(),
                        Token,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );

        Assert.Equal(
            50,
            saves.Sum(static statuses => statuses.Count(static status => status == UsageSnapshotStatus.Saved))
        );
        Assert.Equal(organizations.Order(StringComparer.Ordinal), Store.OrganizationIds);
        Assert.All(
            organizations,
            id => Assert.Single(Assert.Single(Store.Read(id, cancellationToken: Token).Months).Snapshots)
        );
    }

    [Theory]
    [InlineData("/given", "/variable", "/data", "/given")]
    [InlineData("", "/variable", "/data", "/variable")]
    [InlineData(null, "", "/data", "/data/viam-billing")]
    [InlineData(null, null, "/data", "/data/viam-billing")]
    public void LocationIsGivenOneOrVariableOrApplicationData(
        string? given,
        string? variable,
        string? data,
        string expected
    )
    {
        Assert.Equal(Full(expected), UsageStoreLocation.Find(Full(given), Full(variable), Full(data)));
    }

    [Theory]
    [InlineData(
        null,
        "",
        "There is no directory for the usage store, because the user has no directory for application "
            + "data. Give -StorePath, or set VIAM_BILLING_STORE."
    )]
    [InlineData(
        null,
        "share",
        "There is no directory for the usage store, because the user has no directory for application "
            + "data. Give -StorePath, or set VIAM_BILLING_STORE."
    )]
    [InlineData("store", null, "The environment variable VIAM_BILLING_STORE must hold a full path, not 'store'.")]
    public void LocationIsNeverWorkingFolder(string? variable, string? data, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<UsageStoreLocationException>(() => UsageStoreLocation.Find(null, variable, data)).Message
        );

    [Fact]
    public void StoreIsFoundOnThisMachine() =>
        Assert.EndsWith("given", UsageStoreLocation.Find("/given"), StringComparison.Ordinal);

    private static string? Full(string? path) =>
        string.IsNullOrEmpty(path)
            ? path
            : path.Replace('/', Path.DirectorySeparatorChar)
                .Insert(0, Path.GetPathRoot(Path.GetTempPath())!.TrimEnd(Path.DirectorySeparatorChar));

    private SavedSnapshot Save(string readAt, decimal amount) => Store.Save(Acme, One(readAt, amount), s_hour, Token);

    private string[] Lines(string month) =>
        File.ReadAllLines(Path.Combine(AcmeFolder, month + ".jsonl"), Encoding.UTF8);
}
