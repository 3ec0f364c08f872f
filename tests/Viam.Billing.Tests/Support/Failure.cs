using Grpc.Core;

namespace Viam.Billing.Tests.Support;

internal static class Failure
{
    /// <summary>The error that a call ends with. No gRPC exception may hide in it.</summary>
    public static async Task<BillingException> OfAsync(Task call)
    {
        var failure = await Assert.ThrowsAsync<BillingException>(() => call.WaitAsync(Client.LongTimeout));
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException) Assert.IsNotType<RpcException>(cause, exactMatch: false);
        return failure;
    }

    /// <summary>As above, and says how long it took.</summary>
    public static async Task<(BillingException Failure, TimeSpan Elapsed)> OfTimedAsync(Func<Task> call)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var failure = await OfAsync(call());
        return (failure, TimeProvider.System.GetElapsedTime(begun));
    }
}
