using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Viam.Billing.Files;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Support;

/// <summary>The module as built, not copied next to the tests, so that they load the same files as users.</summary>
internal static partial class BuiltModule
{
    public static string Folder { get; } = Metadata("ModuleOutput");

    public static string Manifest { get; } = Path.Combine(Folder, "Viam.Billing.psd1");

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The pinned PowerShell, which <c>dotnet exec</c> runs.</summary>
    public static string PowerShell { get; } = Metadata("PowerShell");

    public static string Pester { get; } = Metadata("Pester");

    /// <summary>The program that charges one batch in a separate process and can be killed.</summary>
    public static string ChargeDriver { get; } = Metadata("ChargeDriver");

    /// <summary>A Google.Protobuf assembly of a different version than the module's.</summary>
    public static string OtherProtobuf { get; } = Metadata("OtherProtobuf");

    /// <summary>
    /// The environment of this process before any test changed it, without the variables that the module reads.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> InitialEnvironment { get; private set; } =
        new Dictionary<string, string?>();

    [ModuleInitializer]
    internal static void Initialize()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name is "Viam.Billing" or "Viam.Billing.Core"
                ? context.LoadFromAssemblyPath(Path.Combine(Folder, name.Name + ".dll"))
                : null;
        TestAuthority.TrustInThisProcess();
        // Otherwise every test server would watch its (missing) settings file, and inotify instances are limited.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        // The tests set the environment variables themselves.
        foreach (
            var name in new[] { "VIAM_API_KEY", "VIAM_API_KEY_ID", "VIAM_PRIMARY_ORG_ID", "VIAM_CLI_PROFILE_NAME" }
        )
        {
            Environment.SetEnvironmentVariable(name, null);
        }
        InitialEnvironment = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value);
    }

    private static string Metadata(string key) =>
        typeof(BuiltModule)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
