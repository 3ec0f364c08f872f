using System.Collections.Concurrent;
using Grpc.Core;
using Viam.Billing.Grpc;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>The report of a completed request.</summary>
public sealed class CallReportTests
{
    [Theory]
    [InlineData(0, "OK", 1)]
    [InlineData(2, "OK", 3)]
    [InlineData(100, "UNAVAILABLE", 4)]
    public async Task ReportContainsMethodOrganizationOutcomeAndAttempts(int failures, string outcome, int attempts)
    {
        await using var server = await TestServer.StartAsync();
        using var key = new ApiKeyCredential(
            SandboxKeys.OwnerId,
            new System.Net.NetworkCredential("", SandboxKeys.OwnerKey).SecurePassword
        );
        using var service = new GrpcBillingServiceProvider().Create(
            new BillingServiceOptions(server.Address, key, TimeSpan.FromSeconds(20))
        );
        var reports = new ConcurrentQueue<CallReport>();
        var call = new CallContext(TestContext.Current.CancellationToken, reports.Enqueue);
        await service.AuthenticateAsync(call);
        server.Faults.Before = _ =>
            Interlocked.Decrement(ref failures) >= 0
                ? throw new RpcException(new Status(StatusCode.Unavailable, "busy"))
                : Task.CompletedTask;

        var error = await Record.ExceptionAsync(() => service.GetInvoicesSummaryAsync(SandboxOrganizations.Acme, call));

        Assert.Equal(outcome == "OK", error is null);
        Assert.Equal(
            ["AuthService/Authenticate", "BillingService/GetInvoicesSummary"],
            reports.Select(report => report.Method)
        );
        var read = reports.Last();
        Assert.Equal((SandboxOrganizations.Acme, outcome, attempts), (read.Subject, read.Outcome, read.Attempts));
        Assert.Equal(attempts, server.Faults.Count("GetInvoicesSummary"));
        Assert.InRange(read.Duration, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(20));
    }
}
