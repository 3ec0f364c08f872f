using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>The content of an organization's files.</summary>
internal sealed class UsageMonthFiles : IDisposable
{
    private readonly List<(string Path, FileContent Content)> _files = [];

    public void Add(string path, FileContent content) => _files.Add((path, content));

    /// <summary>Identifies the content. Files with other content never have the same value.</summary>
    /// <param name="other">Other data that the value also identifies.</param>
    public string ComputeHash(ReadOnlySpan<byte> other)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(other);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var (path, content) in _files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(path)));
            BitConverter.TryWriteBytes(length, content.Bytes.Length);
            hash.AppendData(length);
            hash.AppendData(content.Bytes);
        }
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>Reads the snapshots.</summary>
    /// <exception cref="UsageStoreException">A file is damaged or of a newer version.</exception>
    public UsageHistory ToHistory()
    {
        // Of folders whose names differ in case, the months can be the same.
        var months = new Dictionary<string, List<UsageSnapshot>>();
        foreach (var (path, content) in _files)
        {
            var month = new UsageMonthFile(Path.GetFileNameWithoutExtension(path));
            UsageStoreErrors.Translate(path, () => LineReader.Read(path, content.Bytes, month));
            months.TryAdd(month.Name, []);
            months[month.Name].AddRange(month.Snapshots);
        }
        // A file is empty after a process that was killed once it had created it.
        return new UsageHistory(
            months.Values.Where(static month => month.Count > 0).Select(static month => new UsageMonth(month))
        );
    }

    public void Dispose() => _files.ForEach(static file => file.Content.Dispose());
}
