using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for cmdlet tests: an HTTP/2 test server and a runspace with the module imported.</summary>
[Collection(EngineCollection.Name)]
public abstract class CmdletTest : IAsyncLifetime
{
    private static readonly string[] s_variables = ["VIAM_API_KEY", "VIAM_API_KEY_ID", "VIAM_PRIMARY_ORG_ID"];

    private protected static readonly string[] Owned = [.. SandboxOrganizations.OfOwner];

    /// <summary>A valid organization ID that doesn't exist.</summary>
    private protected const string UnknownOrganizationId = "00000000-0000-4000-8000-000000000000";

    private protected TestServer Server { get; set; } = null!;

    private protected PowerShellEngine Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await ServerCache.TakeAsync();
        Engine = EngineCache.Take();
        Prepare();
    }

    /// <summary>Prepares each test of a class.</summary>
    private protected virtual void Prepare() { }

    /// <summary>Cleans up after each test of a class.</summary>
    private protected virtual void CleanUp() { }

    public ValueTask DisposeAsync()
    {
        CleanUp();
        EngineCache.Return(Engine);
        DefaultSession.Close();
        foreach (var variable in s_variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        ServerCache.Return(Server);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected PowerShellRun Run(string script, params (string Name, object? Value)[] variables) =>
        Engine.Run(script, variables);

    /// <summary>Runs a script that must not write errors or warnings.</summary>
    private protected IReadOnlyList<PSObject> RunSuccessfully(
        string script,
        params (string Name, object? Value)[] variables
    )
    {
        var run = Run(script, variables);
        Assert.Empty(run.Errors);
        Assert.Empty(run.Warnings);
        return run.Output;
    }

    private protected IReadOnlyList<T> Get<T>(string script, params (string Name, object? Value)[] variables) =>
        [.. RunSuccessfully(script, variables).Select(item => (T)item.BaseObject)];

    /// <summary>Connects to the server as the owner of the sandbox organizations.</summary>
    /// <param name="more">Additional parameters.</param>
    /// <param name="address">The address to use instead of the test server's.</param>
    private protected BillingSession Connect(string more = "", Uri? address = null) =>
        Assert.Single(
            Get<BillingSession>(
                $"Connect-ViamBilling -Uri {address ?? Server.Address} -ApiKeyId {SandboxKeys.OwnerId} "
                    + $"-ApiKey {SandboxKeys.OwnerKey} -PassThru {more}"
            )
        );

    private protected BillingSession ConnectAsBillingAdmin() =>
        Assert.Single(
            Get<BillingSession>(
                $"Connect-ViamBilling -Uri {Server.Address} -ApiKeyId {SandboxKeys.BillingAdminId} -ApiKey "
                    + $"{SandboxKeys.BillingAdminKey} -PassThru"
            )
        );

    /// <summary>Lets the server list other organizations.</summary>
    private protected void ListOrganizations(params (string Id, string Name)[] organizations) =>
        Server.Faults.Rewrite = response =>
            response is ListOrganizationsResponse
                ? new ListOrganizationsResponse
                {
                    Organizations =
                    {
                        organizations.Select(organization => new Contract.Organization
                        {
                            Id = organization.Id,
                            Name = organization.Name,
                        }),
                    },
                }
                : response;

    /// <summary>The number of requests that the server has received for a method.</summary>
    private protected int CountRequests(string method) => Server.Faults.Count(method);

    /// <summary>The requests of one type that the server has received, in order.</summary>
    private protected IReadOnlyList<T> Requests<T>() =>
        [.. Server.Faults.RecordedCalls.Select(call => call.Request).OfType<T>()];

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
