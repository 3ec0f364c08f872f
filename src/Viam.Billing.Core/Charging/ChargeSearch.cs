namespace Viam.Billing.Charging;

/// <summary>The search for the invoice of one charge, over several lists of invoices.</summary>
/// <param name="lookFor">How long to search.</param>
/// <param name="resendAfter">How long the invoice must not be listed before the charge can be sent again; null if it
/// can't be sent again.</param>
internal sealed class ChargeSearch(TrackedCharge charge, TimeSpan lookFor, TimeSpan? resendAfter = null)
{
    private TimeSpan? _clearSince;

    public TrackedCharge Charge { get; } = charge;

    /// <summary>The maximum duration of the search.</summary>
    public TimeSpan Limit { get; } = lookFor + (resendAfter ?? TimeSpan.Zero);

    /// <summary>The invoice that was found; null if there is none.</summary>
    public string? InvoiceId { get; private set; }

    /// <summary>The result so far, as a sentence.</summary>
    public string Summary { get; private set; } = "The invoice wasn't searched for.";

    /// <summary>True if the last list seems to be complete.</summary>
    public bool IsConclusive { get; private set; }

    /// <summary>
    /// True if the service has listed the invoices for long enough without any that could belong to the charge.
    /// </summary>
    public bool MayResend { get; private set; }

    /// <summary>Invoices in the last list that don't belong to a known charge.</summary>
    public IReadOnlyList<string> SeenInvoiceIds { get; private set; } = [];

    public bool IsOver { get; private set; }

    /// <summary>Assigns the invoice to the charge, if the list contains one that must belong to it.</summary>
    public void TryClaim(OrganizationCharges charges, InvoiceListing listing)
    {
        InvoiceId = charges.TryClaim(Charge, listing);
        IsOver = InvoiceId is not null;
    }

    /// <param name="elapsed">The time from the start of the search to the start of the request.</param>
    public void Update(OrganizationCharges charges, InvoiceListing listing, TimeSpan elapsed)
    {
        if (IsOver)
        {
            return;
        }
        var comparison = charges.Examine(Charge, listing);
        Summary = comparison.Summary;
        IsConclusive = comparison.IsComplete;
        SeenInvoiceIds = comparison.UnexplainedIds;
        if (comparison.IsClearAndCurrent)
        {
            _clearSince ??= elapsed;
            MayResend = elapsed - _clearSince >= resendAfter;
        }
        else
        {
            _clearSince = null;
        }
        // Waiting doesn't help if the invoice could also belong to another charge.
        IsOver = MayResend || comparison.Candidates.Count > 0 || IsTimeOver(elapsed);
    }

    /// <summary>The invoices couldn't be listed.</summary>
    public void Update(BillingException error, TimeSpan elapsed)
    {
        Summary = $"The invoices couldn't be listed: {error.Message}";
        IsConclusive = false;
        _clearSince = null;
        IsOver = IsTimeOver(elapsed);
    }

    private bool IsTimeOver(TimeSpan elapsed) =>
        elapsed >= Limit || (resendAfter is not null && _clearSince is null && elapsed >= lookFor);
}
