namespace Viam.Billing.Grpc;

/// <summary>Strings from messages. Data stays as it was received: it is cleaned where it is displayed.</summary>
internal static class Text
{
    /// <summary>Null for empty text, since proto3 can't tell it from absent.</summary>
    public static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>As above, for what is never absent, such as an id.</summary>
    public static string OrEmpty(string? text) => text ?? "";
}
