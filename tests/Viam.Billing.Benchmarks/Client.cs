using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using Grpc.Core;
using Grpc.Net.Client;
using Viam.Billing.Contract;
using Viam.Billing.Grpc;
using Viam.Billing.Grpc.Transport;
using Viam.Billing.Services;

namespace Viam.Billing.Benchmarks;

/// <summary>The clients to compare: the imported module, its billing service, and the generated stub.</summary>
internal sealed class Client : IDisposable
{
    private const string Key = "Connect-ViamBilling -Uri {0} -ApiKeyId {1} -ApiKey any-key-at-all -TimeoutSec 600";
    private static readonly string s_keyId = Invoices.Organization(1, number: 1);
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(10);
    private readonly BenchmarkServer _server = BenchmarkServer.Start();
    private readonly GrpcChannel _channel;
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    /// <param name="keyId">Determines the organizations that the service lists. Default: one.</param>
    public Client(string? keyId = null)
    {
        keyId ??= s_keyId;
        using var key = new SecureString();
        foreach (var character in "any-key-at-all")
        {
            key.AppendChar(character);
        }

        var options = new BillingServiceOptions(_server.Address, new ApiKeyCredential(keyId, key), s_timeout);
        _channel = ChannelFactory.Create(options);
        Stub = new BillingService.BillingServiceClient(_channel);
        Service = new GrpcBillingServiceProvider().Create(options);
        _runspace.Open();
        Run($"Import-Module '{Built.Module}'; {ConnectTo(_server.Address, keyId)}");
    }

    public Uri Address => _server.Address;

    public BillingService.BillingServiceClient Stub { get; }

    public IBillingService Service { get; }

    /// <summary>The headers that the module sends with every request.</summary>
    public static CallOptions Options =>
        new(new Metadata { { "authorization", "Bearer no-expiration" } }, DateTime.UtcNow + s_timeout);

    public static string ConnectTo(Uri address, string? keyId = null) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, Key, address, keyId ?? s_keyId);

    /// <summary>Runs a script that must succeed.</summary>
    public void Run(string script, params (string Name, object Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            _runspace.SessionStateProxy.SetVariable(name, value);
        }

        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script).Invoke();
        if (shell.Streams.Error.Count > 0)
        {
            throw new InvalidOperationException(shell.Streams.Error[0].ToString());
        }
    }

    public void Dispose()
    {
        Run("Disconnect-ViamBilling");
        _runspace.Dispose();
        Service.Dispose();
        _channel.Dispose();
        _server.Dispose();
    }
}
