namespace Viam.Billing.Tests.Grpc;

public sealed class ReadsOverTlsTests() : ReadTests(tls: true)
{
    [Fact]
    public void ServerUsesTls() => Assert.Equal("https", Server.Address.Scheme);
}
