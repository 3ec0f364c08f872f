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
            new InvalidOperationException("There is no open Viam billing session."),
            "NotConnected",
            ErrorCategory.ConnectionError,
            null,
            "Run Connect-ViamBilling first, or specify a session with -Session."
        );

    /// <param name="imported">The folder of the copy that this session uses.</param>
    /// <param name="other">The folder of the copy that can't be imported.</param>
    public static ErrorRecord OtherCopyImported(string imported, string other) =>
        Record(
            new InvalidOperationException(
                $"The copy of Viam.Billing in '{other}' can't be imported, because this PowerShell session uses "
                    + $"the copy in '{imported}'."
            ),
            "OtherCopyImported",
            ErrorCategory.ResourceExists,
            other,
            "Start a new PowerShell session, and import the module from one folder only."
        );

    public static ErrorRecord SessionClosed(BillingSession session) =>
        From(new BillingException(BillingError.SessionClosed, $"The session with {session} is closed."), session);

    public static ErrorRecord From(ConnectionProblem problem) =>
        problem switch
        {
            ConnectionProblem.InvalidApiKeyId => InvalidApiKeyId(),
            ConnectionProblem.EmptySecret empty => EmptySecret(empty.Secret),
            ConnectionProblem.InvalidSecret invalid => InvalidSecret(invalid.Secret, invalid.Problem),
            ConnectionProblem.VariableMissing missing => CredentialRequired(
                $"No credential was specified, and the environment variable {missing.Variable} isn't set.",
                missing.Variable
            ),
            ConnectionProblem.CredentialMissing missing => CredentialRequired(
                "No credential was specified, the environment variables VIAM_API_KEY_ID and VIAM_API_KEY "
                    + "aren't set, and "
                    + (
                        missing.LoginExists
                            ? "the login of the viam command line is for another address."
                            : "the viam command line isn't logged in."
                    ),
                "VIAM_API_KEY_ID"
            ),
            ConnectionProblem.InvalidAddress invalid => InvalidUri(invalid.Typed, invalid.Reason),
            ConnectionProblem.UnencryptedConnection unencrypted => UnencryptedConnection(unencrypted.Address),
            _ => throw new InvalidOperationException($"{problem} has no error."),
        };

    /// <summary>The message doesn't contain the specified value, which may be the key.</summary>
    private static ErrorRecord InvalidApiKeyId() =>
        Record(
            new ArgumentException("The API key ID isn't a UUID."),
            "InvalidApiKeyId",
            ErrorCategory.InvalidArgument,
            null,
            "An API key ID is a UUID. The Viam app shows it beside the key. Specify the key itself with -ApiKey."
        );

    private static ErrorRecord EmptySecret(string parameter) =>
        Record(
            new ArgumentException($"{parameter} is empty."),
            "EmptySecret",
            ErrorCategory.InvalidArgument,
            null,
            "Specify the key or token, for example with Read-Host -AsSecureString."
        );

    /// <param name="secret">The parameter or variable that contains the secret.</param>
    /// <param name="problem">The rest of the sentence. It contains nothing of the secret.</param>
    private static ErrorRecord InvalidSecret(string secret, string problem) =>
        Record(
            new ArgumentException($"{secret} {problem}."),
            "InvalidSecret",
            ErrorCategory.InvalidArgument,
            null,
            "Copy the key or token again. Keys and tokens consist of printable ASCII characters. "
                + "White space around them is ignored."
        );

    private static ErrorRecord CredentialRequired(string message, string missing) =>
        Record(
            new InvalidOperationException(message),
            "CredentialRequired",
            ErrorCategory.AuthenticationError,
            missing,
            "Specify -ApiKeyId and -ApiKey, set VIAM_API_KEY_ID and VIAM_API_KEY, or run 'viam login'. "
                + "To use the login for another address, add -CliLogin. "
                + "Connect-ViamBilling -Sandbox needs no credential."
        );

    /// <param name="typed">
    /// The target of the error, without text that may be a credential; null if it may contain a password.
    /// </param>
    private static ErrorRecord InvalidUri(string typed, string why) =>
        Record(
            new ArgumentException($"The address can't be used: {why}."),
            "InvalidUri",
            ErrorCategory.InvalidArgument,
            typed.Contains('@') ? null : Redaction.Address(typed),
            "Specify a host, host:port, or a URL such as https://app.viam.com."
        );

    private static ErrorRecord UnencryptedConnection(Uri uri) =>
        Record(
            new InvalidOperationException($"The key or token would be sent to {uri.Authority} unencrypted."),
            "UnencryptedConnection",
            ErrorCategory.SecurityError,
            uri,
            "Use https, or add -AllowUnencryptedAuthentication if you trust the network."
        );
}
