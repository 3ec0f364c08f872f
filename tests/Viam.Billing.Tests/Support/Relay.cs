using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Viam.Billing.Tests.Support;

/// <summary>Stands before a server as its address, passes on what either side says, and spoils that as a test wants.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly ConcurrentDictionary<NetworkStream, SemaphoreSlim> _clients = new();
    private readonly RawServer _server;

    public Relay(TestServer target)
    {
        var isPlain = target.Address.Scheme == "http";
        _server = new RawServer(async (client, stop) =>
        {
            _clients[client] = new SemaphoreSlim(1);
            try
            {
                if (Instead is { } act) await act(client, stop);
                else await PassAsync(client, target.Address.Port, isPlain ? PassFramesAsync : PassBytesAsync, stop);
            }
            finally
            {
                _clients.TryRemove(client, out _);
            }
        });
        Address = _server.Address(target.Address.Scheme);
    }

    public Uri Address { get; }

    /// <summary>What is done with new connections instead of passing them to the server.</summary>
    public Func<NetworkStream, CancellationToken, Task>? Instead { get; set; }

    /// <summary>Passes new connections to another server of this machine.</summary>
    public void Divert(int port) => Instead = (client, stop) => PassAsync(client, port, PassBytesAsync, stop);

    /// <summary>Ends all connections of now with a TCP reset.</summary>
    public void Reset()
    {
        foreach (var client in _clients.Keys) RawServer.Reset(client);
    }

    /// <summary>Says something to all clients of now, between two frames of a server that speaks plain HTTP/2.</summary>
    public async Task SayAsync(byte[] frame)
    {
        foreach (var client in _clients.Keys) await WriteAsync(client, frame, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task PassAsync(NetworkStream client, int port, Func<NetworkStream, NetworkStream, CancellationToken, Task> answer, CancellationToken stop)
    {
        using var target = new TcpClient();
        await target.ConnectAsync(IPAddress.Loopback, port, stop);
        var server = target.GetStream();
        await await Task.WhenAny(client.CopyToAsync(server, stop), answer(server, client, stop));
    }

    private static Task PassBytesAsync(NetworkStream server, NetworkStream client, CancellationToken stop) => server.CopyToAsync(client, stop);

    private async Task PassFramesAsync(NetworkStream server, NetworkStream client, CancellationToken stop)
    {
        while (true) await WriteAsync(client, await Http2.ReadWholeFrameAsync(server, stop), stop);
    }

    private async Task WriteAsync(NetworkStream client, byte[] frame, CancellationToken stop)
    {
        var turn = _clients[client];
        await turn.WaitAsync(stop);
        try
        {
            await client.WriteAsync(frame, stop);
        }
        finally
        {
            turn.Release();
        }
    }
}
