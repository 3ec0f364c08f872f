namespace Viam.Billing.Usage.Storage;

/// <summary>The base class of failures of the usage store.</summary>
internal abstract class UsageStoreException(string message, Exception? cause = null) : Exception(message, cause);
