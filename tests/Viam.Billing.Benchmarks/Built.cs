using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Viam.Billing.Benchmarks;

/// <summary>The build output.</summary>
internal static class Built
{
    public static string Module { get; } = Path.Combine(Metadata("ModuleOutput"), "Viam.Billing.psd1");

    public static string EmptyModule { get; } = Metadata("EmptyModule");

    public static string BareStub { get; } = Metadata("BareStub");

    /// <summary>The folders of the module's gRPC assemblies: precompiled if available, and portable.</summary>
    public static IEnumerable<string> GrpcFolders =>
        new[] { Path.Combine("grpc", "net10.0", RuntimeInformation.RuntimeIdentifier), "grpc" }.Select(folder =>
            Path.Combine(Path.GetDirectoryName(Module)!, folder)
        );

    /// <summary>
    /// The <c>pwsh.dll</c> that <c>dotnet</c> runs: the pinned PowerShell, or the one that an environment variable
    /// specifies, such as a precompiled one.
    /// </summary>
    public static string PowerShell { get; } =
        Environment.GetEnvironmentVariable("VIAM_BILLING_BENCHMARK_SHELL") ?? Metadata("PowerShell");

    [ModuleInitializer]
    internal static void Initialize()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        // Not copied next to the benchmarks, so that only the imported assembly is loaded into the process.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "Viam.Billing" ? context.LoadFromAssemblyPath(Path.ChangeExtension(Module, ".dll")) : null;
    }

    private static string Metadata(string key) =>
        typeof(Built)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
