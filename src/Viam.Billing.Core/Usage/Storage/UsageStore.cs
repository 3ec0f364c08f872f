using System.Diagnostics;
using System.Globalization;
using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Stores the usage of organizations over time in the files usage/&lt;organization ID&gt;/&lt;yyyy-MM&gt;.jsonl, with
/// one file per billing period and one line per snapshot. Safe for concurrent use by any number of processes.
/// </summary>
internal sealed class UsageStore
{
    private const string Extension = ".jsonl";
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(25);
    private readonly UsageStoreFolders _folders;
    private readonly TimeSpan _lockTimeout;
    private readonly DiskAccess _disk;

    /// <summary>How long a cmdlet waits for another process that writes to the same file.</summary>
    public static TimeSpan DefaultLockTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <param name="path">The full path of the store's folder, which is created by the first save.</param>
    /// <param name="lockTimeout">The time to wait for another process that writes to the same file.</param>
    public UsageStore(string path, TimeSpan? lockTimeout = null, DiskAccess? disk = null)
    {
        _folders = new UsageStoreFolders(Path.Combine(path, "usage"));
        _lockTimeout = lockTimeout ?? DefaultLockTimeout;
        _disk = disk ?? DiskAccess.Default;
    }

    /// <summary>The IDs of the organizations that have a folder.</summary>
    /// <exception cref="IOException">The store can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public IReadOnlyList<string> OrganizationIds => _folders.OrganizationIds;

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
        var folder = _folders.Of(organizationId);
        var path = Path.Combine(folder, snapshot.Period.Name + Extension);
        Folder.CreateForOwner(folder, _disk);
        // Created for each attempt, because a failed one may have read a part of the file.
        var month = NewFile(path);
        using var file = Retry(
            path,
            () =>
                IsKept(path, month = NewFile(path), snapshot, minimumInterval)
                    ? null
                    : AppendOnlyFile.Open(path, month = month.ReadAgain(), _disk, defersFlush: true),
            cancellationToken
        );
        if (file is null || !month.Takes(snapshot, minimumInterval))
        {
            // Another process saved it a moment ago, and may have been killed before it could flush it.
            file?.Flush();
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
        using var files = ReadFiles(organizationId, firstMonth, lastMonth, cancellationToken);
        return files.ToHistory();
    }

    /// <summary>Reads the content of the files that <see cref="Read"/> uses.</summary>
    /// <inheritdoc cref="Read"/>
    public UsageMonthFiles ReadFiles(
        string organizationId,
        DateTime? firstMonth = null,
        DateTime? lastMonth = null,
        CancellationToken cancellationToken = default
    )
    {
        var files = new UsageMonthFiles();
        try
        {
            foreach (var path in FindFiles(organizationId))
            {
                if (IsMonth(Path.GetFileNameWithoutExtension(path), firstMonth, lastMonth))
                {
                    files.Add(path, Retry(path, () => FileContent.Read(path), cancellationToken));
                }
            }
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>The time of an organization's first snapshot; null if it has none.</summary>
    /// <inheritdoc cref="Read"/>
    public DateTime? FindFirst(string organizationId, CancellationToken cancellationToken = default)
    {
        foreach (var name in FindFiles(organizationId).Select(Path.GetFileNameWithoutExtension).Distinct().Order())
        {
            if (
                DateTime.TryParseExact(
                    name,
                    "yyyy-MM",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var month
                )
                && Read(organizationId, month, month, cancellationToken).Months is [{ Snapshots: [var first, ..] }, ..]
            )
            {
                return first.ReadAt;
            }
        }
        return null;
    }

    private IEnumerable<string> FindFiles(string organizationId) =>
        _folders
            .Find(organizationId)
            .SelectMany(static folder =>
                Directory.EnumerateFileSystemEntries(folder, "*" + Extension).Order(StringComparer.Ordinal)
            );

    private static UsageMonthFile NewFile(string path) => new(Path.GetFileNameWithoutExtension(path), keepsLines: true);

    /// <summary>
    /// Reads the file. True if it has a snapshot that makes another one unnecessary. This check can run in several
    /// processes at the same time, while only one of them can lock the file for writing.
    /// </summary>
    private static bool IsKept(string path, UsageMonthFile month, UsageSnapshot snapshot, TimeSpan minimumInterval)
    {
        if (!File.Exists(path))
        {
            return false;
        }
        AppendOnlyFile.Read(path, month, out var isRepairable);
        return !isRepairable && !month.Takes(snapshot, minimumInterval);
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
                return UsageStoreErrors.Translate(path, open);
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
        }
    }

    private static bool IsMonth(string name, DateTime? first, DateTime? last) =>
        name is [_, _, _, _, '-', _, _]
        && name.Where((_, i) => i != 4).All(char.IsAsciiDigit)
        && (first is null || string.CompareOrdinal(name, FormattableString.Invariant($"{first:yyyy-MM}")) >= 0)
        && (last is null || string.CompareOrdinal(name, FormattableString.Invariant($"{last:yyyy-MM}")) <= 0);
}
