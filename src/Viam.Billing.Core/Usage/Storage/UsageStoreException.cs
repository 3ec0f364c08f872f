namespace Viam.Billing.Usage.Storage;

/// <summary>
/// The usage store couldn't be used, for one organization or at all. Its kinds are the derived types.
/// </summary>
internal abstract class UsageStoreException(string message, Exception? cause = null) : Exception(message, cause);
