namespace Viam.Billing.Grpc;

/// <summary>Strings off the wire, where proto3 cannot tell absent from empty.</summary>
internal static class Text
{
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
