namespace Viam.Billing.Usage.Storage;

/// <summary>A file of the store was written by a newer version of the module.</summary>
internal sealed class UsageStoreVersionException(string path, long version, Exception cause)
    : UsageStoreException(
        $"The file {path} has records of version {version}, but this version of Viam.Billing reads up to version "
            + $"{UsageRecordFormat.Version}.",
        cause
    )
{
    public string Path { get; } = path;

    public long Version { get; } = version;
}
