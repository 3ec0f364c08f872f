using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage.Storage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Files and folders that the store didn't create, and folders that can't be read.</summary>
public sealed partial class UsageStoreTests
{
    private string UsageFolder => _folder.GetPath("usage");

    [Theory]
    [InlineData("@eaDir")]
    [InlineData(".x")]
    [InlineData("lost+found")]
    [InlineData("a b")]
    public void ForeignFolderIsNoOrganization(string name)
    {
        Save("2026-11-25", 1m);
        Directory.CreateDirectory(Path.Combine(UsageFolder, name));
        File.WriteAllText(Path.Combine(UsageFolder, "notes"), "");

        Assert.Equal([Acme], Store.OrganizationIds);
    }

    [Fact]
    public void FolderWithUppercaseIdIsRead()
    {
        Save("2026-10-25", 1m);
        if (!OperatingSystem.IsLinux())
        {
            // Names that differ only in case are the same folder.
            return;
        }
        var upper = Path.Combine(UsageFolder, Acme.ToUpperInvariant());
        Directory.Move(AcmeFolder, upper);
        Assert.Equal([Acme], Store.OrganizationIds);
        Assert.Equal(1m, Assert.Single(Store.Read(Acme, cancellationToken: Token).Months).Latest.Subtotal);

        Save("2026-10-26", 2m);
        Save("2026-11-25", 3m);

        Assert.Equal([Acme], Store.OrganizationIds);
        Assert.Equal(
            [1m, 2m, 3m],
            Store
                .Read(Acme, cancellationToken: Token)
                .Months.SelectMany(static month => month.Snapshots)
                .Select(static snapshot => snapshot.Subtotal)
        );
        Assert.Equal(2, Store.Read(Acme, cancellationToken: Token).Months.Count);
    }

    [Theory]
    [InlineData(-3600, false)]
    [InlineData(0, true)]
    public void FolderWithUppercaseIdIsReadIfItAppearsLater(int folderChanged, bool keepsTime)
    {
        Save("2026-10-25", 1m);
        if (!OperatingSystem.IsLinux())
        {
            // Names that differ only in case are the same folder.
            return;
        }
        var time = DateTime.UtcNow.AddSeconds(folderChanged);
        Directory.SetLastWriteTimeUtc(UsageFolder, time);
        Assert.Single(Store.Read(Acme, cancellationToken: Token).Months);

        var upper = Path.Combine(UsageFolder, Acme.ToUpperInvariant());
        Directory.Move(AcmeFolder, upper);
        if (keepsTime)
        {
            // File systems round times, so that two changes can have the same.
            Directory.SetLastWriteTimeUtc(UsageFolder, time);
        }
        Save("2026-11-25", 2m);
        if (keepsTime)
        {
            Directory.SetLastWriteTimeUtc(UsageFolder, time);
        }

        Assert.Equal(2, Store.Read(Acme, cancellationToken: Token).Months.Count);
    }

    [Fact]
    public void FileInsteadOfFolderIsError()
    {
        File.WriteAllText(UsageFolder, "");

        Assert.ThrowsAny<IOException>(() => Store.OrganizationIds);
        Assert.ThrowsAny<IOException>(() => Store.Read(Acme, cancellationToken: Token));
    }

    [Fact]
    public void FileInsteadOfOrganizationFolderIsError()
    {
        Save("2026-11-25", 1m);
        File.WriteAllText(Path.Combine(UsageFolder, "other"), "");

        Assert.ThrowsAny<IOException>(() => Store.Read("other", cancellationToken: Token));
    }

    [Fact]
    public void FolderInsteadOfMonthFileIsError()
    {
        Directory.CreateDirectory(Path.Combine(AcmeFolder, "2026-11.jsonl"));

        Assert.ThrowsAny<IOException>(() => Store.Read(Acme, cancellationToken: Token));
    }

