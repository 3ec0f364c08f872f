using Grpc.Core;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Common faults, selected by RPC name.</summary>
internal static class FaultExtensions
{
    public static void Refuse(this Faults faults, string rpc, StatusCode code, string words = "") =>
        faults.On(rpc, _ => throw new RpcException(new Status(code, words)));

    public static void On(this Faults faults, string rpc, Func<ServerCallContext, Task> act) =>
        faults.Before = context => context.IsOf(rpc) ? act(context) : Task.CompletedTask;

    public static bool IsOf(this ServerCallContext context, string rpc) =>
        context.Method.EndsWith("/" + rpc, StringComparison.Ordinal);

    /// <summary>Never responds.</summary>
    public static Task HangAsync(this ServerCallContext context) =>
        Task.Delay(Timeout.Infinite, context.CancellationToken);

    public static IEnumerable<RecordedCall> CallsOf(this Faults faults, string rpc) =>
        faults.RecordedCalls.Where(call => call.Method.EndsWith("/" + rpc, StringComparison.Ordinal));
}
