using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Viam.Billing.Services;

namespace Viam.Billing.Sessions;

/// <summary>
/// Where gRPC and all that it depends on live, apart from what other modules have loaded. It is made at the first connect.
/// </summary>
internal sealed class ServiceLoadContext : AssemblyLoadContext
{
    private static readonly Assembly s_core = typeof(ServiceLoadContext).Assembly;
    private static readonly Lazy<ServiceLoadContext> s_instance = new(() =>
        new ServiceLoadContext(Path.Combine(Path.GetDirectoryName(s_core.Location)!, "grpc"))
    );
    private readonly string[] _folders;

    /// <param name="folder">Where the assemblies lie.</param>
    internal ServiceLoadContext(string folder)
        : base("Viam.Billing") => _folders = WithPrecompiled(folder);

    /// <summary>The service over the network.</summary>
    public static IBillingServiceProvider Network =>
        Load("Viam.Billing.Grpc", "Viam.Billing.Grpc.GrpcBillingServiceProvider");

    /// <summary>The service in memory.</summary>
    public static IBillingServiceProvider Sandbox =>
        Load("Viam.Billing.Sandbox", "Viam.Billing.Sandbox.SandboxServiceProvider");

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The interface between the two sides must be one and the same type.
        if (assemblyName.Name == s_core.GetName().Name)
        {
            return s_core;
        }

        var path = Array.Find(
            Array.ConvertAll(_folders, folder => Path.Combine(folder, assemblyName.Name + ".dll")),
            File.Exists
        );
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <summary>What is precompiled for this machine comes before what runs on any.</summary>
    private static string[] WithPrecompiled(string portable)
    {
        var system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : "linux";
        var machine = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        return [Path.Combine(portable, "net10.0", machine), portable];
    }

    private static IBillingServiceProvider Load(string assembly, string type)
    {
        var loaded = s_instance.Value.LoadFromAssemblyName(new AssemblyName(assembly));
        return (IBillingServiceProvider)Activator.CreateInstance(loaded.GetType(type, throwOnError: true)!)!;
    }
}
