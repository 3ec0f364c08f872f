namespace Viam.Billing.Usage.Storage;

/// <summary>A file of the store has a line that isn't a snapshot, other than an incomplete last line.</summary>
internal sealed class UsageStoreDamagedException(string path, int line, Exception cause)
    : UsageStoreException($"The file '{path}' is damaged on line {line}.", cause)
{
    public string Path { get; } = path;

    public int Line { get; } = line;
}
