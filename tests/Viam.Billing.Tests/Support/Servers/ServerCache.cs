using System.Collections.Concurrent;
using Viam.Billing.Sandbox.Services;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Keeps servers for later tests, because starting one takes longer than most tests.</summary>
internal static class ServerCache
{
    private static readonly ConcurrentBag<TestServer> s_plain = [];
    private static readonly ConcurrentBag<TestServer> s_tls = [];

    /// <summary>Returns a server without connections, requests, and faults of other tests.</summary>
    public static async Task<TestServer> TakeAsync(SandboxState? state = null, bool tls = false)
    {
        state ??= new SandboxState(TimeProvider.System);
        while ((tls ? s_tls : s_plain).TryTake(out var idle))
        {
            if (await idle.TryResetAsync(state))
            {
                return idle;
            }
            await idle.DisposeAsync();
        }
        return await TestServer.StartAsync(state, tls ? TestAuthority.Issue("localhost") : null);
    }

    public static void Return(TestServer server)
    {
        server.AbortConnections();
        (server.Address.Scheme == Uri.UriSchemeHttps ? s_tls : s_plain).Add(server);
    }
}
