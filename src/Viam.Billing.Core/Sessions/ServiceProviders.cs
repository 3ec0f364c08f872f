using Viam.Billing.Loading;
using Viam.Billing.Services;

namespace Viam.Billing.Sessions;

/// <summary>The services that a session can use. gRPC is loaded at the first connection.</summary>
internal static class ServiceProviders
{
    private static readonly Lazy<ModuleLoadContext> s_grpc = new(static () =>
        ModuleLoadContext.Of("grpc", "Viam.Billing")
    );

    /// <summary>The service that is called over the network.</summary>
    public static IBillingServiceProvider Network =>
        s_grpc.Value.Create<IBillingServiceProvider>(
            "Viam.Billing.Grpc",
            "Viam.Billing.Grpc.GrpcBillingServiceProvider"
        );

    /// <summary>The in-memory sandbox.</summary>
    public static IBillingServiceProvider Sandbox =>
        s_grpc.Value.Create<IBillingServiceProvider>(
            "Viam.Billing.Sandbox",
            "Viam.Billing.Sandbox.SandboxServiceProvider"
        );
}
