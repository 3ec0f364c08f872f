using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using CsCheck;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Read commands write only clean module objects or module errors, whatever the service returns.</summary>
public sealed class MalformedResponseTests : CmdletTest
{
    private static readonly int s_rounds = TestSettings.RandomCases(80);

    private static readonly string[] s_reads =
    [
        "Get-ViamOrganization",
        "Get-ViamOrganization -Name '*paid*', nobody",
        "Get-ViamOrganization -OrganizationId $org",
        "Get-ViamLocation $org",
        "Get-ViamInvoice $org",
        "Get-ViamInvoice $org -Latest 3",
        "Get-ViamInvoice $org -Overdue -After 2020-01-01",
        "Get-ViamInvoice $org -InvoiceId '../../etc/passwd' -Status '*a*'",
        "Get-ViamOutstandingBalance $org",
        "Get-ViamCurrentMonthUsage $org",
        "Get-ViamCurrentMonthUsage $org -ByResource",
        "Get-ViamBillingInformation $org",
        "Get-ViamBillingService $org",
        "Get-ViamBillingTier",
        "Get-ViamLocationBillingOrganization a-location",
    ];

    [Fact]
    public void RandomMessagesProduceObjectsOrModuleErrors()
    {
        ConnectAsBillingAdmin();
        for (var seed = 0; seed < s_rounds; seed++)
        {
            var random = new Random(seed);
            Server.Faults.Rewrite = response =>
                response is AuthenticateResponse ? response : RandomMessage.Like((IMessage)response, random);
            foreach (var read in s_reads)
            {
                Check(seed, read);
            }
        }
    }

    [Fact]
    public void ControlCharactersAreRemovedFromServerMessages()
    {
        ConnectAsBillingAdmin();
        for (var seed = 0; seed < s_rounds; seed++)
        {
            // One seed per message, so that every run uses the same messages.
            var words = Gen.String.Generate(new PCG(101, (ulong)seed), null, out _);
            var status = (StatusCode)((seed % 16) + 1);
            Server.Faults.Before = _ => throw new RpcException(new Status(status, "\u001b[2J" + words + "\u009b0m"));
            foreach (var read in s_reads.Take(4))
            {
                Check(seed, read);
            }
        }
    }

    [Fact]
    public async Task RandomBytesProduceObjectsOrModuleErrors()
    {
        var random = new Random(4711);
        await using var server = await WebServer.StartAsync(
            HttpProtocols.Http2,
            async context =>
            {
                context.Response.ContentType = "application/grpc";
                var body = context.Request.Path.Value!.EndsWith("/Authenticate", StringComparison.Ordinal)
                    ? new AuthenticateResponse { AccessToken = "a-token-of-no-use" }.ToByteArray()
                    : Garbage(random);
                var head = new byte[5];
                BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), body.Length);
                await context.Response.Body.WriteAsync(head);
                await context.Response.Body.WriteAsync(body);
                context.Response.AppendTrailer("grpc-status", "0");
            }
        );
        RunSuccessfully(
            $"Connect-ViamBilling -Uri {server.Address} -ApiKeyId {SandboxKeys.OwnerId} -ApiKey {SandboxKeys.OwnerKey}"
        );

        for (var round = 0; round < s_rounds; round++)
        {
            foreach (var read in s_reads)
            {
                Check(round, read);
            }
        }
        Assert.True(server.RequestCount > s_rounds * s_reads.Length);
    }

    [Fact]
    public async Task MalformedResponseIsServiceErrorAndNotRequestedAgain()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = await WebServer.StartAsync(
            HttpProtocols.Http2,
            async context =>
            {
                context.Response.ContentType = "application/grpc";
                var path = context.Request.Path.Value!;
                requests.Enqueue(path);
                // A field that announces more bytes than there are.
                var body = path.EndsWith("/Authenticate", StringComparison.Ordinal)
                    ? new AuthenticateResponse { AccessToken = "a-token-of-no-use" }.ToByteArray()
                    : [0x0a, 0x7f];
                var head = new byte[5];
                BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), body.Length);
                await context.Response.Body.WriteAsync(head);
                await context.Response.Body.WriteAsync(body);
                context.Response.AppendTrailer("grpc-status", "0");
            }
        );
        RunSuccessfully(
            $"Connect-ViamBilling -Uri {server.Address} -ApiKeyId {SandboxKeys.OwnerId} -ApiKey {SandboxKeys.OwnerKey}"
        );

        var exception = Assert.IsType<BillingException>(Run("Get-ViamBillingTier").OnlyError.Exception);

        Assert.Equal((BillingError.ServiceError, "INTERNAL"), (exception.Error, exception.GrpcStatus));
        Assert.Single(requests, static path => path.EndsWith("/GetAvailableBillingTiers", StringComparison.Ordinal));
    }

    private void Check(int seed, string read)
    {
        var run = Run(read, ("org", SandboxOrganizations.Acme));

        Assert.All(
            run.Errors,
            error =>
            {
                Assert.Contains(",Viam.Billing.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
                Assert.True(
                    error.Exception is BillingException or ItemNotFoundException,
                    $"{read}, seed {seed}: {error.Exception}"
                );
            }
        );
        Assert.All(run.Everything, text => AssertClean(text, seed, read));
        foreach (var item in run.Output.Select(item => item.BaseObject))
        {
            Assert.Equal("Viam.Billing", item.GetType().Namespace);
            // Properties keep the received text; objects converted to strings are for display.
            AssertClean(item.ToString()!, seed, read);
            foreach (var property in item.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                var value = property.GetValue(item);
                if (value is DateTime time)
                {
                    Assert.Equal(DateTimeKind.Utc, time.Kind);
                }
            }
        }
    }

    private static void AssertClean(string text, int seed, string read)
    {
        var control = text.FirstOrDefault(character =>
            char.IsControl(character)
            || character
                is (>= '\u202a' and <= '\u202e')
                    or (>= '\u2066' and <= '\u2069')
                    or '\u200e'
                    or '\u200f'
                    or '\u061c'
                    or '\u2028'
                    or '\u2029'
        );
        Assert.True(
            control == 0 && !text.Contains('\0', StringComparison.Ordinal),
            $"{read}, seed {seed}: U+{(int)control:X4} came out"
        );
    }

    private static byte[] Garbage(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }
}
