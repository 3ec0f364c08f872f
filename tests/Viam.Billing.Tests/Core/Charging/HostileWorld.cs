using Viam.Billing.Services;

namespace Viam.Billing.Tests.Core.Charging;

/// <summary>
/// One organization whose service applies charges or not, answers or not, and lists invoices late, not at all or
/// without dates; and a process that is killed in the middle. It knows the truth.
/// </summary>
internal sealed class HostileWorld
{
    public const string Organization = "6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10";

    /// <summary>The outcomes of a charge after which the list tells what happened.</summary>
    private static readonly int[] s_findable = [0, 2, 4, 6, 7, 8];

    private readonly Random _random;
    private readonly List<WorldInvoice> _invoices = [];
    private MortalFile? _process;
    private int _next;
    private bool _wasListed;

    public HostileWorld(Random random, bool listsAtOnce)
    {
        (_random, ListsAtOnce) = (random, listsAtOnce);
        Service = new FakeBillingService { Charge = ChargeAsync, List = List };
        for (var i = random.Next(listsAtOnce ? 1 : 0, 4); i > 0; i--)
        {
            Add(reference: null, RandomTotal(), DateTime.UtcNow.AddDays(-random.Next(2, 2000)));
        }
        // Of today, and about the same total as a charge may be.
        for (var i = random.Next(3); i > 0; i--)
        {
            Add(reference: null, RandomTotal(), DateTime.UtcNow.AddHours(-random.Next(0, 20)));
        }
    }

    public IBillingService Service { get; }

    /// <summary>False once the service lists everything, with dates, and answers.</summary>
    public bool IsHostile { get; set; } = true;

    /// <summary>
    /// True if invoices are listed as soon as they exist, and a response is lost only after the charge was made.
    /// </summary>
    public bool ListsAtOnce { get; }

    /// <summary>True if the service is killed now and then.</summary>
    public bool Kills { get; init; } = true;

    public IReadOnlyList<string> MadeFor(string reference) =>
        [.. _invoices.Where(invoice => invoice.Reference == reference).Select(invoice => invoice.Id)];

    public decimal RandomTotal() => _random.Next(3) == 0 ? 20m : 10m;

    /// <summary>The process that charges; the service kills it at any charge.</summary>
    public void Run(MortalFile? process) => _process = process;

    /// <summary>An invoice that has nothing to do with the charges, and that nothing known explains.</summary>
    public void AddStranger()
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
            !IsHostile ? 0
            : ListsAtOnce ? s_findable[_random.Next(s_findable.Length)]
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
                throw new BillingException(BillingError.ServiceUnavailable, "killed before") { IsOutcomeUnknown = true };
            default:
                Add(reference, charge.Total, DateTime.UtcNow);
                return Task.FromResult("");
        }
    }

    private void Kill()
    {
        if (Kills && _process is not null)
        {
            _process.IsDead = true;
        }
    }

    private IReadOnlyList<Invoice> List(string organizationId)
    {
        foreach (var invoice in _invoices)
        {
            invoice.ListsUntilListed--;
        }
        if (_process is { IsDead: true })
        {
            throw new BillingException(BillingError.ServiceUnavailable, "The process is dead.");
        }
        var mood = IsHostile && !ListsAtOnce ? _random.Next(10) : 9;
        if (mood == 2 && !_wasListed)
        {
            // What was never listed can't be missed.
            mood = 9;
        }
        _wasListed |= mood > 1;
        return mood switch
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
            .Where(invoice => !IsHostile || invoice.ListsUntilListed <= 0)
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
            reference is null || ListsAtOnce ? 0
            : _random.Next(3) == 0 ? _random.Next(12)
            : 0;
        var listed = new Invoice
        {
            OrganizationId = Organization,
            InvoiceId = id,
            Amount = total,
            InvoiceDate = date,
        };
        _invoices.Add(new WorldInvoice(id, reference, listed) { ListsUntilListed = late });
        return id;
    }

    private sealed record WorldInvoice(string Id, string? Reference, Invoice Listed)
    {
        public int ListsUntilListed { get; set; }
    }
}
