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
    public static ErrorRecord InvoiceNotFound(string invoiceId) =>
        Record(
            new ItemNotFoundException($"Invoice '{invoiceId}' wasn't found in the specified organizations."),
            nameof(BillingError.InvoiceNotFound),
            ErrorCategory.ObjectNotFound,
            invoiceId,
            "To list the invoices of an organization, use Get-ViamInvoice without -InvoiceId."
        );

    public static ErrorRecord LocationNotFound(string name) =>
        Record(
            new ItemNotFoundException($"Location '{name}' wasn't found in the specified organizations."),
            nameof(BillingError.LocationNotFound),
            ErrorCategory.ObjectNotFound,
            name,
            "To list the locations of an organization, use Get-ViamLocation without -Name. Names can contain wildcards."
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
