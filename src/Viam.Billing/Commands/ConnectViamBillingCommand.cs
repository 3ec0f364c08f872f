using System.Management.Automation;
using System.Security;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands;

/// <summary>Authenticates to the billing service and opens the default session of all other cmdlets.</summary>
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

    private SessionConnector? _connector;

    /// <summary>The ID of the API key, a UUID.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = WithApiKey)]
    public string ApiKeyId { get; set; } = "";

    /// <summary>The API key.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = WithApiKey)]
    [SecureStringTransformation]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>A credential with the ID of an API key as the user name and the key as the password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithCredential)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>An access token, which is sent unchanged and can't be renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithAccessToken)]
    [SecureStringTransformation]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    /// <summary>Uses the login that the viam command line stores on disk. The login isn't changed.</summary>
    [Parameter(ParameterSetName = FromCliLogin)]
    public SwitchParameter CliLogin { get; set; }

    /// <summary>
    /// The profile of the viam command line whose login is used. Default: VIAM_CLI_PROFILE_NAME, otherwise the default
    /// login.
    /// </summary>
    [Parameter(ParameterSetName = FromCliLogin)]
    [ArgumentCompleter(typeof(CliProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? CliProfile { get; set; }

    /// <summary>Connects to an in-memory sandbox with made-up data.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InSandbox)]
    public SwitchParameter Sandbox { get; set; }

    /// <summary>
    /// The address of the service: a host, host:port, or a full URL. Default: the address of the viam command line's
    /// login, otherwise that of Viam.
    /// </summary>
    [Parameter(ParameterSetName = FromEnvironment)]
    [Parameter(ParameterSetName = WithApiKey)]
    [Parameter(ParameterSetName = WithCredential)]
    [Parameter(ParameterSetName = WithAccessToken)]
    [Parameter(ParameterSetName = FromCliLogin)]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = ServiceAddress.Default;

    /// <summary>Permits sending the credential to another computer over unencrypted HTTP.</summary>
    [Parameter(ParameterSetName = FromEnvironment)]
    [Parameter(ParameterSetName = WithApiKey)]
    [Parameter(ParameterSetName = WithCredential)]
    [Parameter(ParameterSetName = WithAccessToken)]
    [Parameter(ParameterSetName = FromCliLogin)]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>
    /// The default organization of cmdlets that read, by ID or exact name. Default: VIAM_PRIMARY_ORG_ID.
    /// </summary>
    [Parameter]
    [Alias("OrganizationId", "OrgId")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [ValidateNotBlank]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity? Organization { get; set; }

    /// <summary>The timeout of each request, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Returns the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task EndAsync()
    {
        try
        {
            _connector = new SessionConnector(
                new ConnectionRequest(
                    CreateCredentialInput(),
                    MyInvocation.BoundParameters.ContainsKey(nameof(Uri)) ? Uri : null,
                    AllowUnencryptedAuthentication
                )
            );
        }
        catch (ConnectionRejectedException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception.Problem));
        }
        catch (BillingException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, CliProfile));
        }
        var organization = Organization is null && !Sandbox ? SessionOrganization.FromEnvironment() : Organization;
        if (_connector!.CredentialSource is { } source)
        {
            Pipeline.WriteVerbose(source);
        }
        using var opening = DefaultSession.BeginOpen();
        // Opened first, so that a failure leaves the previous session unchanged.
        var session = await _connector.OpenAsync(TimeoutSec, PassThru, Call);
        await SetOrganizationAsync(session, organization);
        DefaultSession.Replace(session);
        if (opening.IsConcurrent)
        {
            Pipeline.WriteWarning(
                "Another Connect-ViamBilling ran at the same time. "
                    + "All runspaces share the session that was opened last. "
                    + "To use several sessions, use -PassThru, and specify -Session."
            );
        }
        if (session.GetExpiryWarning() is { } warning)
        {
            Pipeline.WriteWarning(warning);
        }

        if (PassThru)
        {
            WriteResult(session);
        }
    }

    private async Task SetOrganizationAsync(BillingSession session, OrganizationIdentity? organization)
    {
        try
        {
            if (await SessionOrganization.SetAsync(session, organization, Call) is { } problem)
            {
                ThrowTerminatingError(problem);
            }
        }
        catch
        {
            session.Close();
            throw;
        }
    }

    private protected override string Describe(CallReport report) =>
        $"{_connector?.Address.Authority} {base.Describe(report)}";

    private CredentialInput CreateCredentialInput() =>
        ParameterSetName switch
        {
            WithApiKey => new CredentialInput.ApiKey(ApiKeyId, ApiKey!, "-ApiKey"),
            WithCredential => new CredentialInput.ApiKey(
                Credential!.UserName,
                Credential.Password,
                "The password of -Credential"
            ),
            WithAccessToken => new CredentialInput.AccessToken(AccessToken!),
            // -CliProfile implies -CliLogin.
            FromCliLogin => CliLogin || CliProfile is not null
                ? new CredentialInput.CliLogin(CliProfile)
                : new CredentialInput.EnvironmentOnly(),
            InSandbox when Sandbox => new CredentialInput.Sandbox(),
            _ => new CredentialInput.Automatic(),
        };
}
