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
internal static class ErrorRecords
{
    public const string OutcomeUnknown = "ChargeOutcomeUnknown";

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

    public static ErrorRecord OrganizationRequired(string parameter) =>
        Record(
            new ArgumentException("No organization is given, and the session has no default one."),
            "OrganizationRequired",
            ErrorCategory.InvalidArgument,
            null,
            $"Give -{parameter}, pipe organizations from Get-ViamOrganization, or connect with Connect-ViamBilling -OrganizationId."
        );

    public static ErrorRecord InvalidOrganizationId(string? typed, string source = "") =>
        Record(
            new ArgumentException($"'{typed}'{source} is no organization id."),
            "InvalidOrganizationId",
            ErrorCategory.InvalidArgument,
            typed,
            "An organization id is a UUID, such as 01234567-89ab-cdef-0123-456789abcdef. Get-ViamOrganization lists names and ids."
        );

    public static ErrorRecord OrganizationNotFound(string name) =>
        Record(
            new ItemNotFoundException($"There is no organization named '{name}' that this credential sees."),
            nameof(BillingError.OrganizationNotFound),
            ErrorCategory.ObjectNotFound,
            name,
            "Get-ViamOrganization lists the organizations that the credential sees. Names take wildcards."
        );

    public static ErrorRecord InvoiceNotFound(string invoiceId) =>
        Record(
            new ItemNotFoundException($"There is no invoice '{invoiceId}' in the organizations that were asked."),
            nameof(BillingError.InvoiceNotFound),
            ErrorCategory.ObjectNotFound,
            invoiceId,
            "Get-ViamInvoice without -InvoiceId lists the invoices of an organization."
        );

    public static ErrorRecord LocationNotFound(string name) =>
        Record(
            new ItemNotFoundException($"There is no location named '{name}' in the organizations that were asked."),
            nameof(BillingError.LocationNotFound),
            ErrorCategory.ObjectNotFound,
            name,
            "Get-ViamLocation without -Name lists the locations of an organization. Names take wildcards."
        );

    public static ErrorRecord InvalidDateRange(DateTime? after, DateTime? before) =>
        Record(
            new ArgumentException($"-After {after:u} is not before -Before {before:u}."),
            "InvalidDateRange",
            ErrorCategory.InvalidArgument,
            after,
            "Give an earlier -After or a later -Before. An invoice counts if it is dated at or after the one and before the other."
        );

    public static ErrorRecord InvalidAmount(string parameter, decimal amount, string why) =>
        Record(
            new ArgumentException(FormattableString.Invariant($"{parameter} {amount} {why}.")),
            "InvalidAmount",
            ErrorCategory.InvalidArgument,
            amount,
            "Give US dollars with at most two decimals. Nothing is rounded, and nothing was charged."
        );

    public static ErrorRecord From(ChargeRuleViolation violation) =>
        violation switch
        {
            ChargeRuleViolation.Amount amount => InvalidAmount(amount.Parameter, amount.Value, amount.Reason),
            ChargeRuleViolation.Description description => DescriptionTooLong(description.Limit),
            _ => throw new InvalidOperationException($"{violation} has no error."),
        };

    public static ErrorRecord DescriptionTooLong(int limit) =>
        Record(
            new ArgumentException(FormattableString.Invariant($"The description has more than {limit:N0} characters.")),
            "DescriptionTooLong",
            ErrorCategory.InvalidArgument,
            null,
            "Shorten the description. Nothing was charged."
        );

    /// <summary>A change was made, and -PassThru could not read what it has come to. Under an id of its own: who went by the cause's would make the change again.</summary>
    public static ErrorRecord ReadBackFailed(BillingException cause, object target)
    {
        var error = new BillingException(
            cause.Error,
            $"The change was made. What it has come to could not be read: {cause.Message}",
            cause
        )
        {
            GrpcStatus = cause.GrpcStatus,
            ServerMessage = cause.ServerMessage,
            RetryAfter = cause.RetryAfter,
        };
        return Record(
            error,
            "ReadBackFailed",
            Describe(cause.Error).Category,
            target,
            "The change need not be made again. Get-ViamBillingService or Get-ViamOrganization shows what it has come to."
        );
    }

    public static ErrorRecord ChargeRefused(BillingException exception, object target) =>
        NotCharged(exception, "ChargeRefused", target);

