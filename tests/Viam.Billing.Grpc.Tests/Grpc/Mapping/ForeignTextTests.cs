using Viam.Billing.Text;

namespace Viam.Billing.Tests.Grpc.Mapping;

/// <summary>Cleaning of text that didn't originate in this module.</summary>
public sealed class ForeignTextTests
{
    private const string Secret = "a-secret/with+signs=";

    [Theory]
    [InlineData("a\u001b[2Jb", "a\u241b[2Jb")]
    [InlineData("a\r\n\tb\u007f", "a\u240d\u240a\u2409b\u2421")]
    [InlineData("\u009b1m", "\ufffd1m")]
    [InlineData(
        "a\u200eb\u200fc\u061cd\u2028e\u2029f\u202eg\u2066h",
        "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh"
    )]
    [InlineData("a\u200bb\u2060c\ufeffd\u00ade\u3164f\u034fg", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg")]
    [InlineData("Ac\u200dme", "Ac\ufffdme")]
    [InlineData("a\U000e0041b", "a\ufffdb")]
    [InlineData("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e")]
    [InlineData("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469")]
    [InlineData("\u0600\u0661", "\u0600\u0661")]
    [InlineData("Z\u00fcrich \u682a\u5f0f\u4f1a\u793e", "Z\u00fcrich \u682a\u5f0f\u4f1a\u793e")]
    public void ControlAndInvisibleCharactersAreMadeVisible(string text, string expected) =>
        Assert.Equal(expected, ForeignText.Clean(text));

    // Separate test, because an attribute can't contain an unpaired surrogate.
    [Fact]
    public void UnpairedSurrogateIsMadeVisible() =>
        Assert.Equal("a\ufffdb", ForeignText.Clean("a" + (char)0xd800 + "b"));

    [Theory]
    [InlineData("proxy 'http://someone:pw@host:1/' failed with 407.", "proxy 'http://***@host:1/' failed with 407.")]
    [InlineData("see https://token@host/a", "see https://***@host/a")]
    [InlineData("GET https://host/a?token=b&c=d failed", "GET https://host/a?*** failed")]
    [InlineData("redirect to https://host/#access", "redirect to https://host/#***")]
    [InlineData("authorization: Bearer abc", "authorization: ***")]
    [InlineData("Proxy-Authorization: Basic c29tZW9uZTpwdw==", "Proxy-Authorization: ***")]
    [InlineData("sent Bearer abcdefgh1", "sent Bearer ***")]
    [InlineData("{\"access_token\": \"abc\", \"a\": 1}", "{\"access_token\": \"***\", \"a\": 1}")]
    [InlineData("password=abc; user=me", "password=***; user=me")]
    [InlineData("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl here", "got *** here")]
    [InlineData(
        "Basic authentication required; the token is expired: try again",
        "Basic authentication required; the token is expired: try again"
    )]
    [InlineData("mail someone@host.example about 1.5 > 1", "mail someone@host.example about 1.5 > 1")]
    public void TextThatLooksLikeCredentialIsRemoved(string text, string expected) =>
        Assert.Equal(expected, ForeignText.Clean(text));

    [Theory]
    [InlineData("says a-secret/with+signs= aloud")]
    [InlineData("says a-secret%2Fwith%2Bsigns%3D aloud")]
    [InlineData("says YS1zZWNyZXQvd2l0aCtzaWducz0= aloud")]
    public void KnownSecretIsRemovedInEveryEncoding(string text) =>
        Assert.Equal("says *** aloud", ForeignText.Clean(text, Secret));

    [Fact]
    public void ShortSecretIsNotRemoved() =>
        Assert.Equal("the key of a key", ForeignText.Clean("the key of a key", "key", null, ""));

    [Fact]
    public void CleanExceptionIsReturnedUnchanged()
    {
        var exception = new IOException("No space left on device.", new InvalidOperationException("why"));

        Assert.Same(exception, ForeignText.Clean(exception));
        Assert.Null(ForeignText.Clean((Exception?)null));
    }

    [Fact]
    public void InnerExceptionsAreCleanedAndKeepTheirType()
    {
        var cause = new HttpRequestException(
            HttpRequestError.ProxyTunnelError,
            "proxy 'http://someone:pw@host/' said \u001b]0;x\u0007"
        );
        var exception = new AggregateException("outer", new IOException("inner " + Secret, cause));

        var clean = ForeignText.Clean(exception, Secret)!;

        Assert.IsType<IOException>(clean.InnerException);
        Assert.Equal("inner ***", clean.InnerException.Message);
        var innermost = Assert.IsType<HttpRequestException>(clean.InnerException.InnerException);
        Assert.Equal(HttpRequestError.ProxyTunnelError, innermost.HttpRequestError);
        Assert.Equal("proxy 'http://***@host/' said \u241b]0;x\u2407", innermost.Message);
        Assert.DoesNotContain(Secret, clean.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", clean.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void FileNameInExceptionIsCleaned()
    {
        var clean = ForeignText.Clean(new FileNotFoundException("It's gone.", "a\u001b[2J.pdf"))!;

        Assert.IsType<FileNotFoundException>(clean);
        Assert.DoesNotContain("\u001b", clean.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void BillingExceptionMessagesAreCleaned()
    {
        var exception = new BillingException(
            BillingError.ServiceError,
            "It failed.\u001b[2J",
            new IOException("https://me:pw@host/\u001b")
        );

        Assert.Equal("It failed.\u241b[2J", exception.Message);
        Assert.Equal("https://***@host/\u241b", exception.InnerException!.Message);
    }
}
