namespace Viam.Billing.Tests.Grpc;

public sealed class ReadsOverPlainHttp2Tests() : ReadTests(tls: false)
{
    [Fact]
    public void ServerUsesPlainHttp2() => Assert.Equal("http", Server.Address.Scheme);
}
