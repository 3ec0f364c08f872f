namespace Viam.Billing.Usage.Storage;

/// <summary>Another process locked a file of the store for too long.</summary>
internal sealed class UsageStoreBusyException(string path, TimeSpan waited, Exception cause)
    : UsageStoreException(
        FormattableString.Invariant($"The file {path} was in use by another process for {waited.TotalSeconds:0.#} s."),
        cause
    )
{
    public string Path { get; } = path;
}
