using Viam.Billing.Contract;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Grpc.Transport;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Large responses and many requests.</summary>
public sealed class LimitTests : GrpcTest
{
    private const string Acme = SandboxOrganizations.Acme;

    [Fact]
    public async Task OrganizationWithHundredThousandInvoicesIsRead()
    {
        var answer = new GetInvoicesSummaryResponse();
        for (var i = 0; i < 100_000; i++)
        {
            answer.Invoices.Add(
                new InvoiceSummary
                {
                    Id = $"{i:d6}-{new string('x', 180)}",
                    InvoiceAmount = i / 100.0,
                    Status = "paid",
                }
            );
        }
        Assert.InRange(answer.CalculateSize(), 20_000_000, 30_000_000);
        Faults.Rewrite = sent => sent is GetInvoicesSummaryResponse ? answer : sent;
        var service = await ConnectAsync();

        var summary = await service.GetInvoicesSummaryAsync(Acme, Call);

        Assert.Equal(100_000, summary.Invoices.Count);
        Assert.Equal(answer.Invoices[^1].Id, summary.Invoices[^1].InvoiceId);
        Assert.Equal(999.99m, summary.Invoices[^1].Amount);
    }

    [Fact]
    public async Task ResponseOverSizeLimitFailsWithResponseTooLarge()
    {
        Faults.Rewrite = static sent =>
            sent is GetInvoicesSummaryResponse
                ? new GetInvoicesSummaryResponse
                {
                    Invoices = { new InvoiceSummary { Id = new string('x', ChannelLimits.MaxReceiveMessageSize) } },
                }
                : sent;
        var service = await ConnectAsync();

        var failure = await Failure.CaptureAsync(service.GetInvoicesSummaryAsync(Acme, Call));

        Assert.Equal((BillingError.ResponseTooLarge, "RESOURCE_EXHAUSTED"), (failure.Error, failure.GrpcStatus));
        Assert.Equal(
            ("The response to BillingService/GetInvoicesSummary is larger than 64 MiB.", null),
            (failure.Message, failure.ServerMessage)
        );
        Assert.Equal(1, Faults.Count("GetInvoicesSummary"));
    }

    [Fact]
    public async Task HundredConcurrentReadsShareOneConnection()
    {
        var service = await ConnectAsync();
        var gate = new RequestGate(expected: 100);
        Faults.Before = gate.PassAsync;

        var reads = SandboxOrganizations
            .OfOwner.SelectMany(id => Enumerable.Repeat(id, 17))
            .Take(100)
            .Select(async id => (id, (await service.GetOrganizationAsync(id, Call)).OrganizationId))
            .ToList();
        await gate.Reached;
        gate.Open();

        Assert.All(await Task.WhenAll(reads), pair => Assert.Equal(pair.id, pair.OrganizationId));
        Assert.Equal(1, Server.ConnectionCount);
    }

    [Fact]
    public async Task ReadsBeyondConcurrentStreamLimitWaitForSameConnection()
    {
        var service = await ConnectAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 300).Select(_ => service.GetOrganizationAsync(Acme, Call))
        );

        Assert.All(answers, organization => Assert.Equal("Acme Robotics", organization.Name));
        Assert.Equal(1, Server.ConnectionCount);
    }

    [Fact]
    public async Task ReadContinuesOnNewConnectionAfterConnectionIsLost()
    {
        var service = await ConnectAsync();
        var cut = false;
        Faults.On(
            "GetOrganization",
            context =>
            {
                if (cut)
                {
                    return Task.CompletedTask;
                }

                cut = true;
                Server.AbortConnections();
                return context.HangAsync();
            }
        );

        var organization = await service.GetOrganizationAsync(Acme, Call);

        Assert.Equal("Acme Robotics", organization.Name);
        Assert.Equal(2, Server.ConnectionCount);
    }

    /// <summary>Plain HTTP/2 doesn't pass a proxy. To a proxy, a local address is that of the proxy.</summary>
    [Theory]
    [InlineData("http://10.1.2.3", false)]
    [InlineData("http://billing.example:8080", false)]
    [InlineData("http://localhost", false)]
    [InlineData("https://localhost", false)]
    [InlineData("https://app.viam.com", true)]
    public void OnlyTlsConnectionsToOtherHostsUseTheProxy(string address, bool usesProxy)
    {
        using var handler = ChannelFactory.CreateHandler(
            new BillingServiceOptions(new Uri(address), Client.Token("any"), Client.LongTimeout)
        );

        Assert.Equal(usesProxy, handler.UseProxy);
    }

    [Fact]
    public void HandlerDoesNotPingIdleConnections()
    {
        using var handler = ChannelFactory.CreateHandler(
            new BillingServiceOptions(Server.Address, Client.Token("any"), Client.LongTimeout)
        );

        Assert.Equal(HttpKeepAlivePingPolicy.WithActiveRequests, handler.KeepAlivePingPolicy);
        Assert.InRange(handler.KeepAlivePingDelay, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
        Assert.False(handler.EnableMultipleHttp2Connections);
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
    }
}
