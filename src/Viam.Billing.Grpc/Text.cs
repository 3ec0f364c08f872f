using System.Buffers;

namespace Viam.Billing.Grpc;

/// <summary>Strings off the wire.</summary>
internal static class Text
{
    private static readonly SearchValues<char> s_controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7f).Concat(Enumerable.Range(0x80, 0x20)).Select(code => (char)code)]);

    /// <summary>
    /// Null for what is empty, since proto3 cannot tell it from absent. Control characters are replaced: in a terminal they could be commands.
    /// </summary>
    public static string? OrNull(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return text.AsSpan().ContainsAny(s_controls) ? string.Create(text.Length, text, Replace) : text;
    }

    /// <summary>As above, for what is never absent, such as an id.</summary>
    public static string OrEmpty(string? text) => OrNull(text) ?? "";

    private static void Replace(Span<char> target, string text)
    {
        for (var i = 0; i < text.Length; i++) target[i] = char.IsControl(text[i]) ? '\uFFFD' : text[i];
    }
}
