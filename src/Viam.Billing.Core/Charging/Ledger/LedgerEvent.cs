using System.Text.Json;
using System.Text.Json.Serialization;

namespace Viam.Billing.Charging.Ledger;

/// <summary>One line of a ledger. What does not belong to an event is left out of its line.</summary>
internal sealed record LedgerEvent
{
    /// <summary>What new lines have. Version 1 lacks the events NotSent, NotProcessed and NotCharged, and is still read.</summary>
    public const int Version = 2;

    [JsonPropertyName("v")]
    public int V { get; init; } = Version;

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required LedgerEventKind Event { get; init; }

    public required string Reference { get; init; }

    // What an intent says.

    /// <summary>The address of the billing service that is charged at.</summary>
    public string? Service { get; init; }

    public string? OrganizationId { get; init; }

    public decimal? Subtotal { get; init; }

    public decimal? Tax { get; init; }

    public string? Description { get; init; }

    public string? BrandingOrganizationId { get; init; }

    public bool? NoConfirmationEmail { get; init; }

    /// <summary>The organization's invoices from before the charge, without those that an earlier intent names.</summary>
    public IReadOnlyList<string>? KnownInvoiceIds { get; init; }

    /// <summary>True if the service's list lacked invoices that it had listed before, so that the known invoices may be incomplete.</summary>
    public bool? IncompleteList { get; init; }

    /// <summary>True if the charge is sent again although an earlier attempt was interrupted, as the caller asked for.</summary>
    public bool? Resend { get; init; }

    // What an outcome says.
    public string? InvoiceId { get; init; }

    public bool? Reconciled { get; init; }

    public string? Message { get; init; }

    /// <summary>Invoices that were listed and might be the charge's own.</summary>
    public IReadOnlyList<string>? SeenInvoiceIds { get; init; }

    /// <summary>Who decided the outcome, if a person did.</summary>
    public string? ResolvedBy { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(LedgerEvent))]
internal sealed partial class LedgerJson : JsonSerializerContext;
