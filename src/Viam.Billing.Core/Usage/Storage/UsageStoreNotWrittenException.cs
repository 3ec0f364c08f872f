namespace Viam.Billing.Usage.Storage;

/// <summary>A snapshot may not have been written to the disk.</summary>
internal sealed class UsageStoreNotWrittenException(string path, Exception cause)
    : UsageStoreException($"The file '{path}' couldn't be written: {cause.Message}", cause)
{
    public string Path { get; } = path;
}
