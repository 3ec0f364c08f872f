using System.Text.Json.Serialization;

namespace Viam.Billing.Charging.Ledger;

/// <summary>One line of a charge ledger. Properties that don't belong to the event are omitted.</summary>
internal sealed record LedgerEvent
{
    /// <summary>
    /// The version of new lines. Version 1 doesn't have the events NotSent, NotProcessed, and NotCharged, and can be
    /// read.
    /// </summary>
    public const int Version = 2;

    [JsonPropertyName("v")]
    public int V { get; init; } = Version;

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required LedgerEventKind Event { get; init; }

    public required string Reference { get; init; }

    // The properties of an intent.

    /// <summary>The address of the billing service.</summary>
    public string? Service { get; init; }

    public string? OrganizationId { get; init; }

    public decimal? Subtotal { get; init; }

    public decimal? Tax { get; init; }

    public string? Description { get; init; }

    public string? BrandingOrganizationId { get; init; }

    public bool? NoConfirmationEmail { get; init; }

    /// <summary>The invoices of the organization before the charge, except those in an earlier intent.</summary>
    public IReadOnlyList<string>? KnownInvoiceIds { get; init; }

    /// <summary>
    /// True if the service didn't list all invoices that it had listed before, so that the known invoices may be
    /// incomplete.
    /// </summary>
    public bool? IncompleteList { get; init; }

    /// <summary>
    /// True if the caller requested to send the charge again although an earlier attempt was interrupted.
    /// </summary>
    public bool? Resend { get; init; }

    // The properties of an outcome.
    public string? InvoiceId { get; init; }

    public bool? Reconciled { get; init; }

    public string? Message { get; init; }

    /// <summary>Listed invoices that could belong to the charge.</summary>
    public IReadOnlyList<string>? SeenInvoiceIds { get; init; }

    /// <summary>The person who decided the outcome, if it was a person.</summary>
    public string? ResolvedBy { get; init; }
}
