using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>An HTTP proxy that opens each tunnel to one local port, or refuses all tunnels.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly RawServer _server;
    private volatile Func<string, string?> _refuse;

    /// <param name="refusal">The start of the response that refuses each tunnel; null to open them.</param>
    public ConnectProxy(int targetPort, string? refusal = null)
        : this(targetPort, _ => refusal) { }

    /// <param name="refuse">
    /// Returns the start of the response that refuses a tunnel, by the first line of the request; null to open it.
    /// </param>
    public ConnectProxy(int targetPort, Func<string, string?> refuse)
    {
        _refuse = refuse;
        _server = new RawServer((client, stop) => ServeAsync(client, targetPort, stop));
    }

    /// <summary>The first line of each request.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public Uri Address => new($"http://127.0.0.1:{_server.Port}");

    /// <summary>Refuses new tunnels. Open tunnels aren't closed.</summary>
    public void Refuse(string refusal) => _refuse = _ => refusal;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(NetworkStream client, int targetPort, CancellationToken stop)
    {
        var request = await ReadRequestLineAsync(client, stop);
        _requests.Enqueue(request);
        var refusal = _refuse(request);
        var head = (refusal ?? "HTTP/1.1 200 Connection established") + "\r\n\r\n";
        await client.WriteAsync(Encoding.Latin1.GetBytes(head), stop);
        if (refusal is not null)
        {
            return;
        }
        using var target = new TcpClient();
        await target.ConnectAsync(IPAddress.Loopback, targetPort, stop);
        var stream = target.GetStream();
        await Task.WhenAny(client.CopyToAsync(stream, stop), stream.CopyToAsync(client, stop));
    }

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
