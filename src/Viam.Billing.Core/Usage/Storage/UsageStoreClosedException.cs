namespace Viam.Billing.Usage.Storage;

/// <summary>The store was temporary and was deleted with its session.</summary>
internal sealed class UsageStoreClosedException()
    : UsageStoreException(
        "The usage comes from a sandbox session that is closed. Its temporary usage store was deleted."
    );
