using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>Finds the folder of the usage store.</summary>
internal static class UsageStoreLocation
{
    /// <summary>The environment variable that contains the path of the folder.</summary>
    public const string Variable = "VIAM_BILLING_STORE";

    private const string FolderName = "viam-billing";

    /// <summary>True if the folder exists.</summary>
    /// <exception cref="IOException">The path can't be read, or isn't a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The path can't be read.</exception>
    public static bool Exists(string folder) => Folder.Exists(folder);

    /// <summary>True if the environment variable contains the path of the folder.</summary>
    public static bool IsInEnvironment(string folder) => folder == Environment.GetEnvironmentVariable(Variable);

    /// <param name="given">The specified full path; null if none was specified.</param>
    /// <exception cref="UsageStoreLocationException">
    /// No folder can be determined, or the environment variable doesn't contain a full path.
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
            // With a relative path, each working directory would have a separate history.
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
