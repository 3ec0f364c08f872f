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
}