    /// <summary>What has to be read before a charge could not be.</summary>
    public static ErrorRecord NotCharged(BillingException exception, object target) =>
        NotCharged(exception, exception.Error.ToString(), target);

    private static ErrorRecord NotCharged(BillingException exception, string id, object target)
    {
        var (category, action) = Describe(exception.Error);
        return Record(exception, id, category, target, $"Nothing was charged. {action}");
    }

    private static string Sentence(string words) => words.EndsWith('.') || words.EndsWith(')') ? words : words + ".";

    /// <param name="reference">The reference in the ledger; null without one.</param>
    public static ErrorRecord ChargeOutcomeUnknown(
        ChargeRequest charge,
        ChargeOutcome.Unknown outcome,
        object target,
        string? reference = null
    )
    {
        var what = reference is null ? "The charge" : $"The charge {reference}";
        var since = outcome.Since is { } at ? FormattableString.Invariant($", begun at {at:u},") : "";
        var message =
            FormattableString.Invariant(
                $"{what} of {charge.Total:0.00} USD to organization {charge.OrganizationId}{since} may have happened. "
            )
            + (outcome.Cause is null ? "" : $"{Sentence(outcome.Cause.Message)} ")
            + $"{Sentence(outcome.Finding)} It is not sent again.";
        return Record(
            outcome.Cause switch
            {
                BillingException cause => new BillingException(cause.Error, message, cause),
                null => new InvalidOperationException(message),
                var cause => new TimeoutException(message, cause),
            },
            OutcomeUnknown,
            ErrorCategory.OperationStopped,
            target,
            HowToSettle(charge, reference)
        );
    }

    private static string HowToSettle(ChargeRequest charge, string? reference)
    {
        var look =
            FormattableString.Invariant(
                $"Don't repeat the charge before you know what happened. Look for an invoice of {charge.Total:0.00} USD: Get-ViamInvoice -OrganizationId {charge.OrganizationId} -Latest 5. "
            ) + "If there is none, look again in an hour, and ask Viam's support before you charge again.";
        return reference is null
            ? look
            : $"{look} Each run of the batch looks for the invoice again. Once you know, record it: Resolve-ViamCharge -LedgerPath <ledger> -Reference '{reference}' "
                + "with -InvoiceId <id> if it was charged, or -NotCharged if it wasn't.";
    }

    public static ErrorRecord ChargeHeldBack(string reference, string by) =>
        Record(
            new InvalidOperationException(
                $"The charge {reference} was not sent, because the outcome of the charge {by} to the same organization is unknown."
            ),
            "ChargeHeldBack",
            ErrorCategory.OperationStopped,
            reference,
            "Run the batch again. Completed charges are not charged again."
        );

    public static ErrorRecord MaximumTotalExceeded(decimal total, decimal maximum) =>
        Record(
            new InvalidOperationException(
                FormattableString.Invariant(
                    $"The charges total {total:N2} USD, which is more than the maximum of {maximum:N2} USD."
                )
            ),
            "MaximumTotalExceeded",
            ErrorCategory.LimitsExceeded,
            total,
            "Check the amounts, or give a larger -MaximumTotal. With a ledger nothing was sent; without one, only the charges that were emitted before."
        );

    /// <param name="outcome">What became of the charge, as a sentence.</param>
    public static ErrorRecord LedgerNotWritten(LedgerNotWrittenException exception, string reference, string outcome) =>
        Record(
            new IOException(
                $"{Sentence(exception.Message)} So it doesn't hold the outcome of the charge {reference}. {outcome}",
                exception
            ),
            "LedgerNotWritten",
            ErrorCategory.WriteError,
            reference,
            "Make room on the disk, or remove whatever else keeps the ledger from being written, then run the batch again with the same ledger: it looks for what is not noted."
        );

    public static ErrorRecord ReferenceNotFound(string reference, string path) =>
        Record(
            new ItemNotFoundException($"The ledger {path} has no charge {reference}."),
            "ReferenceNotFound",
            ErrorCategory.ObjectNotFound,
            reference,
            "Get-ViamChargeLedger lists the references of a ledger."
        );

