using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Support;

/// <summary>
/// A plain HTTP/2 proxy in front of a server. It recycles its connections like nginx, refuses streams, or violates RFC
/// 9113 by reporting forwarded requests as not processed. It reads the client's header blocks as text, because .NET's
/// client neither compresses nor indexes them.
/// </summary>
internal sealed partial class FaultyFront : IAsyncDisposable
{
    private readonly RawServer _server;
    private int _requests;

    public FaultyFront(TestServer target)
    {
        _server = new RawServer((stream, stop) => ServeAsync(stream, target.Address.Port, stop));
        Address = _server.Address("http");
    }

    public Uri Address { get; }

    /// <summary>Selects what happens to a request. Called once for each stream that a client opens.</summary>
    public required Func<FrontRequest, FrontFault> Decide { get; init; }

    /// <summary>
    /// A proxy that closes each connection after a number of requests, and reports requests that arrive meanwhile as
    /// not processed.
    /// </summary>
    public static FaultyFront Recycling(TestServer target, int requestsPerConnection) =>
        new(target)
        {
            Decide = request =>
                request.NumberOnConnection > requestsPerConnection ? FrontFault.GoAway : FrontFault.None,
        };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(NetworkStream client, int port, CancellationToken stop)
    {
        using var target = new TcpClient();
        await target.ConnectAsync(IPAddress.Loopback, port, stop);
        var connection = new Connection(this, client, target.GetStream());
        await Task.WhenAny(connection.ForwardRequestsAsync(stop), connection.ForwardResponsesAsync(stop));
    }

    [GeneratedRegex(@"/[\w.]+/(\w+)")]
    private static partial Regex Path();

    private sealed class Connection(FaultyFront front, NetworkStream client, NetworkStream server)
    {
        private readonly SemaphoreSlim _turn = new(1);
        private readonly Dictionary<int, FrontFault> _faults = [];
        private readonly Lock _lock = new();
        private int _count;
        private int _lastAccepted;
        private bool _isGoingAway;

        public async Task ForwardRequestsAsync(CancellationToken stop)
        {
            var preface = new byte[Http2.PrefaceLength];
            await client.ReadExactlyAsync(preface, stop);
            await server.WriteAsync(preface, stop);
            while (true)
            {
                var frame = await Http2.ReadWholeFrameAsync(client, stop);
                var id = Http2.StreamOf(frame);
                var fault = FaultOf(id, frame);
                if (fault is FrontFault.None or FrontFault.ForwardThenGoAway)
                {
                    await server.WriteAsync(frame, stop);
                }
                else if (Http2.EndsStream(frame) || frame[3] == Http2.ResetStream)
                {
                    // Waits until the client has written or canceled the complete request. Otherwise, the client would
                    // send it again before it was written for the first time.
                    await ReportAsync(fault, id, frame, stop);
                }
            }
        }

        public async Task ForwardResponsesAsync(CancellationToken stop)
        {
            while (true)
            {
                var frame = await Http2.ReadWholeFrameAsync(server, stop);
                var id = Http2.StreamOf(frame);
                if (FaultOf(id, frame) is FrontFault.None)
                {
                    await WriteAsync(frame, stop);
                }
                else if (frame[3] == Http2.Headers)
                {
                    // The server has processed the request.
                    await WriteAsync(Http2.GoAwayFrame(id - 2), stop);
                }
            }
        }

        private FrontFault FaultOf(int id, byte[] frame)
        {
            lock (_lock)
            {
                if (id == 0 || _faults.TryGetValue(id, out var known) is false && frame[3] != Http2.Headers)
                {
                    return FrontFault.None;
                }
                if (_faults.TryGetValue(id, out known))
                {
                    return known;
                }
                var method = Path().Match(Encoding.ASCII.GetString(frame)).Groups[1].Value;
                var fault = _isGoingAway
                    ? FrontFault.Ignore
                    : front.Decide(new FrontRequest(method, Interlocked.Increment(ref front._requests), ++_count));
                _isGoingAway |= fault is FrontFault.GoAway;
                if (fault is FrontFault.None or FrontFault.ForwardThenGoAway)
                {
                    _lastAccepted = id;
                }
                return _faults[id] = fault;
            }
        }

        private Task ReportAsync(FrontFault fault, int id, byte[] frame, CancellationToken stop) =>
            fault switch
            {
                FrontFault.GoAway => WriteAsync(Http2.GoAwayFrame(_lastAccepted), stop),
                FrontFault.RefuseStream when Http2.EndsStream(frame) => WriteAsync(Http2.RefusedStreamFrame(id), stop),
                // The stream ID is higher than the last stream in the GOAWAY.
                _ => Task.CompletedTask,
            };

        private async Task WriteAsync(byte[] frame, CancellationToken stop)
        {
            await _turn.WaitAsync(stop);
            try
            {
                await client.WriteAsync(frame, stop);
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
