using System.Diagnostics;
using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Stores the usage of organizations over time in the files usage/&lt;organization ID&gt;/&lt;yyyy-MM&gt;.jsonl, with
/// one file per billing period and one line per snapshot. Safe for concurrent use by any number of processes.
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

    /// <param name="path">The full path of the store's folder, which is created by the first save.</param>
    /// <param name="lockTimeout">The time to wait for another process that writes to the same file.</param>
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

    /// <summary>
    /// Saves a snapshot, unless the store has one that was read within an interval of it. The first snapshot that makes
    /// the period final is always saved.
    /// </summary>
    /// <exception cref="UsageStoreException">
    /// The file is in use, damaged, of a newer version, or can't be written.
    /// </exception>
    /// <exception cref="IOException">The folder or file can't be created or opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder or file is denied.</exception>
    public SavedSnapshot Save(
        string organizationId,
        UsageSnapshot snapshot,
        TimeSpan minimumInterval,
        CancellationToken cancellationToken = default
    )
    {
        var path = Path.Combine(FolderOf(organizationId), snapshot.Period.Name + Extension);
        CreateFolder(Path.GetDirectoryName(path)!);
        // Created for each attempt, because a failed one may have read a part of the file.
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
    /// Reads the stored usage of an organization: of all billing periods, or of those that start in a range of months.
    /// </summary>
    /// <exception cref="UsageStoreException">A file is in use, damaged, or of a newer version.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a file is denied.</exception>
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
    /// True if the file has a snapshot that makes another one unnecessary. This check can run in several processes at
    /// the same time, while only one of them can lock the file for writing.
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

    /// <summary>Null if the file is empty, for example because a process was killed after creating it.</summary>
    private UsageMonth? ReadMonth(string path, CancellationToken cancellationToken)
    {
        var month = new UsageMonthFile();
        Retry(path, () => AppendOnlyFile.Read(path, month = new UsageMonthFile()), cancellationToken);
        return month.Snapshots.Count == 0 ? null : new UsageMonth(month.Snapshots);
    }

    /// <summary>
    /// Tries again for a limited time, because other processes lock a file only while they add a line.
    /// </summary>
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
    /// Creates a folder and its missing parents with access for the owner only, and flushes them to the disk, so that
    /// they still exist after a power failure.
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
