using Grpc.Core;

namespace Viam.Billing.Tests.Support;

internal static class Failure
{
    /// <summary>Returns the error of a failed call. It must not contain a gRPC exception.</summary>
    public static async Task<BillingException> CaptureAsync(Task call)
    {
        var failure = await Assert.ThrowsAsync<BillingException>(() => call.WaitAsync(Client.LongTimeout));
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            Assert.IsNotType<RpcException>(cause, exactMatch: false);
        }

        return failure;
    }

    /// <summary>Like <see cref="CaptureAsync"/>, and also returns the elapsed time.</summary>
    public static async Task<(BillingException Failure, TimeSpan Elapsed)> CaptureTimedAsync(Func<Task> call)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var failure = await CaptureAsync(call());
        return (failure, TimeProvider.System.GetElapsedTime(begun));
    }
}
