using Grpc.Core;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Streams other than output: they show the requests and never a secret.</summary>
public sealed class StreamTests : CmdletTest
{
    private const string Key = "k3y-that-nobody-may-see";
    private const string AllStreams = "-Verbose -Debug -InformationAction Continue";
    private static readonly string s_keyId = Guid.NewGuid().ToString();

    private protected override void Prepare() => Server.State.AddApiKey(s_keyId, Key, SandboxAccounts.Owner);

    /// <summary>
    /// The verbose messages of a read, without the request for names that is made beside the first one.
    /// </summary>
    private IEnumerable<string> ReadVerbosely(string organizationId) =>
        Run($"Get-ViamInvoice {organizationId} -Verbose")
            .Verbose.Where(line => !line.Contains("/ListOrganizations", StringComparison.Ordinal));

    [Fact]
    public void VerboseShowsEachRequestWithStatusAndDuration()
    {
        Assert.Matches(
            $"^localhost:{Server.Address.Port} AuthService/Authenticate {s_keyId}: OK in [0-9]+\\.[0-9] ms$",
            Assert.Single(ConnectWith(Key).Verbose)
        );

        Assert.Matches(
            $"^localhost:{Server.Address.Port} BillingService/GetInvoicesSummary Acme Robotics "
                + $"\\({SandboxOrganizations.Acme}\\): OK in [0-9]+\\.[0-9] ms$",
            Assert.Single(ReadVerbosely(SandboxOrganizations.Acme))
        );

        Assert.Matches(
            $"^localhost:{Server.Address.Port} AppService/ListOrganizations: OK in [0-9]+\\.[0-9] ms$",
            Assert.Single(Run("Get-ViamOrganization -Verbose").Verbose)
        );
    }

    [Fact]
    public void VerboseShowsFailedRequests()
    {
        Assert.Matches(
            $"Authenticate {s_keyId}: PERMISSION_DENIED in [0-9.]+ ms$",
            Assert.Single(ConnectWith("another").Verbose)
        );
        ConnectWith(Key);

        Assert.Matches(
            $"GetInvoicesSummary {UnknownOrganizationId}: NOT_FOUND in [0-9.]+ ms$",
            Assert.Single(ReadVerbosely(UnknownOrganizationId))
        );
        Assert.Matches(
            "GetAvailableBillingTiers: PERMISSION_DENIED in [0-9.]+ ms$",
            Assert.Single(Run("Get-ViamBillingTier -Verbose").Verbose)
        );
    }

    [Fact]
    public void VerboseShowsNumberOfRetries()
    {
        ConnectWith(Key);
        var failures = 1;
        Server.Faults.Before = context =>
            !context.IsOf("GetInvoicesSummary") || Interlocked.Decrement(ref failures) < 0
                ? Task.CompletedTask
                : throw new RpcException(new Status(StatusCode.Unavailable, "away"));

        Assert.Matches(
            "GetInvoicesSummary .*: OK in [0-9.]+ ms after 1 retry$",
            Assert.Single(ReadVerbosely(SandboxOrganizations.Acme))
        );
    }

    [Fact]
    public void NothingIsWrittenToStreamsByDefault()
    {
        var run = Run(
            $"Connect-ViamBilling {s_keyId} $key -Uri {Server.Address}; Get-ViamOrganization "
                + $"| Get-ViamInvoice | ForEach-Object {{ }}",
            ("key", Key)
        );

        Assert.Empty(run.Everything);
    }

    [Fact]
    public void SuccessfulConnectShowsNoSecrets()
    {
        var run = ConnectWith(Key);

        Assert.Empty(run.Errors);
        AssertNoSecret(run, Key, Token);
    }

    [Fact]
    public void FailedConnectShowsNoSecrets()
    {
        const string WrongKey = "wr0ng-key-that-nobody-may-see";

        var run = ConnectWith(WrongKey);

        Assert.Single(run.Errors);
        AssertNoSecret(run, WrongKey);
    }

    [Fact]
    public void ApiKeyRepeatedByServiceIsNotShown()
    {
        Server.Faults.Before = _ =>
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"the key {Key} is of no use"));

        var run = ConnectWith(Key);

        Assert.Contains("is of no use", run.OnlyError.Exception.Message);
        AssertNoSecret(run, Key);
    }

    [Fact]
    public void RejectedAccessTokenIsNotShown()
    {
        const string WrongToken = "t0ken-that-nobody-may-see";

        var run = Run(
            $"Connect-ViamBilling -AccessToken $token -Uri {Server.Address} {AllStreams}",
            ("token", WrongToken)
        );

        Assert.Single(run.Errors);
        AssertNoSecret(run, WrongToken);
    }

    [Fact]
    public void ReadCommandsShowNoSecrets()
    {
        ConnectWith(Key);

        var run = Run(
            $"Get-ViamOrganization {AllStreams} | Get-ViamInvoice {AllStreams}; "
                + $"Get-ViamInvoice {UnknownOrganizationId} {AllStreams}; Get-ViamBillingTier {AllStreams}"
        );

        Assert.Equal(2, run.Errors.Count);
        AssertNoSecret(run, Key, Token);
    }

    [Fact]
    public void SessionShowsNoSecrets()
    {
        ConnectWith(Key);

        var run = Run(
            "$session = Get-ViamBillingSession; $session; \"$session\"; $session.psobject.Properties "
                + "| ForEach-Object { \"$($_.Name)=$($_.Value)\" }"
        );

        Assert.Equal($"localhost:{Server.Address.Port} (ApiKey)", run.Output[1].ToString());
        Assert.Equal(
            [
                "Uri",
                "AuthenticationType",
                "ApiKeyId",
                "CliUser",
                "CliProfile",
                "OrganizationName",
                "OrganizationId",
                "TimeoutSec",
                "ConnectedAt",
                "TokenExpiresAt",
                "IsSandbox",
                "IsOpen",
            ],
            run.Output[0].Properties.Select(property => property.Name)
        );
        AssertNoSecret(run, Key, Token);
    }

    /// <summary>The token that the server received last.</summary>
    private string Token
    {
        get
        {
            if (Server.Faults.RecordedCalls.All(call => !call.HeaderValues("authorization").Any()))
            {
                RunSuccessfully("Get-ViamOrganization");
            }

            return Server.Faults.RecordedCalls.SelectMany(call => call.HeaderValues("authorization")).Last()[
                "Bearer ".Length..
            ];
        }
    }

    // The key is passed in a variable, because typed text is already visible.
    private PowerShellRun ConnectWith(string key) =>
        Run($"Connect-ViamBilling {s_keyId} $key -Uri {Server.Address} {AllStreams} -PassThru", ("key", key));

    private static void AssertNoSecret(PowerShellRun run, params string[] secrets)
    {
        List<string> shown = [.. run.Everything];
        foreach (var item in run.Output)
        {
            shown.AddRange(item.Properties.Select(property => $"{property.Value}"));
        }

        foreach (var error in run.Errors)
        {
            shown.AddRange([
                error.Exception.ToString(),
                error.ErrorDetails.Message,
                error.ErrorDetails.RecommendedAction,
                error.FullyQualifiedErrorId,
                error.CategoryInfo.ToString(),
                error.InvocationInfo.PositionMessage,
                $"{error.TargetObject}",
            ]);
        }
        Assert.NotEmpty(shown);
        Assert.All(
            secrets,
            secret => Assert.DoesNotContain(shown, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase))
        );
    }
}
