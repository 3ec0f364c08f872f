using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage.Storage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Stores of sandboxes, and stores of real usage.</summary>
public sealed class SandboxMarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string StorePath => _folder.GetPath("store");

    private string Mark => Path.Combine(StorePath, "sandbox.txt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NewStoreOfManyThreadsIsMarkedOnceBeforeAnySnapshot()
    {
        const int Threads = 6;
        var rounds = TestSettings.RandomCases(300);
        for (var round = 0; round < rounds; round++)
        {
            var store = _folder.GetPath($"store-{round}");
            using var barrier = new Barrier(Threads);
            var errors = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
            var threads = Enumerable
                .Range(0, Threads)
                .Select(number => new Thread(() =>
                {
                    barrier.SignalAndWait();
                    try
                    {
                        SandboxMark.Check(store, isSandbox: true);
                        Assert.True(File.Exists(Path.Combine(store, "sandbox.txt")));
                        Directory.CreateDirectory(Path.Combine(store, "usage", $"{number}"));
                    }
                    catch (Exception exception)
                    {
                        errors.Enqueue(exception);
                    }
                }))
                .ToList();
            threads.ForEach(static thread => thread.Start());
            threads.ForEach(static thread => thread.Join());

            Assert.Empty(errors);
        }
    }

    [Fact]
    public void ExistingMarkIsNotWrittenAgain()
    {
        SandboxMark.Check(StorePath, isSandbox: true);
        File.WriteAllText(Mark, "mine");

        SandboxMark.Check(StorePath, isSandbox: true);

        Assert.Equal("mine", File.ReadAllText(Mark));
    }

    [Fact]
    public void MarkIsOnlyForOwner()
    {
        SandboxMark.Check(StorePath, isSandbox: true);

        Assert.Contains("made-up data", File.ReadAllText(Mark), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Mark));
        }
    }

    [Fact]
    public void EmptyFolderBecomesStoreOfSandbox()
    {
        Directory.CreateDirectory(StorePath);

        SandboxMark.Check(StorePath, isSandbox: true);

        Assert.True(File.Exists(Mark));
    }

    [Fact]
    public void FolderWithOtherFilesDoesNotBecomeStoreOfSandbox()
    {
        Directory.CreateDirectory(StorePath);
        File.WriteAllText(Path.Combine(StorePath, "ledger.jsonl"), "x");

        var exception = Assert.Throws<SandboxStoreException>(() => SandboxMark.Check(StorePath, isSandbox: true));

        Assert.Equal(
            $"The usage comes from a sandbox, and the folder '{StorePath}' has other files or usage. "
                + "Nothing was saved.",
            exception.Message
        );
        Assert.Single(Directory.GetFileSystemEntries(StorePath));
    }

    [Fact]
    public void StoreTakesUsageOfOneKindOnly()
    {
        SandboxMark.Check(StorePath, isSandbox: true);
        Assert.Throws<SandboxStoreException>(() => SandboxMark.Check(StorePath, isSandbox: false));
        var real = _folder.GetPath("real");
        SandboxMark.Check(real, isSandbox: false);
        new UsageStore(real).Save("acme", One("2026-11-25", 1m), TimeSpan.Zero, Token);
        Assert.Throws<SandboxStoreException>(() => SandboxMark.Check(real, isSandbox: true));
    }
}
