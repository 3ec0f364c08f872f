using System.Management.Automation;
using System.Security;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Text;

namespace Viam.Billing.Commands;

/// <summary>Opens the session that all other cmdlets share.</summary>
[Cmdlet(
    VerbsCommunications.Connect,
    "ViamBilling",
    DefaultParameterSetName = FromEnvironment,
    HelpUri = OnlineHelp.Folder + "Connect-ViamBilling.md"
)]
[OutputType(typeof(BillingSession))]
public sealed class ConnectViamBillingCommand : AsyncCommand
{
    private const string FromEnvironment = "Environment";
    private const string WithApiKey = "ApiKey";
    private const string WithCredential = "Credential";
    private const string WithAccessToken = "AccessToken";
    private const string FromCliLogin = "CliLogin";
    private const string InSandbox = "Sandbox";

    private Uri? _uri;
    private CliLogin? _login;

    /// <summary>The id of an API key, a UUID.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = WithApiKey)]
    public string ApiKeyId { get; set; } = "";

    /// <summary>The API key.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = WithApiKey)]
    [SecureStringTransformation]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>An API key's id as the user name, the key as the password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithCredential)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>A ready access token. It is sent as it is and cannot be renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithAccessToken)]
    [SecureStringTransformation]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    /// <summary>Uses the login that the viam command line keeps on disk. It is read and never changed.</summary>
    [Parameter(ParameterSetName = FromCliLogin)]
    public SwitchParameter CliLogin { get; set; }

