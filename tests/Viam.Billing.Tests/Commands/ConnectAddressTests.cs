using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Values of -Uri. Formats are parsed directly where connecting would require another machine.</summary>
public sealed class ConnectAddressTests : CmdletTest
{
    private const string WithKey = $"Connect-ViamBilling {SandboxKeys.OwnerId} {SandboxKeys.OwnerKey}";

    [Theory]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("HTTP://LocalHost:{0}")]
    [InlineData(" http://localhost:{0} ")]
    public void LoopbackUrlCanUsePlainHttp(string form)
    {
        var typed = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Server.Address.Port);

        var session = Assert.Single(Get<BillingSession>($"{WithKey} -Uri $uri -PassThru", ("uri", typed)));

        Assert.Equal(Server.Address.Port, session.Uri.Port);
        Assert.Equal("http", session.Uri.Scheme);
        Assert.Equal(1, CountRequests("Authenticate"));
    }

    [Fact]
    public async Task HostWithPortUsesHttps()
    {
        await using var server = await TestServer.StartAsync(
            certificate: TestAuthority.Issue("127.0.0.1"),
            host: "127.0.0.1"
        );

        var session = Assert.Single(Get<BillingSession>($"{WithKey} -Uri 127.0.0.1:{server.Address.Port} -PassThru"));

        Assert.Equal($"https://127.0.0.1:{server.Address.Port}/", session.Uri.AbsoluteUri);
        Assert.Equal(1, server.Faults.Count("Authenticate"));
    }

    [Theory]
    [InlineData("app.viam.com", "https://app.viam.com/")]
    [InlineData("app.viam.com:8443", "https://app.viam.com:8443/")]
    [InlineData("https://app.viam.com:443", "https://app.viam.com/")]
    [InlineData("http://app.viam.com", "http://app.viam.com/")]
    [InlineData("[::1]:9000", "https://[::1]:9000/")]
    public void SupportedAddressFormatsAreParsed(string typed, string expected)
    {
        Assert.True(ServiceAddress.TryParse(typed, out var address, out _));
        Assert.Equal(expected, address.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://app.viam.com/billing")]
    [InlineData("app.viam.com/billing")]
    [InlineData("ftp://app.viam.com")]
    [InlineData("sandbox://memory")]
    [InlineData("https://")]
    [InlineData("two words")]
    [InlineData("app.viam.com:99999")]
    [InlineData("app.viam.com:0")]
    public void InvalidAddressIsRejected(string typed)
    {
        var run = Run($"{WithKey} -Uri $uri", ("uri", typed));

        AssertError(run.OnlyError, "InvalidUri", ErrorCategory.InvalidArgument, typed);
    }

    [Theory]
    [InlineData("https://someone:hunter2@app.viam.com")]
    [InlineData("someone:hunter2@app.viam.com")]
    [InlineData("https://hunter2@app.viam.com/path")]
    [InlineData("ftp://someone:hunter2@app.viam.com")]
    [InlineData("https://someone:hunter2@")]
    public void AddressWithPasswordIsRejectedWithoutShowingPassword(string typed)
    {
        var run = Run($"{WithKey} -Uri $uri -Verbose -Debug", ("uri", typed));

        AssertError(run.OnlyError, "InvalidUri", ErrorCategory.InvalidArgument, null);
        Assert.DoesNotContain(run.Everything, text => text.Contains("hunter2", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", run.OnlyError.Exception.ToString());
    }

    [Theory]
    [InlineData("https://app.viam.com?key=hunter2", "https://app.viam.com?***")]
    [InlineData("https://app.viam.com/billing?key=hunter2&b=c", "https://app.viam.com/billing?***")]
    [InlineData("app.viam.com/?hunter2", "app.viam.com/?***")]
    [InlineData("https://app.viam.com/#hunter2", "https://app.viam.com/#***")]
    public void AddressWithQueryOrFragmentIsRejectedWithoutShowingIt(string typed, string target)
    {
        var run = Run($"{WithKey} -Uri $uri -Verbose -Debug", ("uri", typed));

        AssertError(run.OnlyError, "InvalidUri", ErrorCategory.InvalidArgument, target);
        Assert.DoesNotContain(run.Everything, text => text.Contains("hunter2", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", run.OnlyError.Exception.ToString());
        Assert.DoesNotContain("hunter2", run.OnlyError.CategoryInfo.ToString());
    }

    [Fact]
    public void PlainHttpToRemoteHostIsRejected()
    {
        // 203.0.113.0/24 is reserved for documentation (RFC 5737), so nothing responds there.
        var run = Run($"{WithKey} -Uri http://203.0.113.1:9000");

        AssertError(
            run.OnlyError,
            "UnencryptedConnection",
            ErrorCategory.SecurityError,
            new Uri("http://203.0.113.1:9000")
        );
    }

    [Fact]
    public void PlainHttpToRemoteHostIsAttemptedWhenAllowed()
    {
        var run = Run($"{WithKey} -Uri http://x.invalid:9000 -AllowUnencryptedAuthentication");

        AssertError(run.OnlyError, "HostNotFound", ErrorCategory.ConnectionError, null);
    }
}
