using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Files;
using Viam.Billing.Invoices;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Text;

namespace Viam.Billing.Errors;

/// <summary>Every error record of the module: its stable id, its category, and what to do about it.</summary>
internal static partial class ErrorRecords
{
    /// <summary>The record of an error that concurrent work ended with; null if the module doesn't expect it.</summary>
    public static ErrorRecord? TryFrom(Exception exception, object? target) =>
        exception switch
        {
            ErrorRecordException recorded => recorded.Record,
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

    private static string Sentence(string words) => words.EndsWith('.') || words.EndsWith(')') ? words : words + ".";

    private static (ErrorCategory Category, string Action) Describe(BillingError error) =>
        error switch
        {
            BillingError.AuthenticationFailed => (
                ErrorCategory.AuthenticationError,
                "Check the API key id and the key, or the access token, then run Connect-ViamBilling again. A deleted or rotated key has to be replaced."
            ),
            BillingError.TokenExpired => (
                ErrorCategory.AuthenticationError,
                "Get a new access token and run Connect-ViamBilling again. If it was the viam command line's, run 'viam login' first."
            ),
            BillingError.CliLoginNotFound => (
                ErrorCategory.ObjectNotFound,
                "Run 'viam login' and connect again, or connect with -ApiKeyId and -ApiKey."
            ),
            BillingError.CliProfileNotFound => (
                ErrorCategory.ObjectNotFound,
                $"Give one that is there as -CliProfile, or make it with 'viam profiles add'. Without -CliProfile, {CliLogin.ProfileVariable} names the profile where it is set."
            ),
            BillingError.CliLoginExpired => (
                ErrorCategory.AuthenticationError,
                "Run 'viam login', with --profile for a profile's login, and connect again."
            ),
            BillingError.CliLoginBroken => (
                ErrorCategory.InvalidData,
                "Run 'viam login', or 'viam profiles update' for a profile, to have the file written anew, and connect again."
            ),
            BillingError.PermissionDenied => (
                ErrorCategory.PermissionDenied,
                "Use an API key with owner permission on the organization. Billing tiers are for Viam's own billing admins."
            ),
            BillingError.OrganizationNotFound => (
                ErrorCategory.ObjectNotFound,
                "Get-ViamOrganization lists the organizations that the credential sees."
            ),
            BillingError.InvoiceNotFound => (
                ErrorCategory.ObjectNotFound,
                "Get-ViamInvoice lists the invoices of an organization."
            ),
            BillingError.LocationNotFound => (
                ErrorCategory.ObjectNotFound,
                "Get-ViamLocation lists the locations of an organization."
            ),
            BillingError.NotFound => (
                ErrorCategory.ObjectNotFound,
                "Check the id. What the credential may not see counts as not there."
            ),
            BillingError.InvalidRequest => (
                ErrorCategory.InvalidArgument,
                "Check the values that were given against the service's words."
            ),
            BillingError.PreconditionFailed => (
                ErrorCategory.InvalidOperation,
                "See the service's words for what has to be done first."
            ),
            BillingError.AlreadyExists => (
                ErrorCategory.ResourceExists,
                "Nothing has to be done, or use the Set- cmdlet to change what is there."
            ),
            BillingError.RateLimited => (
                ErrorCategory.LimitsExceeded,
                "Wait a minute and try again, with a smaller -ThrottleLimit for many organizations."
            ),
            BillingError.ResponseTooLarge => (
                ErrorCategory.LimitsExceeded,
                "Ask Viam's support: the service cannot send this answer in parts."
            ),
            BillingError.ServiceUnavailable => (
                ErrorCategory.ResourceUnavailable,
                "Check the network and the proxy, then try again."
            ),
            BillingError.HostNotFound => (
                ErrorCategory.ConnectionError,
                "Check the spelling of -Uri, and that this machine can resolve names."
            ),
            BillingError.ConnectionRefused => (
                ErrorCategory.ConnectionError,
                "Check host and port of -Uri, and that the server runs."
            ),
            BillingError.TlsFailed => (
                ErrorCategory.SecurityError,
                "Check that -Uri names the host in the server's certificate, that its issuer is trusted on this machine, and that https is what the port speaks."
            ),
            BillingError.NotAGrpcServer => (
                ErrorCategory.ProtocolError,
                "Check -Uri, and that no proxy on the way answers in the service's place. A server that ends connections as it starts or stops looks the same: then try again."
            ),
            BillingError.DeadlineExceeded => (
                ErrorCategory.OperationTimeout,
                "Try again, or give more time with Connect-ViamBilling -TimeoutSec."
            ),
            BillingError.NotSupported => (
                ErrorCategory.NotImplemented,
                "Check that -Uri is Viam's service, and look for a newer version of this module."
            ),
            BillingError.SessionClosed => (
                ErrorCategory.ConnectionError,
                "Run Connect-ViamBilling to begin a new session."
            ),
            _ => (ErrorCategory.NotSpecified, "Try again. If it goes on, give the service's words to Viam's support."),
        };

    /// <summary>
    /// Every record is made here, where what did not originate in this module passes the gate: messages, causes, and
    /// the target.
    /// </summary>
    private static ErrorRecord Record(
        Exception exception,
        string id,
        ErrorCategory category,
        object? target,
        string recommendedAction
    )
    {
        var clean = ForeignText.Clean(exception)!;
        return new ErrorRecord(clean, id, category, target is string text ? ForeignText.Clean(text) : target)
        {
            ErrorDetails = new ErrorDetails(clean.Message) { RecommendedAction = ForeignText.Clean(recommendedAction) },
        };
    }
}
