using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Files;
using Viam.Billing.Invoices;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Text;

namespace Viam.Billing.Errors;

/// <summary>Invoices, locations, and changes.</summary>
internal static partial class ErrorRecords
{
    private const string UseQuotes =
        "Put quotation marks around a value that looks like a number, so that PowerShell doesn't convert it.";

    public static ErrorRecord InvoiceNotFound(string invoiceId) =>
        Record(
            new ItemNotFoundException($"Invoice '{invoiceId}' wasn't found in the specified organizations."),
            nameof(BillingError.InvoiceNotFound),
            ErrorCategory.ObjectNotFound,
            invoiceId,
            "To list the invoices of an organization, use Get-ViamInvoice without -InvoiceId."
        );

    /// <param name="names">The names of the organizations' locations, for similar names.</param>
    public static ErrorRecord LocationNotFound(string name, IEnumerable<string?> names) =>
        Record(
            new ItemNotFoundException(
                $"Location '{name}' wasn't found in the specified organizations." + CloseMatches.AsQuestion(name, names)
            ),
            nameof(BillingError.LocationNotFound),
            ErrorCategory.ObjectNotFound,
            name,
            "To list the locations of an organization, use Get-ViamLocation without -Name. Names can contain wildcards."
        );

    /// <summary>Text that is neither the ID nor the name of a location.</summary>
    /// <param name="refusal">The service's answer to the text as an ID.</param>
    public static ErrorRecord LocationNotFound(BillingException refusal, string text, IEnumerable<Location> locations)
    {
        var question = CloseMatches.AsQuestion(text, locations.Select(static location => location.Name));
        var error = From(
            (BillingException)
                ((ICleanableException)refusal).With(Sentence(refusal.Message) + question, refusal.InnerException),
            text
        );
        if (WildcardPattern.ContainsWildcardCharacters(text))
        {
            error.ErrorDetails.RecommendedAction =
                "This cmdlet doesn't support wildcards. Find the locations with Get-ViamLocation -Name, and pipe them "
                + "to this cmdlet.";
        }
        return error;
    }

    /// <summary>An invoice to save. Its place among the arguments is often taken for that of the path.</summary>
    public static ErrorRecord InvoiceToSaveNotFound(BillingException refusal, string invoiceId) =>
        WithPathHint(From(refusal, invoiceId));

    /// <summary>An invoice to save that the list of its organization's invoices doesn't contain.</summary>
    public static ErrorRecord InvoiceToSaveNotFound(string invoiceId) => WithPathHint(InvoiceNotFound(invoiceId));

    private static ErrorRecord WithPathHint(ErrorRecord error)
    {
        error.ErrorDetails.RecommendedAction += " To specify a folder or a file, use -Path.";
        return error;
    }

    public static ErrorRecord AmbiguousLocation(string name, IReadOnlyList<Location> matches) =>
        Record(
            new ArgumentException(
                $"'{name}' is the "
                    + (matches.Any(location => location.LocationId == name) ? "ID or name" : "name")
                    + " of several locations: "
                    + List([
                        .. matches.Select(static location =>
                            $"{location} of organization {location.PrimaryOrganizationName ?? location.OrganizationId}"
                        ),
                    ])
                    + "."
            ),
            "AmbiguousLocation",
            ErrorCategory.InvalidArgument,
            name,
            "Specify the location by its ID. Names are compared without regard to case."
        );

    public static ErrorRecord InvalidInvoiceId(string value) =>
        Record(NotText(value, "an invoice ID"), "InvalidInvoiceId", ErrorCategory.InvalidArgument, value, UseQuotes);

    public static ErrorRecord InvalidLocationId(string value) =>
        Record(
            NotText(value, "the ID or name of a location"),
            "InvalidLocationId",
            ErrorCategory.InvalidArgument,
            value,
            UseQuotes
        );

    private static ArgumentException NotText(string value, string what) =>
        new($"The value {value} isn't {what}, because it isn't text. No request was sent for it.");

    /// <param name="available">The available tiers, in the order of the service.</param>
    public static ErrorRecord BillingTierNotFound(string tier, IReadOnlyList<string> available) =>
        Record(
            new ItemNotFoundException(
                $"Billing tier '{tier}' doesn't exist.{CloseMatches.AsQuestion(tier, available)} "
                    + $"Available tiers: {string.Join(", ", available)}."
            ),
            "BillingTierNotFound",
            ErrorCategory.ObjectNotFound,
            tier,
            "Specify one of the available tiers. To list them, use Get-ViamBillingTier."
        );

    /// <param name="organization">The name and ID of the organization.</param>
    public static ErrorRecord BillingServiceDisabled(string organization, object target) =>
        Record(
            new InvalidOperationException($"White-label billing is disabled for organization {organization}."),
            nameof(BillingError.PreconditionFailed),
            ErrorCategory.InvalidOperation,
            target,
            "To enable it first, use Enable-ViamBillingService."
        );

    /// <param name="organization">The name and ID of the organization.</param>
    public static ErrorRecord BillingServiceEnabled(string organization, object target) =>
        Record(
            new InvalidOperationException($"White-label billing is already enabled for organization {organization}."),
            nameof(BillingError.AlreadyExists),
            ErrorCategory.ResourceExists,
            target,
            Describe(BillingError.AlreadyExists).Action
        );

    public static ErrorRecord WildcardPatternInvalid(string pattern) =>
        Record(
            new ArgumentException(
                $"'{pattern}' isn't a valid wildcard pattern, and nothing with this exact name was found."
            ),
            "WildcardPatternInvalid",
            ErrorCategory.InvalidArgument,
            pattern,
            "Close the bracket, or write a backtick before it if it is part of the name."
        );

    public static ErrorRecord InvalidDateRange(DateTime after, DateTime before) =>
        Record(
            new ArgumentException(
                FormattableString.Invariant($"-After {after:u} isn't earlier than -Before {before:u}.")
            ),
            "InvalidDateRange",
            ErrorCategory.InvalidArgument,
            after,
            "Specify an earlier -After or a later -Before. "
                + "Invoices dated at or after -After and before -Before are returned."
        );

    /// <summary>
    /// A change was made, but the result for -PassThru couldn't be read. It has a separate error ID, because scripts
    /// that handle the ID of the cause would repeat the change.
    /// </summary>
    public static ErrorRecord ReadBackFailed(BillingException cause, object target)
    {
        var error = new BillingException(
            cause.Error,
            $"The change was made, but its result couldn't be read: {cause.Message}",
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
            "Don't make the change again. To see the result, use Get-ViamBillingService or Get-ViamOrganization."
        );
    }
}
