namespace Viam.Billing.Core.Tests.Support;

/// <summary>Names of organizations that try to leave the text of a page.</summary>
internal static class HostileNames
{
    public static readonly IReadOnlyList<string> All =
    [
        "<script>alert('name')</script>",
        "\"><img src=x onerror=alert('attribute')>",
        "</style><script>alert('style')</script>",
        "</title><svg onload=alert('title')>",
        "</bdi></th></table></main><iframe src=\"https://example.com/frame\"></iframe>",
        "' onmouseover='alert(1)' x='",
        "<meta http-equiv=\"refresh\" content=\"0;url=https://example.com/refresh\">",
        "<link rel=stylesheet href=https://example.com/style.css>",
        "<base href=https://example.com/>",
        "<!-- comment",
        "<![CDATA[ ]]> ]]>",
        "&lt;script&gt;alert('entity')&lt;/script&gt; &#x3c;b&#x3e; &amp",
        "javascript:alert('link')",
        "Invoice\u202egnp.exe\u2066\u200f\u061c",
        "\0\u0001\u0007\u001b[31mred\u001b]0;title\a\u007f\u0085\u009b",
        "one\r\ntwo\tthree\u2028four\u2029five",
        "\ud800 half, half \udfff",
        "\ufffe\uffff\ufdd0",
        "\u200b\u2060\ufeff\u00ad\u3164",
        new string('W', 10_000),
        new string('\u0301', 400),
        "حساب الشركة – شركة",
        "👩‍👩‍👧‍👦 Robotics 株式会社",
    ];
}
