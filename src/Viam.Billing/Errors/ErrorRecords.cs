using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Files;
using Viam.Billing.Invoices;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Text;

namespace Viam.Billing.Errors;

/// <summary>Creates all error records of the module, with a stable ID, a category, and a recommended action.</summary>
internal static partial class ErrorRecords
{
    /// <summary>The record of an exception of concurrent work; null for unexpected exceptions.</summary>
    public static ErrorRecord? TryFrom(Exception exception, object? target) =>
        exception switch
        {
            ErrorRecordException recorded => recorded.Record,
            NamedErrorException named => named.Record,
            BillingException error => From(error, target),
            EmptyPdfException error => EmptyPdf(error),
            FileNotSavedException error => FileNotSaved(error),
            _ => null,
        };

    public static ErrorRecord From(BillingException exception, object? target)
    {
        var (category, action) = Describe(exception.Error);
        return Record(exception, exception.Error.ToString(), category, target, action);
    }

    private static string Sentence(string text) => text.EndsWith('.') || text.EndsWith(')') ? text : text + ".";

    private static (ErrorCategory Category, string Action) Describe(BillingError error) =>
        error switch
        {
            BillingError.AuthenticationFailed => (
                ErrorCategory.AuthenticationError,
                "Check the API key ID and the key, or the access token, and then run Connect-ViamBilling again. "
                    + "A deleted or rotated key must be replaced."
            ),
            BillingError.TokenExpired => (
                ErrorCategory.AuthenticationError,
                "Get a new access token, and then run Connect-ViamBilling again. "
                    + "For the login of the viam command line, run 'viam login' first."
            ),
            BillingError.CliLoginNotFound => (
                ErrorCategory.ObjectNotFound,
                "Run 'viam login' and connect again, or connect with -ApiKeyId and -ApiKey."
            ),
            BillingError.CliProfileNotFound => (
                ErrorCategory.ObjectNotFound,
                "Specify an existing profile with -CliProfile, or create it with 'viam profiles add'. "
                    + $"Without -CliProfile, the environment variable {CliLogin.ProfileVariable} specifies the profile."
            ),
            BillingError.CliLoginExpired => (
                ErrorCategory.AuthenticationError,
                "Run 'viam login', with --profile for a profile's login, and connect again."
            ),
            BillingError.CliLoginBroken => (
                ErrorCategory.InvalidData,
                "Run 'viam login', or 'viam profiles update' for a profile, to write the file again. "
                    + "Then connect again."
            ),
            BillingError.PermissionDenied => (
                ErrorCategory.PermissionDenied,
                "Use an API key with the owner role on the organization. "
                    + "Only Viam's billing administrators can use billing tiers."
            ),
            BillingError.OrganizationNotFound => (
                ErrorCategory.ObjectNotFound,
                "To list the organizations that you can access, use Get-ViamOrganization."
            ),
            BillingError.InvoiceNotFound => (
                ErrorCategory.ObjectNotFound,
                "To list the invoices of an organization, use Get-ViamInvoice."
            ),
            BillingError.LocationNotFound => (
                ErrorCategory.ObjectNotFound,
                "To list the locations of an organization, use Get-ViamLocation."
            ),
            BillingError.NotFound => (
                ErrorCategory.ObjectNotFound,
                "Check the ID. Resources that you can't access are reported as not found."
            ),
            BillingError.InvalidRequest => (
                ErrorCategory.InvalidArgument,
                "Check the specified values against the server's message."
            ),
            BillingError.PreconditionFailed => (
                ErrorCategory.InvalidOperation,
                "See the server's message for what is required first."
            ),
            BillingError.AlreadyExists => (
                ErrorCategory.ResourceExists,
                "No action is required. To change white-label billing, use Set-ViamBillingService."
            ),
            BillingError.RateLimited => (
                ErrorCategory.LimitsExceeded,
                "Wait a minute and try again, with a smaller -ThrottleLimit for many organizations."
            ),
            BillingError.ResponseTooLarge => (
                ErrorCategory.LimitsExceeded,
                "Contact Viam support. The service can't split this response."
            ),
            BillingError.ServiceUnavailable => (
                ErrorCategory.ResourceUnavailable,
                "Check the network and the proxy, then try again."
            ),
            BillingError.HostNotFound => (
                ErrorCategory.ConnectionError,
                "Check the spelling of -Uri, and that this computer can resolve names."
            ),
            BillingError.ConnectionRefused => (
                ErrorCategory.ConnectionError,
                "Check the host and port of -Uri, and that the server is running."
            ),
            BillingError.TlsFailed => (
                ErrorCategory.SecurityError,
                "Check that -Uri contains the host name in the server's certificate, "
                    + "that this computer trusts its issuer, and that the port uses https."
            ),
            BillingError.NotAGrpcServer => (
                ErrorCategory.ProtocolError,
                "Check -Uri, and that no proxy responds in place of the service. "
                    + "A server that is starting or stopping can cause the same error; in that case, try again."
            ),
            BillingError.DeadlineExceeded => (
                ErrorCategory.OperationTimeout,
                "Try again, or specify a longer timeout with -TimeoutSec of Connect-ViamBilling "
                    + "or Set-ViamBillingSession."
            ),
            BillingError.NotSupported => (
                ErrorCategory.NotImplemented,
                "Check that -Uri is the address of the Viam service, and update this module."
            ),
            BillingError.SessionClosed => (
                ErrorCategory.ConnectionError,
                "Run Connect-ViamBilling to open a new session."
            ),
            _ => (
                ErrorCategory.NotSpecified,
                "Try again. If the error persists, send the server's message to Viam support."
            ),
        };

    /// <summary>
    /// Creates every record, so that all foreign text is cleaned here: messages, causes, and the target. A message
    /// shows only the beginning of a long target.
    /// </summary>
    private static ErrorRecord Record(
        Exception exception,
        string id,
        ErrorCategory category,
        object? target,
        string recommendedAction
    )
    {
        var clean = ForeignText.ForDisplay(exception, target as string);
        return new ErrorRecord(clean, id, category, target is string text ? ForeignText.Clean(text) : target)
        {
            ErrorDetails = new ErrorDetails(clean.Message)
            {
                RecommendedAction = ForeignText.ForDisplay(recommendedAction),
            },
        };
    }
}
