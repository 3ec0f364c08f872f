using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Errors;

/// <summary>The messages of errors that requests end with.</summary>
internal static class ErrorMessage
{
    public static string Create(
        BillingError error,
        RpcDescriptor target,
        BillingServiceOptions options,
        string? words,
        string? reason
    )
    {
        var host = options.Endpoint.Authority;
        var sentence = error switch
        {
            BillingError.AuthenticationFailed when target.IsAuthentication => $"{host} does not accept the API key.",
            BillingError.AuthenticationFailed => $"{host} does not accept the access token.",
            BillingError.PermissionDenied => $"No permission for {target.Method}.",
            BillingError.OrganizationNotFound =>
                $"There is no organization {target.Subject} that this credential sees.",
            BillingError.InvoiceNotFound => $"There is no invoice {target.Subject}.",
            BillingError.LocationNotFound => $"There is no location {target.Subject} that this credential sees.",
            BillingError.NotFound =>
                $"{target.Method} found {(target.Subject is null ? "nothing" : $"no {target.Subject}")}.",
            BillingError.InvalidRequest => $"{host} refuses the request {target.Method}.",
            BillingError.PreconditionFailed => $"{host} cannot do {target.Method} now.",
            BillingError.AlreadyExists => $"{target.Method}: it exists already.",
            BillingError.RateLimited => $"{host} asks for fewer calls.",
            BillingError.ResponseTooLarge =>
                $"The answer to {target.Method} is larger than {ChannelLimits.MaxReceiveMessageSize >> 20} MiB.",
            BillingError.HostNotFound => $"The host {options.Endpoint.Host} is not known.",
            BillingError.ConnectionRefused => $"Nothing listens at {host}.",
            BillingError.TlsFailed => $"No trusted TLS connection to {host}.",
            BillingError.NotAGrpcServer => $"What answers at {host} is not a gRPC server.",
            BillingError.ServiceUnavailable => $"{host} is not available.",
            BillingError.DeadlineExceeded => FormattableString.Invariant(
                $"{host} did not answer {target.Method} within {options.Timeout.TotalSeconds:0.###} s."
            ),
            BillingError.NotSupported => $"{host} does not have the call {target.Method}.",
            _ => $"{host} failed at {target.Method}.",
        };
        return words is not null ? $"{sentence} It says: {words}"
            : reason is not null ? $"{sentence} ({reason})"
            : sentence;
    }
}
