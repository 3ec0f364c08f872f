using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Viam.Billing.Grpc.Calls;
using Viam.Billing.Grpc.Transport;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>
/// A request that was stopped before it was sent isn't sent, by the handler alone: here nothing else cancels it.
/// </summary>
public sealed class SendOnceHandlerTests
{
    [Fact]
    public async Task RequestThatWasStoppedBeforeItBeganIsNotSent()
    {
        var connections = 0;
        await using var server = await WebServer.StartAsync(HttpProtocols.Http2, static _ => Task.CompletedTask);
        var sockets = new SocketsHttpHandler
        {
            ConnectCallback = (_, _) =>
            {
                Interlocked.Increment(ref connections);
                throw new IOException("Nothing may be sent.");
            },
        };
        using var client = new HttpMessageInvoker(new SendOnceHandler(sockets));
        using var stop = new CancellationTokenSource();
        RequestState.BeginCall(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.SendAsync(Request(server.Address), CancellationToken.None)
        );

        Assert.Equal((0, 0), (Volatile.Read(ref connections), server.RequestCount));
    }

    [Fact]
    public async Task RequestThatWasStoppedWhileItConnectedIsNotWritten()
    {
        var bodies = 0;
        await using var server = await WebServer.StartAsync(
            HttpProtocols.Http2,
            async context =>
            {
                var buffer = new byte[16];
                if (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) > 0)
                {
                    Interlocked.Increment(ref bodies);
                }
            }
        );
        var isConnecting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayConnect = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sockets = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                isConnecting.TrySetResult();
                await mayConnect.Task;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpMessageInvoker(new SendOnceHandler(sockets));
        var dispatch = RequestState.BeginCall(CancellationToken.None);

        var sending = client.SendAsync(Request(server.Address), CancellationToken.None);
        await isConnecting.Task;
        Assert.True(dispatch.TryStop());
        mayConnect.SetResult();
        var failure = await Record.ExceptionAsync(() => sending);

        Assert.NotNull(failure);
        Assert.Equal(0, Volatile.Read(ref bodies));
    }

    private static HttpRequestMessage Request(Uri address) =>
        new(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([1, 2, 3]),
        };
}