    /// <summary>The profile of the viam command line whose login is used. Default: VIAM_CLI_PROFILE_NAME, else the login without a profile.</summary>
    [Parameter(ParameterSetName = FromCliLogin)]
    [ArgumentCompleter(typeof(CliProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? CliProfile { get; set; }

    /// <summary>Connects to a Viam in memory, with made-up data.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InSandbox)]
    public SwitchParameter Sandbox { get; set; }

    /// <summary>The service's address: a host, host:port or a full URL. Default: that of the command line's login, else Viam's.</summary>
    [Parameter(ParameterSetName = FromEnvironment)]
    [Parameter(ParameterSetName = WithApiKey)]
    [Parameter(ParameterSetName = WithCredential)]
    [Parameter(ParameterSetName = WithAccessToken)]
    [Parameter(ParameterSetName = FromCliLogin)]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = ServiceAddress.Default;

    /// <summary>Lets a key or token travel over plain http to another machine.</summary>
    [Parameter(ParameterSetName = FromEnvironment)]
    [Parameter(ParameterSetName = WithApiKey)]
    [Parameter(ParameterSetName = WithCredential)]
    [Parameter(ParameterSetName = WithAccessToken)]
    [Parameter(ParameterSetName = FromCliLogin)]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>The default organization of cmdlets that read, by ID or exact name. Default: VIAM_PRIMARY_ORG_ID.</summary>
    [Parameter]
    [Alias("OrganizationId", "OrgId")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [ValidateNotBlank]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity? Organization { get; set; }

    /// <summary>The time limit of each call, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Emits the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task EndAsync()
    {
        if (UsesCliLogin)
        {
            ReadCliLogin();
        }

        _uri = Sandbox ? new Uri("sandbox://memory") : Address();
        var organization = DefaultOrganization();
        var credential = ServiceCredential();
        var options = new BillingServiceOptions(_uri, credential, TimeSpan.FromSeconds(TimeoutSec));
        var provider = Sandbox ? ServiceProviders.Sandbox : ServiceProviders.Network;
        var service = provider.Create(options);
        try
        {
            await service.AuthenticateAsync(Call);
        }
        catch
        {
            // The session that was there before stays.
            service.Dispose();
            throw;
        }
        var session = new BillingSession(service)
        {
            Uri = _uri,
            AuthenticationType =
                Sandbox ? InSandbox
                : UsesCliLogin ? FromCliLogin
                : credential is ApiKeyCredential ? WithApiKey
                : WithAccessToken,
            ApiKeyId = Sandbox ? null : (credential as ApiKeyCredential)?.KeyId,
            CliUser = _login?.UserEmail,
            CliProfile = _login?.Profile,
            TimeoutSec = TimeoutSec,
            ConnectedAt = DateTime.UtcNow,
            IsSandbox = Sandbox,
            IsTokenRenewable = credential is not AccessTokenCredential,
            IsReferenced = PassThru,
        };
        if (await SessionOrganization.SetAsync(session, organization, Call) is { } problem)
        {
            session.Close();
            ThrowTerminatingError(problem);
        }
        DefaultSession.Replace(session);
        if (session.GetExpiryWarning() is { } warning)
        {
            Pipeline.WriteWarning(warning);
        }

        if (PassThru)
        {
            WriteResult(session);
        }
    }

    private protected override string Describe(CallReport report) => $"{_uri?.Authority} {base.Describe(report)}";

    // A profile without the switch means the switch.
    private bool UsesCliLogin => ParameterSetName == FromCliLogin && (CliLogin || CliProfile is not null);

    private void ReadCliLogin()
    {
        try
        {
            _login = Sessions.CliLogin.Read(CliProfile, DateTimeOffset.UtcNow);
        }
        catch (BillingException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, CliProfile));
        }
    }

    private Uri Address()
    {
        var address =
            _login is not null && !MyInvocation.BoundParameters.ContainsKey(nameof(Uri))
                ? _login.Address()
                : TypedAddress();
        if (address.Scheme == "http" && !address.IsLoopback && !AllowUnencryptedAuthentication)
        {
            ThrowTerminatingError(ErrorRecords.UnencryptedConnection(address));
        }

        return address;
    }

    private Uri TypedAddress()
    {
        if (!ServiceAddress.TryParse(Uri, out var address, out var why))
        {
            ThrowTerminatingError(ErrorRecords.InvalidUri(Uri, why!));
        }

        return address!;
    }

    private OrganizationIdentity? DefaultOrganization()
    {
        const string Variable = "VIAM_PRIMARY_ORG_ID";
        if (Organization is not null || Sandbox)
        {
            return Organization;
        }
        var organizationId = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(organizationId))
        {
            return null;
        }
        if (!OrganizationIds.TryNormalize(organizationId, out _))
        {
            ThrowTerminatingError(ErrorRecords.InvalidOrganizationId(organizationId, $" (from {Variable})"));
        }
        return new OrganizationIdentity(organizationId);
    }

    private Credential ServiceCredential() =>
        ParameterSetName switch
        {
            WithApiKey => KeyCredential(ApiKeyId, ApiKey!, "-ApiKey"),
            WithCredential => KeyCredential(Credential!.UserName, Credential.Password, "The password of -Credential"),
            WithAccessToken => new AccessTokenCredential(Normalize(AccessToken!, "-AccessToken")),
            FromCliLogin when _login is not null => _login.Credential,
            InSandbox when Sandbox => new AccessTokenCredential(new SecureString()),
            _ => KeyCredential(
                FromVariable("VIAM_API_KEY_ID"),
                SecureStringTransformationAttribute.Protect(FromVariable("VIAM_API_KEY")),
                "VIAM_API_KEY"
            ),
        };

    private ApiKeyCredential KeyCredential(string keyId, SecureString key, string source)
    {
        if (!Guid.TryParseExact(keyId.Trim(), "D", out _))
        {
            ThrowTerminatingError(ErrorRecords.InvalidApiKeyId());
        }

        return new ApiKeyCredential(keyId.Trim(), Normalize(key, source));
    }

    private SecureString Normalize(SecureString secret, string source)
    {
        var normalized = SecretText.Normalize(secret, out var problem);
        if (problem is not null)
        {
            ThrowTerminatingError(ErrorRecords.InvalidSecret(source, problem));
        }
        if (normalized.Length == 0)
        {
            ThrowTerminatingError(ErrorRecords.EmptySecret(source));
        }
        return normalized;
    }

    private string FromVariable(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrWhiteSpace(value))
        {
            ThrowTerminatingError(ErrorRecords.CredentialRequired(name));
        }

        return value!;
    }
}
