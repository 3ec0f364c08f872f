using System.Reflection;
using System.Runtime.Loader;
using Viam.Billing.Service;

namespace Viam.Billing;

/// <summary>
/// Where gRPC and all that it depends on live, apart from what other modules have loaded. It is made at the first connect.
/// </summary>
internal sealed class ServiceLoadContext : AssemblyLoadContext
{
    private static readonly Lazy<ServiceLoadContext> s_instance = new(() => new ServiceLoadContext());
    private static readonly Assembly s_module = typeof(ServiceLoadContext).Assembly;
    private readonly string _folder = Path.Combine(Path.GetDirectoryName(s_module.Location)!, "grpc");

    private ServiceLoadContext() : base("Viam.Billing")
    {
    }

    /// <summary>The service over the network.</summary>
    public static IBillingServiceProvider Network => Load("Viam.Billing.Grpc", "Viam.Billing.Grpc.GrpcBillingServiceProvider");

    /// <summary>The service in memory.</summary>
    public static IBillingServiceProvider Sandbox => Load("Viam.Billing.Sandbox", "Viam.Billing.Sandbox.SandboxServiceProvider");

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The interface between the rooms has to be one and the same type on both sides.
        if (assemblyName.Name == s_module.GetName().Name) return s_module;
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static IBillingServiceProvider Load(string assembly, string type)
    {
        var loaded = s_instance.Value.LoadFromAssemblyName(new AssemblyName(assembly));
        return (IBillingServiceProvider)Activator.CreateInstance(loaded.GetType(type, throwOnError: true)!)!;
    }
}
