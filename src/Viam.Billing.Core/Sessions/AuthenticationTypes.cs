namespace Viam.Billing.Sessions;

/// <summary>The values of <see cref="BillingSession.AuthenticationType"/>.</summary>
internal static class AuthenticationTypes
{
    public const string ApiKey = "ApiKey";
    public const string AccessToken = "AccessToken";
    public const string CliLogin = "CliLogin";
    public const string Sandbox = "Sandbox";
}
