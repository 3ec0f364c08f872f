using System.Text.Json;
using System.Text.Json.Serialization;

namespace Viam.Billing.Charging;

/// <summary>One line of a ledger. What does not belong to an event is left out of its line.</summary>
internal sealed record LedgerEvent
{
    public const int Version = 1;

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

    /// <summary>The organization's invoices from before the charge, less those that an earlier intent names.</summary>
    public IReadOnlyList<string>? KnownInvoiceIds { get; init; }

    // What an outcome says.
    public string? InvoiceId { get; init; }

    public bool? Reconciled { get; init; }

    public string? Message { get; init; }
}

/// <summary>What a line says of a charge.</summary>
internal enum LedgerEventKind
{
    /// <summary>It is about to be sent.</summary>
    Intent,

    /// <summary>It happened.</summary>
    Charged,

    /// <summary>The service refused it.</summary>
    Refused,

    /// <summary>It was sent, and the answer was lost.</summary>
    Lost,

    /// <summary>After its answer was lost, its invoice was looked for in vain for as long as one may take to be listed.</summary>
    Unknown,

    /// <summary>It was not sent, or the service never got it: no invoice of it was listed.</summary>
    Absent,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LedgerEvent))]
internal sealed partial class LedgerJson : JsonSerializerContext;
