namespace Viam.Billing.Charging;

/// <summary>The search for the invoice of one charge, from one listing to the next.</summary>
/// <param name="lookFor">How long to look.</param>
/// <param name="resendAfter">How long the invoice has to be absent before the charge may be sent again; null if it may
/// not be.</param>
internal sealed class ChargeSearch(TrackedCharge charge, TimeSpan lookFor, TimeSpan? resendAfter = null)
{
    private TimeSpan? _clearSince;

    public TrackedCharge Charge { get; } = charge;

    /// <summary>The longest that the search takes.</summary>
    public TimeSpan Limit { get; } = lookFor + (resendAfter ?? TimeSpan.Zero);

    /// <summary>The invoice that was found; null if there is none.</summary>
    public string? InvoiceId { get; private set; }

    /// <summary>The result so far, as a sentence.</summary>
    public string Summary { get; private set; } = "Its invoice wasn't looked for.";

    /// <summary>True if the last listing could be relied on, as far as can be told.</summary>
    public bool IsConclusive { get; private set; }

    /// <summary>
    /// True if the service listed the invoices for long enough without anything that could be the charge's.
    /// </summary>
    public bool MayResend { get; private set; }

    /// <summary>Invoices of the last listing that belong to nothing known.</summary>
    public IReadOnlyList<string> SeenInvoiceIds { get; private set; } = [];

    public bool IsOver { get; private set; }

    /// <summary>Takes the invoice that must be the charge's own, if it is listed.</summary>
    public void TryClaim(OrganizationCharges charges, InvoiceListing listing)
    {
        InvoiceId = charges.TryClaim(Charge, listing);
        IsOver = InvoiceId is not null;
    }

    /// <param name="elapsed">When the listing was begun, from the beginning of the search.</param>
    public void Update(OrganizationCharges charges, InvoiceListing listing, TimeSpan elapsed)
    {
        if (IsOver)
        {
            return;
        }
        var sighting = charges.Examine(Charge, listing);
        Summary = sighting.Summary;
        IsConclusive = sighting.IsComplete;
        SeenInvoiceIds = sighting.UnexplainedIds;
        if (sighting.IsClearAndCurrent)
        {
            _clearSince ??= elapsed;
            MayResend = elapsed - _clearSince >= resendAfter;
        }
        else
        {
            _clearSince = null;
        }
        // A candidate that can't be told from another doesn't become clearer with time.
        IsOver = MayResend || sighting.Candidates.Count > 0 || IsTimeOver(elapsed);
    }

    /// <summary>The invoices couldn't be listed.</summary>
    public void Update(BillingException error, TimeSpan elapsed)
    {
        Summary = $"The invoices could not be listed: {error.Message}";
        IsConclusive = false;
        _clearSince = null;
        IsOver = IsTimeOver(elapsed);
    }

    private bool IsTimeOver(TimeSpan elapsed) =>
        elapsed >= Limit || (resendAfter is not null && _clearSince is null && elapsed >= lookFor);
}
