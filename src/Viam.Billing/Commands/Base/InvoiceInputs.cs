using Viam.Billing.Errors;
using Viam.Billing.Pipeline;

namespace Viam.Billing.Commands.Base;

/// <summary>The invoices from the pipeline, each once.</summary>
internal sealed class InvoiceInputs(CmdletPipeline pipeline)
{
    private readonly OrderedDictionary<(string Organization, string InvoiceId), Invoice> _invoices = [];
    private bool _hasReportedDefect;

    /// <summary>The number of times that an invoice came with other values.</summary>
    private int _changes;

    /// <summary>Adds invoices. A copy is an error.</summary>
    public void Add(IEnumerable<InvoiceInput> inputs)
    {
        foreach (var input in inputs)
        {
            if (input.Invoice is { } invoice)
            {
                Add(invoice);
            }
            else if (!_hasReportedDefect)
            {
                // Once: all of a file are copies.
                _hasReportedDefect = true;
                pipeline.WriteError(ErrorRecords.InvoiceIncomplete());
            }
        }
    }

    /// <summary>The invoices of each organization whose invoices weren't all read anyway.</summary>
    public IEnumerable<IGrouping<string, Invoice>> ByOrganization(Predicate<string> wasRead, Action<string> warn)
    {
        if (_changes > 0)
        {
            warn("Invoices are in the pipeline several times, with different values. The last ones count.");
        }
        foreach (
            var invoices in _invoices.Values.GroupBy(static row => row.OrganizationId, StringComparer.OrdinalIgnoreCase)
        )
        {
            if (wasRead(invoices.Key))
            {
                var organization = new Organization
                {
                    OrganizationId = invoices.Key,
                    Name = invoices.Select(static row => row.OrganizationName).FirstOrDefault(n => n is not null),
                };
                warn($"All invoices of organization {organization} were read. Those from the pipeline were left out.");
            }
            else
            {
                yield return invoices;
            }
        }
    }

    private void Add(Invoice invoice)
    {
        var key = (invoice.OrganizationId.ToUpperInvariant(), invoice.InvoiceId);
        if (_invoices.TryGetValue(key, out var known) && !IsSame(known, invoice))
        {
            _changes++;
        }
        _invoices[key] = invoice;
    }

    private static bool IsSame(Invoice one, Invoice other) =>
        (one.InvoiceDate, one.DueDate, one.PaidDate, one.Amount, one.Status)
        == (other.InvoiceDate, other.DueDate, other.PaidDate, other.Amount, other.Status);
}
