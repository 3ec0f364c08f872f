using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>Reports invalid lines as errors of the store.</summary>
internal static class UsageStoreErrors
{
    /// <param name="path">The file from which lines are read.</param>
    /// <exception cref="UsageStoreException">The file is damaged or of a newer version.</exception>
    public static T Translate<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidLineException exception)
        {
            throw new UsageStoreDamagedException(path, exception.Line, exception);
        }
        catch (UsageRecordVersionException exception)
        {
            throw new UsageStoreVersionException(path, exception.Version, exception);
        }
    }
}
