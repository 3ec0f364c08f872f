namespace Viam.Billing.Usage.Storage;

/// <summary>Where the usage store is.</summary>
internal static class UsageStoreLocation
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "VIAM_BILLING_STORE";

    private const string FolderName = "viam-billing";

    /// <param name="given">A full path; null if none was given.</param>
    /// <exception cref="UsageStoreLocationException">
    /// There is none, or the environment variable doesn't hold a full path.
    /// </exception>
    public static string Find(string? given) =>
        Find(
            given,
            Environment.GetEnvironmentVariable(Variable),
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            )
        );

    public static string Find(string? given, string? variable, string? localApplicationData)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return given;
        }
        if (!string.IsNullOrEmpty(variable))
        {
            // Relative to whatever folder a job happens to start in, the history would be spread over the machine.
            return Path.IsPathFullyQualified(variable)
                ? variable
                : throw new UsageStoreLocationException(
                    $"The environment variable {Variable} must hold a full path, not '{variable}'."
                );
        }
        return Path.IsPathFullyQualified(localApplicationData ?? "")
            ? Path.Combine(localApplicationData!, FolderName)
            : throw new UsageStoreLocationException(
                $"There is no directory for the usage store, because the user has no directory for application data. "
                    + $"Give -StorePath, or set {Variable}."
            );
    }
}
