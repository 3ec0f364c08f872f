using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>
/// A service with one organization that randomly makes charges or not, responds or not, and lists invoices late, not at
/// all, or without dates. It can also kill the process. It records the charges that were really made.
/// </summary>
internal sealed class UnreliableService
{
    public const string Organization = "6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10";

    /// <summary>The charge outcomes that can be determined from the invoice list.</summary>
    private static readonly int[] s_detectableOutcomes = [0, 2, 4, 6, 7, 8];

    private readonly Random _random;
    private readonly List<SimulatedInvoice> _invoices = [];
    private KillableFileStream? _process;
    private int _next;
    private bool _wasListed;

    public UnreliableService(Random random, bool listsImmediately)
    {
        (_random, ListsImmediately) = (random, listsImmediately);
        Service = new FakeBillingService { Charge = ChargeAsync, List = List };
        for (var i = random.Next(listsImmediately ? 1 : 0, 4); i > 0; i--)
        {
            Add(reference: null, RandomTotal(), DateTime.UtcNow.AddDays(-random.Next(2, 2000)));
        }
        // Invoices of today whose total can equal that of a charge.
        for (var i = random.Next(3); i > 0; i--)
        {
            Add(reference: null, RandomTotal(), DateTime.UtcNow.AddHours(-random.Next(0, 20)));
        }
    }

    public IBillingService Service { get; }

    /// <summary>False when the service responds and lists all invoices with dates.</summary>
    public bool IsUnreliable { get; set; } = true;

    /// <summary>
    /// True if invoices are listed as soon as they exist, and a response is lost only after the charge was made.
    /// </summary>
    public bool ListsImmediately { get; }

    /// <summary>True if the charging process is killed occasionally.</summary>
    public bool Kills { get; init; } = true;

    public IReadOnlyList<string> GetInvoiceIds(string reference) =>
        [.. _invoices.Where(invoice => invoice.Reference == reference).Select(invoice => invoice.Id)];

    public decimal RandomTotal() => _random.Next(3) == 0 ? 20m : 10m;

    /// <summary>Sets the charging process, which can be killed during any charge.</summary>
    public void Run(KillableFileStream? process) => _process = process;

    /// <summary>Adds an invoice that doesn't belong to any charge.</summary>
    public void AddUnrelatedInvoice()
    {
        switch (_random.Next(3))
        {
            case 0:
                Add(reference: null, RandomTotal(), DateTime.UtcNow.AddDays(-_random.Next(2, 3000)));
                break;
            case 1:
                Add(reference: null, RandomTotal(), date: null);
                break;
            default:
                Add(reference: null, 33m, DateTime.UtcNow);
                break;
        }
    }

    private Task<string> ChargeAsync(ChargeRequest charge, CallContext call)
    {
        var reference = charge.Description!;
        switch (
            !IsUnreliable ? 0
            : ListsImmediately ? s_detectableOutcomes[_random.Next(s_detectableOutcomes.Length)]
            : _random.Next(9)
        )
        {
            case 0 or 1:
                return Task.FromResult(Add(reference, charge.Total, DateTime.UtcNow));
            case 2:
                Add(reference, charge.Total, DateTime.UtcNow);
                throw new BillingException(BillingError.ServiceUnavailable, "lost after") { IsOutcomeUnknown = true };
            case 3:
                throw new BillingException(BillingError.ServiceUnavailable, "lost before") { IsOutcomeUnknown = true };
            case 4:
                throw new BillingException(BillingError.RateLimited, "refused");
            case 5:
                throw new BillingException(BillingError.ServiceUnavailable, "not processed")
                {
                    IsOutcomeUnknown = true,
                    WasNotProcessed = true,
                };
            case 6:
                Add(reference, charge.Total, DateTime.UtcNow);
                Kill();
                throw new BillingException(BillingError.ServiceUnavailable, "killed after") { IsOutcomeUnknown = true };
            case 7:
                Kill();
                throw new BillingException(BillingError.ServiceUnavailable, "killed before")
                {
                    IsOutcomeUnknown = true,
                };
            default:
                Add(reference, charge.Total, DateTime.UtcNow);
                return Task.FromResult("");
        }
    }

    private void Kill()
    {
        if (Kills && _process is not null)
        {
            _process.IsKilled = true;
        }
    }

    private IReadOnlyList<Invoice> List(string organizationId)
    {
        foreach (var invoice in _invoices)
        {
            invoice.RemainingHiddenLists--;
        }
        if (_process is { IsKilled: true })
        {
            throw new BillingException(BillingError.ServiceUnavailable, "The process is dead.");
        }
        var behavior = IsUnreliable && !ListsImmediately ? _random.Next(10) : 9;
        if (behavior == 2 && !_wasListed)
        {
            // An invoice that was never listed can't be missing.
            behavior = 9;
        }
        _wasListed |= behavior > 1;
        return behavior switch
        {
            0 => [],
            1 => throw new BillingException(BillingError.ServiceUnavailable, "no list"),
            2 => [.. Listed().Where(_ => _random.Next(3) > 0)],
            3 => [.. Listed().Select(invoice => Copy(invoice, date: null))],
            _ => [.. Listed()],
        };
    }

    private IEnumerable<Invoice> Listed() =>
        _invoices
            .Where(invoice => !IsUnreliable || invoice.RemainingHiddenLists <= 0)
            .Select(invoice => Copy(invoice.Listed, invoice.Listed.InvoiceDate));

    private static Invoice Copy(Invoice invoice, DateTime? date) =>
        new()
        {
            OrganizationId = invoice.OrganizationId,
            InvoiceId = invoice.InvoiceId,
            Amount = invoice.Amount,
            InvoiceDate = date,
        };

    private string Add(string? reference, decimal total, DateTime? date)
    {
        var id = $"invoice-{_next++}";
        var late =
            reference is null || ListsImmediately ? 0
            : _random.Next(3) == 0 ? _random.Next(12)
            : 0;
        var listed = new Invoice
        {
            OrganizationId = Organization,
            InvoiceId = id,
            Amount = total,
            InvoiceDate = date,
        };
        _invoices.Add(new SimulatedInvoice(id, reference, listed) { RemainingHiddenLists = late });
        return id;
    }

    private sealed record SimulatedInvoice(string Id, string? Reference, Invoice Listed)
    {
        public int RemainingHiddenLists { get; set; }
    }
}
