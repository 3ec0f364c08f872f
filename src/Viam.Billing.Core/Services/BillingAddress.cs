namespace Viam.Billing.Services;

/// <summary>A postal address.</summary>
internal sealed record BillingAddress(
    string AddressLine1,
    string? AddressLine2,
    string City,
    string State,
    string ZipCode,
    string Country
);
