namespace Viam.Billing.Usage.Storage;

/// <summary>There is no folder for the store: none was given, and the system names none.</summary>
internal sealed class UsageStoreLocationException(string message) : UsageStoreException(message);
