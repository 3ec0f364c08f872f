namespace Viam.Billing.Host;

/// <summary>Finds the module that the build laid out.</summary>
internal static class BuiltModule
{
    private static readonly string s_manifest = Path.Combine("out", "Viam.Billing", "Viam.Billing.psd1");

    /// <summary>
    /// Looks in <paramref name="start"/> and every folder above it, so that a repository that was moved after the build still works.
    /// </summary>
    /// <exception cref="FileNotFoundException">None of them holds the module.</exception>
    public static string FindManifest(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, s_manifest);
            if (File.Exists(candidate))
                return candidate;
        }

        throw new FileNotFoundException($"The built module ({s_manifest}) is in none of the folders above '{start}'. Run 'dotnet build' first.");
    }
}
