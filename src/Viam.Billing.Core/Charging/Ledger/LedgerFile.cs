using Viam.Billing.Files;

namespace Viam.Billing.Charging.Ledger;

/// <summary>
/// The file of a ledger: lines of JSON in an <see cref="AppendOnlyFile"/>, chained by hashes. Not safe for concurrent
/// use.
/// </summary>
internal sealed class LedgerFile : ILineFormat, IDisposable
{
    private readonly Func<byte[], bool> _take;
    private AppendOnlyFile? _file;
    private string _hash = "";

    private LedgerFile(Func<byte[], bool> take) => _take = take;

    /// <summary>True if the last line was torn, as a power cut leaves it, and so isn't used.</summary>
    public bool WasTorn { get; private set; }

    /// <summary>
    /// Opens a ledger and holds it. Creates it if it doesn't exist, readable by its owner alone. A torn last line is
    /// removed.
    /// </summary>
    /// <param name="take">Takes each line's JSON in turn. False if no ledger can hold it there.</param>
    /// <exception cref="IOException">Another process holds it, it isn't a regular file, or the disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="LedgerDamagedException">It is damaged beyond a torn last line.</exception>
    public static LedgerFile Open(string path, Func<byte[], bool> take, DiskAccess? disk = null) =>
        Load(path, take, log => log.Use(AppendOnlyFile.Open(path, log, disk)));

    /// <summary>Reads a ledger and changes nothing. The file isn't held once this returns.</summary>
    public static LedgerFile Read(string path, Func<byte[], bool> take) =>
        Load(path, take, log => log.WasTorn = AppendOnlyFile.Read(path, log));

    /// <summary>As <see cref="Open"/>, of a file that is held already.</summary>
    internal static LedgerFile Hold(FileStream file, Func<byte[], bool> take) =>
        Load(file.Name, take, log => log.Use(AppendOnlyFile.Hold(file, log)));

    /// <exception cref="LedgerNotWrittenException">The line isn't surely on the disk. No other will be: what is there
    /// of it may be torn.</exception>
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
