using System.Globalization;
using System.Management.Automation;
using Microsoft.Extensions.Time.Testing;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;

namespace Viam.Billing.Tests.Commands;

/// <summary>Warnings and errors about access tokens that expire.</summary>
public sealed class TokenExpirationTests : CliLoginTest
{
    /// <summary>The Thai calendar has a different year.</summary>
    [Fact]
    public void TimesInMessagesAreIndependentOfCulture()
    {
        const string ThaiCulture = "[cultureinfo]::CurrentCulture = 'th-TH'; ";
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), "2026-02-03T04:05:06Z"));
        var expired = Run(ThaiCulture + ConnectCommand).OnlyError.Exception.Message;
        var soon = DateTime.UtcNow.AddMinutes(4);
        Server.State.TokenLifetime = null;
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), soon));
        var warning = Assert.Single(Run(ThaiCulture + ConnectCommand).Warnings);
        Server.State.TokenLifetime = TimeSpan.FromSeconds(5);
        var refused = Run(
            $"{ThaiCulture} Connect-ViamBilling -Uri {Server.Address} -AccessToken $token",
            ("token", Server.State.IssueToken(SandboxAccounts.Owner))
        ).OnlyError.Exception.Message;

        Assert.Contains("expired at 2026-02-03 04:05:06Z", expired, StringComparison.Ordinal);
        Assert.Contains(
            soon.ToString("'expires at 'yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            warning,
            StringComparison.Ordinal
        );
        Assert.Contains(
            DateTime.UtcNow.ToString("'expired at 'yyyy-MM-dd ", CultureInfo.InvariantCulture),
            refused,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void LoginCloseToExpirationWritesWarningOnlyOnConnect()
    {
        Server.State.TokenLifetime = null;
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), DateTime.UtcNow.AddMinutes(4)));

        var warning = Assert.Single(Run("Connect-ViamBilling -CliLogin").Warnings);

        Assert.Contains($"expires at {DefaultSession.Current!.TokenExpiresAt:yyyy-MM-dd HH:mm:ss}Z", warning);
        Assert.Contains("viam login", warning);
        RunSuccessfully("Get-ViamOrganization");
    }

    [Fact]
    public void TokenCloseToExpirationWritesWarningOnceDuringUse()
    {
        var clock = ConnectWithToken(TimeSpan.FromHours(1));
        clock.Advance(TimeSpan.FromMinutes(54.9));
        RunSuccessfully("Get-ViamOrganization");

        clock.Advance(TimeSpan.FromMinutes(0.2));
        var run = Run("Get-ViamOrganization");

        Assert.Contains("Connect-ViamBilling with a new access token", Assert.Single(run.Warnings));
        Assert.Empty(run.Errors);
        Assert.Equal(6, run.Output.Count);
        RunSuccessfully("Get-ViamOrganization | Get-ViamOutstandingBalance");
    }

    [Fact]
    public void ExpiredTokenFailsWithRecommendedActionAndNoWarning()
    {
        Server.State.TokenLifetime = TimeSpan.FromSeconds(5);

        var run = Run(
            $"Connect-ViamBilling -Uri {Server.Address} -AccessToken $token",
            ("token", Server.State.IssueToken(SandboxAccounts.Owner))
        );

        AssertError(run.OnlyError, "TokenExpired", ErrorCategory.AuthenticationError, null);
        Assert.Contains("viam login", run.OnlyError.ErrorDetails.RecommendedAction);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void TokenExpiredDuringSessionWritesNoWarning()
    {
        // A token counts as expired ten seconds before its expiration.
        ConnectWithToken(TimeSpan.FromHours(1)).Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(9));

        RunSuccessfully("Get-ViamOrganization");
    }

    [Fact]
    public void RenewableTokenWritesNoWarning()
    {
        Server.State.TokenLifetime = TimeSpan.FromMinutes(2);
        Write(LoginFile, KeyLogin());

        RunSuccessfully("Connect-ViamBilling -CliLogin; Get-ViamOrganization");
    }

    /// <summary>Connects with an expiring token and returns the session's clock.</summary>
    private FakeTimeProvider ConnectWithToken(TimeSpan lifetime)
    {
        Server.State.TokenLifetime = lifetime;
        RunSuccessfully(
            $"Connect-ViamBilling -Uri {Server.Address} -AccessToken $token",
            ("token", Server.State.IssueToken(SandboxAccounts.Owner))
        );
        var clock = new FakeTimeProvider(new DateTimeOffset(DefaultSession.Current!.TokenExpiresAt!.Value) - lifetime);
        DefaultSession.Current.Clock = clock;
        return clock;
    }
}
