using System.Buffers;

namespace Viam.Billing.Grpc;

/// <summary>Strings off the wire.</summary>
internal static class Text
{
    // Those of which char.IsControl is true, and what turns the direction of text around, so that it reads as something else.
    private static readonly SearchValues<char> s_unsafe = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f"
        + "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f"
        + "\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f"
        + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");

    /// <summary>
    /// Null for what is empty, since proto3 cannot tell it from absent. Control characters are replaced: in a terminal they could be commands, or hide what is there.
    /// </summary>
    public static string? OrNull(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return text.AsSpan().ContainsAny(s_unsafe) ? string.Create(text.Length, text, Replace) : text;
    }

    /// <summary>As above, for what is never absent, such as an id.</summary>
    public static string OrEmpty(string? text) => OrNull(text) ?? "";

    private static void Replace(Span<char> target, string text)
    {
        for (var i = 0; i < text.Length; i++) target[i] = s_unsafe.Contains(text[i]) ? '\uFFFD' : text[i];
    }
}
