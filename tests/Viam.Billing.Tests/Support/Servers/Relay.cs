using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Forwards connections to a server, and disrupts them as a test specifies.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly ConcurrentDictionary<NetworkStream, Client> _clients = new();
    private readonly RawServer _server;
    private Func<NetworkStream, CancellationToken, Task>? _instead;
    private CancellationTokenSource _untilChanged = new();

    public Relay(TestServer target)
    {
        var isPlain = target.Address.Scheme == "http";
        _server = new RawServer(
            async (stream, stop) =>
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(
                    stop,
                    Volatile.Read(ref _untilChanged).Token
                );
                if (Volatile.Read(ref _instead) is { } act)
                {
                    await act(stream, end.Token);
                }
                else if (isPlain)
                {
                    await ServeAsync(stream, target.Address.Port, end.Token);
                }
                else
                {
                    await PassAsync(stream, target.Address.Port, end.Token);
                }
            }
        );
        Address = _server.Address(target.Address.Scheme);
    }

    public Uri Address { get; }

    /// <summary>Closes all connections, and handles new ones with the delegate; null restores forwarding.</summary>
    public void ReplaceHandler(Func<NetworkStream, CancellationToken, Task>? instead)
    {
        Volatile.Write(ref _instead, instead);
        Interlocked.Exchange(ref _untilChanged, new()).Cancel();
    }

    /// <summary>Closes all connections, and forwards new ones to another local server.</summary>
    public void RedirectTo(int port) => ReplaceHandler((stream, stop) => PassAsync(stream, port, stop));

    /// <summary>Closes all current connections with a TCP reset.</summary>
    public async Task ResetAsync()
    {
        foreach (var (stream, client) in _clients)
        {
            await client.IsReady.Task;
            RawServer.Reset(stream);
        }
    }

    /// <summary>Sends a frame to all current clients, between two frames of the server.</summary>
    public async Task SendAsync(byte[] frame)
    {
        foreach (var (stream, client) in _clients)
        {
            await client.IsReady.Task;
            await client.WriteAsync(stream, frame, CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Forwards data in both directions until one side closes.</summary>
    public static async Task PassAsync(NetworkStream stream, int port, CancellationToken stop)
    {
        using var target = new TcpClient();
        await target.ConnectAsync(IPAddress.Loopback, port, stop);
        var server = target.GetStream();
        await Task.WhenAny(stream.CopyToAsync(server, stop), server.CopyToAsync(stream, stop));
    }

    private async Task ServeAsync(NetworkStream stream, int port, CancellationToken stop)
    {
        using var target = new TcpClient();
        await target.ConnectAsync(IPAddress.Loopback, port, stop);
        var server = target.GetStream();
        var client = _clients[stream] = new Client();
        try
        {
            await Task.WhenAny(
                client.ForwardRequestsAsync(stream, server, stop),
                client.ForwardResponsesAsync(server, stream, stop)
            );
        }
        finally
        {
            _clients.TryRemove(stream, out _);
            client.IsReady.TrySetResult();
        }
    }

    /// <summary>A plain HTTP/2 client.</summary>
    private sealed class Client
    {
        private readonly SemaphoreSlim _turn = new(1);

        /// <summary>Completes after the handshake. An earlier failure isn't reported as a lost connection.</summary>
        public TaskCompletionSource IsReady { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task ForwardRequestsAsync(NetworkStream stream, NetworkStream server, CancellationToken stop)
        {
            var preface = new byte[Http2.PrefaceLength];
            await stream.ReadExactlyAsync(preface, stop);
            await server.WriteAsync(preface, stop);
            while (true)
            {
                var frame = await Http2.ReadWholeFrameAsync(stream, stop);
                if (Http2.IsSettingsAcknowledgment(frame))
                {
                    IsReady.TrySetResult();
                }

                await server.WriteAsync(frame, stop);
            }
        }

        public async Task ForwardResponsesAsync(NetworkStream server, NetworkStream stream, CancellationToken stop)
        {
            while (true)
            {
                await WriteAsync(stream, await Http2.ReadWholeFrameAsync(server, stop), stop);
            }
        }

        public async Task WriteAsync(NetworkStream stream, byte[] frame, CancellationToken stop)
        {
            await _turn.WaitAsync(stop);
            try
            {
                await stream.WriteAsync(frame, stop);
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
