using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Files;
using Viam.Billing.Invoices;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Text;

namespace Viam.Billing.Errors;

/// <summary>Sessions and credentials.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord NotConnected() =>
        Record(
            new InvalidOperationException("There is no Viam billing session."),
            "NotConnected",
            ErrorCategory.ConnectionError,
            null,
            "Run Connect-ViamBilling first, or give a session with -Session."
        );

    public static ErrorRecord SessionClosed(BillingSession session) =>
        From(new BillingException(BillingError.SessionClosed, $"The session with {session} has ended."), session);

    /// <summary>What was typed is not repeated: it may well be the key.</summary>
    public static ErrorRecord InvalidApiKeyId() =>
        Record(
            new ArgumentException("The API key id is no UUID."),
            "InvalidApiKeyId",
            ErrorCategory.InvalidArgument,
            null,
            "An API key id is a UUID. It stands beside the key in the Viam app; the key itself belongs in -ApiKey."
        );

    public static ErrorRecord EmptySecret(string parameter) =>
        Record(
            new ArgumentException($"{parameter} is empty."),
            "EmptySecret",
            ErrorCategory.InvalidArgument,
            null,
            "Give the key or token, for example with Read-Host -AsSecureString."
        );

    /// <param name="secret">The parameter or variable that has it.</param>
    /// <param name="problem">The rest of the sentence. Nothing of the secret is repeated.</param>
    public static ErrorRecord InvalidSecret(string secret, string problem) =>
        Record(
            new ArgumentException($"{secret} {problem}."),
            "InvalidSecret",
            ErrorCategory.InvalidArgument,
            null,
            "Copy the key or token again. Keys and tokens consist of printable ASCII characters. "
                + "White space around them is ignored."
        );

    public static ErrorRecord CredentialRequired(string missing) =>
        Record(
            new InvalidOperationException(
                $"No credential is given, and the environment variable {missing} is not set."
            ),
            "CredentialRequired",
            ErrorCategory.AuthenticationError,
            missing,
            "Give -ApiKeyId and -ApiKey, set VIAM_API_KEY_ID and VIAM_API_KEY, or use the viam command line's login with -CliLogin. Connect-ViamBilling -Sandbox needs none."
        );

    /// <param name="typed">The target of the error, without what may be a credential; null where it may contain a
    /// password.</param>
    public static ErrorRecord InvalidUri(string typed, string why) =>
        Record(
            new ArgumentException($"The address cannot be used: {why}."),
            "InvalidUri",
            ErrorCategory.InvalidArgument,
            typed.Contains('@') ? null : Redaction.Address(typed),
            "Give a host, host:port, or a URL such as https://app.viam.com."
        );

    public static ErrorRecord UnencryptedConnection(Uri uri) =>
        Record(
            new InvalidOperationException($"A key or token would travel to {uri.Authority} unencrypted."),
            "UnencryptedConnection",
            ErrorCategory.SecurityError,
            uri,
            "Use https, or add -AllowUnencryptedAuthentication if everything on the way there is trusted."
        );
}
