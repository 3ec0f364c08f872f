using Grpc.Core;

namespace Viam.Billing.Grpc.Errors;

/// <summary>
/// Statuses that grpc-dotnet creates itself. Only their text distinguishes them from those of the service.
/// </summary>
internal static class ClientStatus
{
    /// <summary>The error of a status that grpc-dotnet created; null for other statuses.</summary>
    public static BillingError? Classify(Status status) =>
        status switch
        {
            { StatusCode: StatusCode.ResourceExhausted, Detail: TooLarge } => BillingError.ResponseTooLarge,
            // gRPC reports some of these as UNIMPLEMENTED, as if the service didn't support the method.
            _ when IsNoAnswer(status) => BillingError.ServiceError,
            // HTTP errors such as 502 come from a proxy whose service isn't available. gRPC maps them to UNAVAILABLE.
            { StatusCode: not StatusCode.Unavailable } when IsNoGrpc(status) => BillingError.NotAGrpcServer,
            _ => null,
        };

    private const string TooLarge = "Received message exceeds the maximum configured message size.";

    /// <summary>Whether grpc-dotnet created the status, and not the service.</summary>
    public static bool IsFromClient(Status status) =>
        status.Detail == TooLarge || IsNoGrpc(status) || IsNoAnswer(status);

    /// <summary>Whether the detail describes a problem with the server's response.</summary>
    public static bool DescribesResponse(Status status) => IsNoAnswer(status) || IsNoGrpc(status);

    /// <summary>
    /// Whether the response ended without a message or a status, or has a compression that gRPC doesn't support.
    /// </summary>
    private static bool IsNoAnswer(Status status) =>
        status.Detail == "No grpc-status found on response."
        || status.Detail.StartsWith("Failed to deserialize response message.", StringComparison.Ordinal)
        || status.Detail.StartsWith("Unsupported grpc-encoding value ", StringComparison.Ordinal);

    private static bool IsNoGrpc(Status status) =>
        status.Detail.StartsWith("Bad gRPC response.", StringComparison.Ordinal);
}
