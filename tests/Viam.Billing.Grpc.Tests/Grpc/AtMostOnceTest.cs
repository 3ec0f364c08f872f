using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Base class for tests of charges and emails, which the service must receive at most once.</summary>
public abstract class AtMostOnceTest : GrpcTest
{
    public static TheoryData<string> Rpcs => GrpcCall.NamesOf(GrpcCall.AtMostOnce);

    private protected static Task<BillingException> FailAsync(IBillingService service, string rpc) =>
        Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call));

    private protected void AssertSent(string rpc, int done)
    {
        Assert.Equal(1, Faults.Count(rpc));
        Assert.Equal(done, State.Charges.Count + State.SentEmails.Count);
    }
}