    public static ErrorRecord ChargeAlreadySettled(string reference, string invoiceId) =>
        Record(
            new InvalidOperationException($"The charge {reference} is settled already, by the invoice {invoiceId}."),
            "ChargeAlreadySettled",
            ErrorCategory.InvalidOperation,
            reference,
            "Nothing has to be done. Get-ViamChargeLedger -Unresolved lists the charges that need a decision."
        );

    public static ErrorRecord InvoiceAlreadyClaimed(string invoiceId, string owner) =>
        Record(
            new InvalidOperationException($"The invoice {invoiceId} belongs to the charge {owner} of the same ledger."),
            "InvoiceAlreadyClaimed",
            ErrorCategory.InvalidOperation,
            invoiceId,
            "An invoice belongs to one charge. Check the invoice ID, or resolve the charge with -NotCharged."
        );

    /// <param name="type">What the object is.</param>
    public static ErrorRecord InputNotSupported(string type, object input) =>
        Record(
            new ArgumentException($"An object of the type {type} can't be charged. Nothing was sent for it."),
            "InputNotSupported",
            ErrorCategory.InvalidType,
            input,
            "Pipe organization IDs, organizations, or rows with the columns OrganizationId and Subtotal, as Import-Csv creates them."
        );

    public static ErrorRecord OrganizationRepeated(string organizationId) =>
        Record(
            new ArgumentException(
                $"Organization {organizationId} comes more than once in this pipeline. It was not charged again."
            ),
            "OrganizationRepeated",
            ErrorCategory.InvalidArgument,
            organizationId,
            "If another charge is intended, add -AllowRepeatedOrganization, or give each charge a reference and use -LedgerPath."
        );

    public static ErrorRecord EmailOutcomeUnknown(BillingException cause, string organizationId) =>
        Record(
            new BillingException(
                cause.Error,
                $"The email to organization {organizationId} may have been sent. {Sentence(cause.Message)} It is not sent again.",
                cause
            )
            {
                GrpcStatus = cause.GrpcStatus,
                ServerMessage = cause.ServerMessage,
                IsOutcomeUnknown = true,
            },
            "EmailOutcomeUnknown",
            ErrorCategory.OperationStopped,
            organizationId,
            "Ask the customer whether the email arrived. Send another one only if it didn't: the service can't tell that it is the same."
        );

    /// <summary>Where HTTP/2 reports that an email's request wasn't processed.</summary>
    public static ErrorRecord EmailNotSent(BillingException cause, string organizationId) =>
        Record(
            new BillingException(
                cause.Error,
                $"The email to organization {organizationId} was not sent. {Sentence(cause.Message)}",
                cause
            )
            {
                GrpcStatus = cause.GrpcStatus,
                ServerMessage = cause.ServerMessage,
                WasNotProcessed = true,
            },
            "EmailNotSent",
            ErrorCategory.ResourceUnavailable,
            organizationId,
            "Not sent, safe to repeat: the server reported that it didn't process the request. Run the command again for this organization."
        );

    public static ErrorRecord ReferenceRequired() =>
        Record(
            new ArgumentException("A charge with a ledger needs a reference."),
            "ReferenceRequired",
            ErrorCategory.InvalidArgument,
            null,
            "Give -Reference, or a column Reference in the file: a name of the charge that stays the same when the batch is run again."
        );

    public static ErrorRecord LedgerRequired(string reference) =>
        Record(
            new ArgumentException($"The charge {reference} was not sent: a reference means nothing without a ledger."),
            "LedgerRequired",
            ErrorCategory.InvalidArgument,
            reference,
            "Give -LedgerPath, the same as when the batch was run before. For charges that nothing remembers, leave -Reference, or the column Reference, out."
        );

    public static ErrorRecord ReferenceReused(string reference) =>
        Record(
            new ArgumentException($"The reference {reference} stands for another organization or amount already."),
            "ReferenceReused",
            ErrorCategory.InvalidArgument,
            reference,
            "Give every charge a reference of its own, and never change what a reference stands for."
        );

    public static ErrorRecord LedgerOfAnotherService(string path, string service) =>
        Record(
            new InvalidOperationException($"The ledger {path} is one of charges at {service}."),
            "LedgerOfAnotherService",
            ErrorCategory.InvalidOperation,
            path,
            "Connect to that service, or give another ledger. What a ledger notes as charged is not charged again, wherever that was."
        );

