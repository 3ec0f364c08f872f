using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// Finds out whether invoices exist, before they are announced. The invoices of an organization are listed once.
/// </summary>
internal sealed class InvoicePreview(IBillingService service, CallContext call)
{
    private readonly Dictionary<string, Task<InvoicesSummary>> _lists = [];

    /// <summary>The reason why an invoice can't be read; null if it can, or if the service has to decide.</summary>
    public async Task<ErrorRecord?> FindProblemAsync(string invoiceId, string organizationId)
    {
        if (!_lists.TryGetValue(organizationId, out var list))
        {
            _lists[organizationId] = list = service.GetInvoicesSummaryAsync(organizationId, call);
        }
        try
        {
            return (await list).Invoices.Any(invoice => invoice.InvoiceId == invoiceId)
                ? null
                : ErrorRecords.InvoiceToSaveNotFound(invoiceId);
        }
        catch (BillingException exception)
            when (exception.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            return null;
        }
        catch (BillingException exception)
        {
            return ErrorRecords.From(exception, invoiceId);
        }
    }
}
