using Viam.Billing.Files;

namespace Viam.Billing.Charging.Ledger;

/// <summary>
/// The file of a charge ledger: lines of JSON in an <see cref="AppendOnlyFile"/>, linked by hashes. Not safe for
/// concurrent use.
/// </summary>
internal sealed class LedgerFile : ILineFormat, IDisposable
{
    private readonly Func<byte[], bool> _take;
    private AppendOnlyFile? _file;
    private string _hash = "";

    private LedgerFile(Func<byte[], bool> take) => _take = take;

    /// <summary>True if the last line was incomplete, for example after a power failure, and is ignored.</summary>
    public bool WasTorn { get; private set; }

    /// <summary>
    /// Opens and locks a charge ledger. If it doesn't exist, it is created so that only its owner can read it. An
    /// incomplete last line is removed.
    /// </summary>
    /// <param name="take">Processes the JSON of each line. Returns false if the line isn't valid in this
    /// position.</param>
    /// <exception cref="IOException">Another process has the file open, it isn't a regular file, or the disk
    /// fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    /// <exception cref="LedgerDamagedException">The file is damaged, except for an incomplete last line.</exception>
    public static LedgerFile Open(string path, Func<byte[], bool> take, DiskAccess? disk = null) =>
        Load(path, take, log => log.Use(AppendOnlyFile.Open(path, log, disk)));

    /// <summary>Reads a charge ledger without changing it. The file isn't locked after this method returns.</summary>
    public static LedgerFile Read(string path, Func<byte[], bool> take) =>
        Load(path, take, log => log.WasTorn = AppendOnlyFile.Read(path, log));

    /// <summary>Does the same as <see cref="Open"/> for a file that is already open.</summary>
    internal static LedgerFile Hold(FileStream file, Func<byte[], bool> take) =>
        Load(file.Name, take, log => log.Use(AppendOnlyFile.Hold(file, log)));

    /// <exception cref="LedgerNotWrittenException">The line may not have been written to disk. No more lines can be
    /// added, because it may be incomplete.</exception>
    public void Append(ReadOnlySpan<byte> json)
    {
        var file = _file ?? throw new InvalidOperationException("The ledger is open for reading.");
        var line = LedgerRecordFormat.Create(json, _hash, out var hash);
        try
        {
            file.Append(line);
        }
        catch (AppendFailedException exception)
        {
            throw new LedgerNotWrittenException(file.Path, exception.InnerException!);
        }
        _hash = hash;
    }

    public void Dispose() => _file?.Dispose();

    bool ILineFormat.TryTake(ReadOnlySpan<byte> line)
    {
        if (!LedgerRecordFormat.TryRead(line, _hash, out var json, out var hash) || !_take(json))
        {
            return false;
        }
        _hash = hash;
        return true;
    }

    bool ILineFormat.IsTorn(ReadOnlySpan<byte> line, bool hasEnd) => LedgerRecordFormat.IsTorn(line, hasEnd);

    private static LedgerFile Load(string path, Func<byte[], bool> take, Action<LedgerFile> load)
    {
        var log = new LedgerFile(take);
        try
        {
            load(log);
            return log;
        }
        catch (InvalidLineException exception)
        {
            throw new LedgerDamagedException(path, exception.Line);
        }
    }

    private void Use(AppendOnlyFile file)
    {
        _file = file;
        WasTorn = file.WasTorn;
    }
}
