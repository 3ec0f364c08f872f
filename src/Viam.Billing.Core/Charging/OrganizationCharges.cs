using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>The session's information about the charges of one organization. Safe for concurrent use.</summary>
internal sealed class OrganizationCharges(string organizationId)
{
    private readonly object _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>By invoice: the number of charges that had started when it was first listed.</summary>
    private readonly Dictionary<string, int> _listed = [];

    /// <summary>By invoice: the charge that it belongs to.</summary>
    private readonly Dictionary<string, string> _owners = [];
    private readonly Dictionary<string, TrackedCharge> _open = [];
    private int _begun;

    /// <summary>Waits until no other charge of the session to the organization is in progress.</summary>
    /// <returns>Allows the next charge when it is disposed.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(_turn);
    }

    /// <summary>Lists the organization's invoices.</summary>
    /// <exception cref="BillingException">The service can't list them.</exception>
    public async Task<InvoiceListing> ListAsync(IBillingService service, CallContext call)
    {
        var summary = await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false);
        var ids = summary
            .Invoices.Select(static invoice => invoice.InvoiceId)
            .Where(static id => id.Length > 0)
            .ToHashSet();
        lock (_lock)
        {
            var missing = _listed.Keys.Count(id => !ids.Contains(id));
            foreach (var id in ids)
            {
                _listed.TryAdd(id, _begun);
            }
            var late = _owners.Keys.Count(id => !_listed.ContainsKey(id));
            return new InvoiceListing(organizationId, summary.Invoices, missing, late);
        }
    }

    public void AddListed(IEnumerable<string> invoiceIds)
    {
        lock (_lock)
        {
            foreach (var id in invoiceIds)
            {
                _listed.TryAdd(id, _begun);
            }
        }
    }

    /// <summary>The invoices that can't belong to a charge that starts now.</summary>
    public IReadOnlyList<string> KnownInvoices()
    {
        lock (_lock)
        {
            return [.. _listed.Keys.Union(_owners.Keys)];
        }
    }

    /// <summary>
    /// Counts a new charge, and returns a function that determines whether an invoice was listed before it.
    /// </summary>
    public Func<string, bool> Begin()
    {
        lock (_lock)
        {
            var number = _begun++;
            return id => IsListedBefore(id, number);
        }
    }

    public void Track(TrackedCharge charge)
    {
        lock (_lock)
        {
            _open[charge.Key] = charge;
        }
    }

    public void Untrack(string key)
    {
        lock (_lock)
        {
            _open.Remove(key);
        }
    }

    /// <summary>Records the charge that an invoice belongs to, according to the service or a charge ledger.</summary>
    public void Claim(string key, string invoiceId)
    {
        lock (_lock)
        {
            _owners.TryAdd(invoiceId, key);
            _open.Remove(key);
        }
    }

    /// <summary>Compares a charge with a list of invoices.</summary>
    public InvoiceComparison Examine(TrackedCharge charge, InvoiceListing listing)
    {
        lock (_lock)
        {
            Invoice[] unexplained = [.. listing.Invoices.Where(invoice => !IsExplained(charge, invoice.InvoiceId))];
            Invoice[] candidates =
            [
                .. unexplained.Where(invoice =>
                    invoice.Amount == charge.Total && !charge.IsRuledOut(invoice.InvoiceDate)
                ),
            ];
            var match =
                candidates is [{ InvoiceId.Length: > 0, InvoiceDate: not null } only]
                && listing.MissingCount == 0
                && charge.HasCompleteList
                && !IsAmbiguous(charge, only)
                    ? only.InvoiceId
                    : null;
            return new InvoiceComparison
            {
                Total = charge.Total,
                Match = match,
                Unexplained = unexplained,
                Candidates = candidates,
                MissingCount = listing.MissingCount,
                LateCount = listing.LateCount,
            };
        }
    }

    /// <summary>Assigns an invoice to a charge, if the list contains one that must belong to it.</summary>
    /// <returns>The ID of the invoice; null if there is none or it is ambiguous.</returns>
    public string? TryClaim(TrackedCharge charge, InvoiceListing listing)
    {
        lock (_lock)
        {
            if (Examine(charge, listing).Match is not { } match)
            {
                return null;
            }
            Claim(charge.Key, match);
            return match;
        }
    }

    private bool IsExplained(TrackedCharge charge, string invoiceId) =>
        invoiceId.Length > 0 && (charge.IsKnown(invoiceId) || _owners.ContainsKey(invoiceId));

    /// <summary>
    /// True if an invoice could also belong to another charge that is in progress or has an unknown outcome.
    /// </summary>
    private bool IsAmbiguous(TrackedCharge charge, Invoice invoice) =>
        _open.Values.Any(other =>
            other.Key != charge.Key
            && other.Total == charge.Total
            && !other.IsKnown(invoice.InvoiceId)
            && !other.IsRuledOut(invoice.InvoiceDate)
        );

    private bool IsListedBefore(string invoiceId, int number)
    {
        lock (_lock)
        {
            return _listed.TryGetValue(invoiceId, out var begun) && begun <= number;
        }
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