    public static ErrorRecord LedgerDamaged(LedgerDamagedException exception, string path) =>
        Record(
            exception,
            "LedgerDamaged",
            ErrorCategory.InvalidData,
            path,
            "Check that the path is that of a ledger. If it is, put back a copy that was made after its last batch. Without it nobody knows what was charged: do not begin "
                + "a new ledger for the same charges, and do not use an older copy."
        );

    public static ErrorRecord LedgerNotFound(string path) =>
        Record(
            new FileNotFoundException($"There is no ledger {path}."),
            "LedgerNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            "Check the path."
        );

    public static ErrorRecord LedgerNotOpened(Exception exception, string path) =>
        Record(
            exception,
            "LedgerNotOpened",
            ErrorCategory.OpenError,
            path,
            "Check the path, and that no other process has the ledger open. One batch at a time holds a ledger."
        );

    public static ErrorRecord PaymentFailed(Invoice invoice) =>
        Record(
            new InvalidOperationException(
                FormattableString.Invariant(
                    $"The payment of invoice {invoice.InvoiceId} about {invoice.Amount:0.00} USD failed: {invoice.LastPaymentFailureReason ?? "the service gives no reason"}."
                )
            ),
            "PaymentFailed",
            ErrorCategory.InvalidResult,
            invoice,
            PaymentFailure.Remedy(invoice.LastPaymentFailureReason)
        );

    /// <param name="trouble">Why the service could not be asked in the end; null if it could.</param>
    public static ErrorRecord WaitTimeout(string invoiceId, string? status, int seconds, string? trouble) =>
        Record(
            new TimeoutException(
                $"Invoice {invoiceId} was not settled within {seconds} s. Its status is {status ?? "not known"}.{(trouble is null ? "" : $" {trouble}")}"
            ),
            "WaitTimeout",
            ErrorCategory.OperationTimeout,
            invoiceId,
            "Wait again with a larger -TimeoutSec. Bank payments take days; the charge itself stands."
        );

    private static ErrorRecord EmptyPdf(EmptyPdfException exception) =>
        Record(
            new InvalidDataException(exception.Message),
            "EmptyPdf",
            ErrorCategory.InvalidData,
            exception.InvoiceId,
            "Try again later: the PDF of a new invoice may not be made yet."
        );

    private static ErrorRecord FileNotSaved(FileNotSavedException exception) =>
        Record(
            exception.Cause,
            "FileNotSaved",
            ErrorCategory.WriteError,
            exception.Path,
            "Check that the folder may be written to and that its disk has room. Nothing was left behind."
        );

    public static ErrorRecord FileExists(string file) =>
        Record(
            new IOException($"The file {file} is there already."),
            "FileExists",
            ErrorCategory.ResourceExists,
            file,
            "Use -Force to replace it, or -SkipExisting to fetch only what is new."
        );

    public static ErrorRecord FileTaken(string file, string invoiceId) =>
        Record(
            new IOException($"Invoice {invoiceId} would go into {file}, like one before it."),
            "FileTaken",
            ErrorCategory.InvalidArgument,
            invoiceId,
            "Give a folder as -Path for more than one invoice, and each invoice once."
        );

    public static ErrorRecord FolderNotFound(string path) =>
        Record(
            new DirectoryNotFoundException($"There is no folder '{path}', and no folder to hold it as a file."),
            "FolderNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            "Make the folder first: New-Item -ItemType Directory. The name of a file has an extension, such as .pdf."
        );

    public static ErrorRecord NotAFilePath(string path) =>
        Record(
            new ArgumentException($"'{path}' is not in the file system."),
            "NotAFilePath",
            ErrorCategory.InvalidArgument,
            path,
            "Give a folder or file of the file system."
        );

    public static ErrorRecord AmbiguousPath(string path, int count) =>
        Record(
            new ArgumentException($"'{path}' matches {count} places, and one is wanted."),
            "AmbiguousPath",
            ErrorCategory.InvalidArgument,
            path,
            "Give one folder or file. -LiteralPath takes a name with brackets as it is."
        );

    public static ErrorRecord Contradiction(string one, string other) =>
        Record(
            new ArgumentException($"{one} and {other} contradict each other."),
            "Contradiction",
            ErrorCategory.InvalidArgument,
            null,
            $"Give {one} or {other}."
        );

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