    [Fact]
    public void FolderThatCannotBeReadIsNotEmpty()
    {
        if (OperatingSystem.IsWindows())
        {
            // Links need a permission that users don't have.
            return;
        }
        CreateLink(UsageFolder, UsageFolder);

        Assert.ThrowsAny<IOException>(() => Store.OrganizationIds);
        Assert.ThrowsAny<IOException>(() => Store.Read(Acme, cancellationToken: Token));
        Assert.ThrowsAny<IOException>(() => Save("2026-11-25", 1m));
    }

    [Fact]
    public void OrganizationFolderThatCannotBeReadIsNotEmpty()
    {
        if (OperatingSystem.IsWindows())
        {
            // Links need a permission that users don't have.
            return;
        }
        Directory.CreateDirectory(UsageFolder);
        CreateLink(AcmeFolder, AcmeFolder);

        Assert.ThrowsAny<IOException>(() => Store.Read(Acme, cancellationToken: Token));
    }

    [Fact]
    public void StoreReplacedByOneWithTheSameTimeIsListedAgain()
    {
        if (!OperatingSystem.IsLinux())
        {
            // Names that differ only in case are the same folder.
            return;
        }
        Store.Save(Acme, One("2026-11-25", 1m), s_hour, Token);
        var backup = Path.Combine(_folder.FullName, "backup");
        Directory.CreateDirectory(backup);
        Directory.Move(AcmeFolder, Path.Combine(backup, Acme.ToUpperInvariant()));
        var time = DateTime.UtcNow.AddHours(-1);
        Directory.SetLastWriteTimeUtc(backup, time);
        Directory.SetLastWriteTimeUtc(UsageFolder, time);
        Assert.Empty(Store.Read(Acme, cancellationToken: Token).Months);
        // File systems round times.
        Thread.Sleep(50);

        Directory.Delete(UsageFolder);
        Directory.Move(backup, UsageFolder);
        Directory.SetLastWriteTimeUtc(UsageFolder, time);

        Assert.Single(Store.Read(Acme, cancellationToken: Token).Months);
    }

    [Fact]
    public void StoreThatCannotBeReadIsNotMissing()
    {
        if (OperatingSystem.IsWindows())
        {
            // Links need a permission that users don't have.
            return;
        }
        var loop = _folder.GetPath("loop");
        CreateLink(loop, loop);

        Assert.ThrowsAny<IOException>(() => UsageStoreLocation.Exists(loop));
        Assert.ThrowsAny<IOException>(() => UsageStoreLocation.Exists(Path.Combine(loop, "store")));
        File.WriteAllText(_folder.GetPath("file"), "");
        Assert.ThrowsAny<IOException>(() => UsageStoreLocation.Exists(_folder.GetPath("file")));
        Assert.False(UsageStoreLocation.Exists(Path.Combine(_folder.FullName, "missing", "store")));
        Assert.True(UsageStoreLocation.Exists(_folder.FullName));
    }

    [Fact]
    public void LinkWithoutTargetIsReportedAsSuch()
    {
        if (OperatingSystem.IsWindows())
        {
            // Links need a permission that users don't have.
            return;
        }
        var link = _folder.GetPath("link");
        CreateLink(link, _folder.GetPath("nothing"));
        var message = $"'{link}' is a symbolic link to '{_folder.GetPath("nothing")}', which doesn't exist.";

        var save = Assert.ThrowsAny<IOException>(() =>
            new UsageStore(link).Save(Acme, One("2026-11-25", 1m), s_hour, Token)
        );
        var mark = Assert.ThrowsAny<IOException>(() => SandboxMark.Check(link, isSandbox: true));
        var read = Assert.ThrowsAny<IOException>(() => UsageStoreLocation.Exists(link));

        Assert.Equal([message, message, message], [save.Message, mark.Message, read.Message]);
    }

    private static void CreateLink(string path, string target) => File.CreateSymbolicLink(path, target);
}
