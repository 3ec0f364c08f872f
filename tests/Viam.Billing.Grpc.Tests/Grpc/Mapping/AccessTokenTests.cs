using System.Buffers.Text;
using System.Text;
using Viam.Billing.Grpc.Authentication;

namespace Viam.Billing.Tests.Grpc.Mapping;

public sealed class AccessTokenTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TokenIsExpiredTenSecondsBeforeItsExpiration()
    {
        var token = AccessToken.Parse(Jwt($$"""{"exp":{{s_now.AddMinutes(1).ToUnixTimeSeconds()}}}"""));

        Assert.Equal(s_now.AddMinutes(1), token.ExpiresAt);
        Assert.False(token.IsExpiredAt(s_now));
        Assert.False(token.IsExpiredAt(s_now.AddSeconds(49)));
        Assert.True(token.IsExpiredAt(s_now.AddSeconds(50)));
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b")]
    [InlineData("a.!!!.c")]
    [InlineData("a..c")]
    public void TokenThatIsNotAJwtHasNoExpiration(string token) => Assert.Null(AccessToken.Parse(token).ExpiresAt);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"exp":"soon"}""")]
    [InlineData("""{"exp":null}""")]
    [InlineData("""{"exp":1e300}""")]
    [InlineData("""{"exp":-1}""")]
    public void InvalidExpirationIsIgnored(string payload) => Assert.Null(AccessToken.Parse(Jwt(payload)).ExpiresAt);

    [Fact]
    public void FreshTokenWithPastExpirationIsNotExpired()
    {
        var token = AccessToken.ParseFresh(Jwt($$"""{"exp":{{s_now.AddHours(-1).ToUnixTimeSeconds()}}}"""), s_now);

        Assert.False(token.IsExpiredAt(s_now.AddDays(1)));
    }

    [Fact]
    public void ToStringDoesNotContainToken() =>
        Assert.DoesNotContain("secret", new AccessToken("secret", s_now).ToString(), StringComparison.Ordinal);

    private static string Jwt(string payload) => $"h.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.s";
}
