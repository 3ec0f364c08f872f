using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Accepts TCP connections on a free loopback port, and does with each what a test says.</summary>
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

    /// <summary>Takes what it is sent and never says a word.</summary>
    public static RawServer Silent() => new(KeepSilentAsync);

    /// <summary>Says the same to everyone, whatever they ask.</summary>
    public static RawServer Saying(string text) => new((stream, stop) => SayAsync(stream, text, stop));

    /// <summary>An address of this machine at which nothing listens.</summary>
    public static Uri NobodysAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public static Task KeepSilentAsync(NetworkStream stream, CancellationToken stop) => stream.CopyToAsync(Stream.Null, stop);

    public static async Task SayAsync(NetworkStream stream, string text, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop);
        await KeepSilentAsync(stream, stop);
    }

    /// <summary>Ends a connection with a TCP reset.</summary>
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
            while (true) served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), serve));
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
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test has ended.
            }
        }
    }
}
