using Microsoft.Extensions.Time.Testing;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Base class for tests of the gRPC client with its own server. Both use the same clock.</summary>
public abstract class GrpcTest(bool tls = false) : IAsyncLifetime
{
    private readonly List<IBillingService> _services = [];

    private protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 15, 12, 0, 0, TimeSpan.Zero));

    private protected TestServer Server { get; private set; } = null!;

    private protected Faults Faults => Server.Faults;

    private protected SandboxState State => Server.State;

    private protected static CallContext Call => Client.Call;

    public virtual async ValueTask InitializeAsync() =>
        Server = await ServerCache.TakeAsync(new SandboxState(Clock), tls);

    public ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            service.Dispose();
        }

        ServerCache.Return(Server);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Creates a service with the billing admin's API key, unless another credential is specified.</summary>
    private protected IBillingService Create(Credential? credential = null, TimeSpan? timeout = null)
    {
        var key = credential ?? Client.Key(SandboxKeys.BillingAdminId, SandboxKeys.BillingAdminKey);
        var service = Client.Create(Server.Address, key, timeout, Clock);
        _services.Add(service);
        return service;
    }

    private protected async Task<IBillingService> ConnectAsync(Credential? credential = null, TimeSpan? timeout = null)
    {
        var service = Create(credential, timeout);
        await service.AuthenticateAsync(Call);
        return service;
    }
}
