namespace Viam.Billing.Usage.Storage;

/// <summary>There is no folder for the store: none was specified, and the system has no default one.</summary>
internal sealed class UsageStoreLocationException(string message) : UsageStoreException(message);
