using Grpc.Core;

namespace Viam.Billing.Sandbox.State;

/// <summary>The gRPC errors that the sandbox returns.</summary>
internal static class RpcErrors
{
    internal static RpcException InvalidArgument(string message) => Of(StatusCode.InvalidArgument, message);

    internal static RpcException NotFound(string message) => Of(StatusCode.NotFound, message);

    internal static RpcException AlreadyExists(string message) => Of(StatusCode.AlreadyExists, message);

    internal static RpcException FailedPrecondition(string message) => Of(StatusCode.FailedPrecondition, message);

    internal static RpcException PermissionDenied(string message) => Of(StatusCode.PermissionDenied, message);

    internal static RpcException Unauthenticated(string message) => Of(StatusCode.Unauthenticated, message);

    private static RpcException Of(StatusCode code, string message) => new(new Status(code, message));
}
