using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>A test with a server over HTTP/2 and a runspace that has the module. Sessions and environment end with the test.</summary>
[Collection(EngineCollection.Name)]
public abstract class CmdletTest : IAsyncLifetime
{
    private static readonly string[] s_variables = ["VIAM_API_KEY", "VIAM_API_KEY_ID", "VIAM_PRIMARY_ORG_ID"];

    private protected static readonly string[] Owned = [.. SandboxOrganizations.OfOwner];

    /// <summary>An id of the right form that is nobody's.</summary>
    private protected const string Nobody = "00000000-0000-4000-8000-000000000000";

    private protected TestServer Server { get; set; } = null!;

    private protected PowerShellEngine Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync();
        Engine = new PowerShellEngine();
        Prepare();
    }

    /// <summary>What each test of a class begins with.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>What each test of a class leaves behind.</summary>
    private protected virtual void CleanUp()
    {
    }

    public async ValueTask DisposeAsync()
    {
        CleanUp();
        Engine.Dispose();
        DefaultSession.Close();
        foreach (var variable in s_variables) Environment.SetEnvironmentVariable(variable, null);
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected PowerShellRun Run(string script, params (string Name, object? Value)[] variables) => Engine.Run(script, variables);

    /// <summary>Runs a script that must not fail or warn.</summary>
    private protected IReadOnlyList<PSObject> Succeed(string script, params (string Name, object? Value)[] variables)
    {
        var run = Run(script, variables);
        Assert.Empty(run.Errors);
        Assert.Empty(run.Warnings);
        return run.Output;
    }

    private protected IReadOnlyList<T> Get<T>(string script, params (string Name, object? Value)[] variables) =>
        [.. Succeed(script, variables).Select(item => (T)item.BaseObject)];

    /// <summary>Connects to the server as the sandbox's owner.</summary>
    /// <param name="more">Further parameters.</param>
    /// <param name="address">Another than the server's own.</param>
    private protected BillingSession Connect(string more = "", Uri? address = null) =>
        Assert.Single(Get<BillingSession>($"Connect-ViamBilling -Uri {address ?? Server.Address} -ApiKeyId {SandboxKeys.OwnerId} -ApiKey {SandboxKeys.OwnerKey} -PassThru {more}"));

    private protected BillingSession ConnectAsBillingAdmin() => Assert.Single(Get<BillingSession>(
        $"Connect-ViamBilling -Uri {Server.Address} -ApiKeyId {SandboxKeys.BillingAdminId} -ApiKey {SandboxKeys.BillingAdminKey} -PassThru"));

    /// <summary>How many calls the server has got, by the end of the method's name.</summary>
    private protected int Sent(string method) => Server.Faults.Count(method);

    /// <summary>The requests that the server has got of one type, in order.</summary>
    private protected IReadOnlyList<T> Requests<T>() => [.. Server.Faults.Seen.Select(call => call.Request).OfType<T>()];

    private protected static void AssertError(ErrorRecord error, string id, ErrorCategory category, object? target)
    {
        Assert.StartsWith(id + ",Viam.Billing.Commands.", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject is PSObject wrapped ? wrapped.BaseObject : error.TargetObject);
        Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails?.RecommendedAction));
        Assert.Equal(error.Exception.Message, error.ErrorDetails!.Message);
    }

    private protected static T Property<T>(PSObject item, string name) => (T)item.Properties[name].Value;
}
