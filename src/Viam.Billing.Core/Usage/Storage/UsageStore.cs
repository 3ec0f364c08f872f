using System.Diagnostics;
using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// The usage of organizations over time, in files: usage/&lt;organization ID&gt;/&lt;yyyy-MM&gt;.jsonl, one per billing
/// period, one line per snapshot. Safe for
/// concurrent use by any number of processes.
/// </summary>
internal sealed class UsageStore
{
    private const string Extension = ".jsonl";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan s_defaultLockTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(25);
    private readonly string _folder;
    private readonly TimeSpan _lockTimeout;
    private readonly DiskAccess _disk;

    /// <param name="path">The store's folder, a full path. It is created by the first save.</param>
    /// <param name="lockTimeout">How long to wait for another process that writes to the same file.</param>
    public UsageStore(string path, TimeSpan? lockTimeout = null, DiskAccess? disk = null)
    {
        _folder = Path.Combine(path, "usage");
        _lockTimeout = lockTimeout ?? s_defaultLockTimeout;
        _disk = disk ?? DiskAccess.Default;
    }

    /// <summary>The IDs of the organizations that have snapshots.</summary>
    public IReadOnlyList<string> OrganizationIds =>
        Directory.Exists(_folder)
            ?
            [
                .. Directory
                    .EnumerateDirectories(_folder)
                    .Select(static folder => Path.GetFileName(folder))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>Saves a snapshot, unless one was saved less than an interval ago.</summary>
    /// <exception cref="UsageStoreException">
    /// The file is in use, damaged, of a newer version, or can't be written.
    /// </exception>
    /// <exception cref="IOException">The folder or file can't be created or opened.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public SavedSnapshot Save(
        string organizationId,
        UsageSnapshot snapshot,
        TimeSpan minimumInterval,
        CancellationToken cancellationToken = default
    )
    {
        var path = Path.Combine(FolderOf(organizationId), snapshot.Period.Name + Extension);
        CreateFolder(Path.GetDirectoryName(path)!);
        // Another file each time, since an attempt may have read a part of it.
        var month = new UsageMonthFile();
        using var file = Retry(
            path,
            () =>
                IsKept(path, snapshot, minimumInterval)
                    ? null
                    : AppendOnlyFile.Open(path, month = new UsageMonthFile(), _disk),
            cancellationToken
        );
        if (file is null || !month.Takes(snapshot, minimumInterval))
        {
            return new SavedSnapshot(UsageSnapshotStatus.Kept, path);
        }
        try
        {
            UsageMonthFile.Append(file, snapshot);
        }
        catch (AppendFailedException exception)
        {
            throw new UsageStoreNotWrittenException(path, exception.InnerException ?? exception);
        }
        return new SavedSnapshot(UsageSnapshotStatus.Saved, path);
    }

    /// <summary>
    /// Reads what is stored of an organization: of all billing periods, or of those that start in or after a month and
    /// in or before another.
    /// </summary>
    /// <exception cref="UsageStoreException">A file is in use, damaged, or of a newer version.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public UsageHistory Read(
        string organizationId,
        DateTime? firstMonth = null,
        DateTime? lastMonth = null,
        CancellationToken cancellationToken = default
    )
    {
        var folder = FolderOf(organizationId);
        if (!Directory.Exists(folder))
        {
            return UsageHistory.Empty;
        }
        var months = new List<UsageMonth>();
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            if (
                IsMonth(Path.GetFileNameWithoutExtension(path), firstMonth, lastMonth)
                && ReadMonth(path, cancellationToken) is { } month
            )
            {
                months.Add(month);
            }
        }
        return new UsageHistory(months);
    }

    /// <summary>
    /// True if the file has a snapshot that makes another one needless. Many processes can find that out at once, while
    /// only one can hold the file.
    /// </summary>
    private static bool IsKept(string path, UsageSnapshot snapshot, TimeSpan minimumInterval)
    {
        if (!File.Exists(path))
        {
            return false;
        }
        var month = new UsageMonthFile();
        AppendOnlyFile.Read(path, month, out var isRepairable);
        return !isRepairable && !month.Takes(snapshot, minimumInterval);
    }

    /// <summary>Null if the file is empty, as after a process that was killed once it had created it.</summary>
    private UsageMonth? ReadMonth(string path, CancellationToken cancellationToken)
    {
        var month = new UsageMonthFile();
        Retry(path, () => AppendOnlyFile.Read(path, month = new UsageMonthFile()), cancellationToken);
        return month.Snapshots.Count == 0 ? null : new UsageMonth(month.Snapshots);
    }

    /// <summary>Other processes hold a file only while they add a line.</summary>
    private T Retry<T>(string path, Func<T> open, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return open();
            }
            catch (IOException exception) when (FileLock.IsHeld(exception))
            {
                if (Stopwatch.GetElapsedTime(started) >= _lockTimeout)
                {
                    throw new UsageStoreBusyException(path, _lockTimeout, exception);
                }
                if (cancellationToken.WaitHandle.WaitOne(s_retryInterval))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
            catch (InvalidLineException exception)
            {
                throw new UsageStoreDamagedException(path, exception.Line, exception);
            }
            catch (UsageRecordVersionException exception)
            {
                throw new UsageStoreVersionException(path, exception.Version, exception);
            }
        }
    }

    /// <summary>
    /// Creates what is missing of a folder and the ones above it, for their owner alone, and makes sure that they are
    /// still there after a power cut.
    /// </summary>
    private void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }
        var parent = Path.GetDirectoryName(path)!;
        CreateFolder(parent);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
        _disk.FlushFolder(parent);
    }

    private string FolderOf(string organizationId)
    {
        if (
            organizationId.Length is 0 or > 100
            || !organizationId.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
        )
        {
            throw new ArgumentException($"'{organizationId}' isn't a valid organization ID.", nameof(organizationId));
        }
        return Path.Combine(_folder, organizationId.ToLowerInvariant());
    }

    private static bool IsMonth(string name, DateTime? first, DateTime? last) =>
        name is [_, _, _, _, '-', _, _]
        && (first is null || string.CompareOrdinal(name, FormattableString.Invariant($"{first:yyyy-MM}")) >= 0)
        && (last is null || string.CompareOrdinal(name, FormattableString.Invariant($"{last:yyyy-MM}")) <= 0);
}
