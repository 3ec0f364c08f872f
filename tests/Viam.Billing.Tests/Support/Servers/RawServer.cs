using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Accepts TCP connections on a free loopback port, and handles each as a test specifies.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public RawServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener.Start();
        _accepting = AcceptAsync(serve);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Creates a server that reads and never responds.</summary>
    public static RawServer Silent() => new(ReadWithoutRespondingAsync);

    /// <summary>Creates a server that sends the same text to every client.</summary>
    public static RawServer Sending(string text) => new((stream, stop) => SendAsync(stream, text, stop));

    /// <summary>Returns a local address on which nothing is listening.</summary>
    public static Uri GetUnusedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public static Task ReadWithoutRespondingAsync(NetworkStream stream, CancellationToken stop) =>
        stream.CopyToAsync(Stream.Null, stop);

    public static async Task SendAsync(NetworkStream stream, string text, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop);
        await ReadWithoutRespondingAsync(stream, stop);
    }

    /// <summary>Closes a connection with a TCP reset.</summary>
    public static void Reset(NetworkStream stream)
    {
        stream.Socket.LingerState = new LingerOption(true, 0);
        stream.Socket.Close();
    }

    public Uri Address(string scheme) => new($"{scheme}://localhost:{Port}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> serve)
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), serve));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> serve)
    {
        using (client)
        {
            try
            {
                await serve(client.GetStream(), _stop.Token);
            }
            catch (Exception error)
                when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client disconnected, or the test has ended.
            }
        }
    }
}
