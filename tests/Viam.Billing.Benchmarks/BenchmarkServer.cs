using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Viam.Billing.Benchmarks;

/// <summary>The server, in a separate process, so that its allocations aren't counted.</summary>
internal sealed class BenchmarkServer : IDisposable
{
    private readonly Process _process;

    private BenchmarkServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static BenchmarkServer Start()
    {
        var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [.. OwnArguments(), "serve"])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            }
        )!;
        return new BenchmarkServer(
            process,
            new Uri(
                process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.")
            )
        );
    }

    /// <summary>Serves until standard input ends, which happens when the parent process exits.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc(grpc => grpc.MaxSendMessageSize = null);
        var app = builder.Build();
        app.MapGrpcService<AnyKey>();
        app.MapGrpcService<Organizations>();
        app.MapGrpcService<Invoices>();
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    // When started as "dotnet x.dll", the process is dotnet itself.
    public static string[] OwnArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(BenchmarkServer).Assembly.Location]
            : [];
}
