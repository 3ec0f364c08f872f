using Grpc.Core;

namespace Viam.Billing.Grpc.Errors;

/// <summary>Statuses that grpc-dotnet creates itself. Only their text distinguishes them from those of the service.</summary>
internal static class ClientStatus
{
    /// <summary>Failures that grpc-dotnet itself finds and tells by their text alone.</summary>
    public static BillingError? Classify(Status status) =>
        status switch
        {
            { StatusCode: StatusCode.ResourceExhausted, Detail: TooLarge } => BillingError.ResponseTooLarge,
            // Some of it is UNIMPLEMENTED to gRPC, as if the service had said that it lacks something.
            _ when IsNoAnswer(status) => BillingError.ServiceError,
            // HTTP's own "bad gateway" and the like come from a front whose service is away, and gRPC makes them UNAVAILABLE.
            { StatusCode: not StatusCode.Unavailable } when IsNoGrpc(status) => BillingError.NotAGrpcServer,
            _ => null,
        };

    private const string TooLarge = "Received message exceeds the maximum configured message size.";

    /// <summary>Whether grpc-dotnet itself says it, and the service said nothing.</summary>
    public static bool IsFromClient(Status status) =>
        status.Detail == TooLarge || IsNoGrpc(status) || IsNoAnswer(status);

    /// <summary>Whether the detail says what was wrong with a response that the server sent.</summary>
    public static bool DescribesResponse(Status status) => IsNoAnswer(status) || IsNoGrpc(status);

    /// <summary>Whether an answer ended without its message, or without its status, or is compressed in a way that gRPC does not know.</summary>
    private static bool IsNoAnswer(Status status) =>
        status.Detail == "No grpc-status found on response."
        || status.Detail.StartsWith("Failed to deserialize response message.", StringComparison.Ordinal)
        || status.Detail.StartsWith("Unsupported grpc-encoding value ", StringComparison.Ordinal);

    private static bool IsNoGrpc(Status status) =>
        status.Detail.StartsWith("Bad gRPC response.", StringComparison.Ordinal);
}
