using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Viam.Billing.Tests.Support;

/// <summary>An HTTP proxy that takes every tunnel it is asked for to one port of this machine.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly RawServer _server;

    /// <param name="refusal">The status line to refuse every tunnel with; null to take them all.</param>
    public ConnectProxy(int targetPort, string? refusal = null) => _server = new RawServer(async (client, stop) =>
    {
        _requests.Enqueue(await ReadRequestLineAsync(client, stop));
        await client.WriteAsync(Encoding.ASCII.GetBytes((refusal ?? "HTTP/1.1 200 Connection established") + "\r\n\r\n"), stop);
        if (refusal is not null) return;
        using var target = new TcpClient();
        await target.ConnectAsync(IPAddress.Loopback, targetPort, stop);
        var stream = target.GetStream();
        await Task.WhenAny(client.CopyToAsync(stream, stop), stream.CopyToAsync(client, stop));
    });

    /// <summary>The first line of each request.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public Uri Address => new($"http://127.0.0.1:{_server.Port}");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<string> ReadRequestLineAsync(NetworkStream client, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await client.ReadExactlyAsync(one, stop);
            head.Append((char)one[0]);
        }
        return head.ToString().Split("\r\n")[0];
    }
}
