using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Grpc.Errors;

/// <summary>The messages of failed requests.</summary>
internal static class ErrorMessage
{
    public static string Create(
        BillingError error,
        RpcDescriptor target,
        BillingServiceOptions options,
        string? serverMessage,
        string? reason
    )
    {
        var host = options.Endpoint.Authority;
        var sentence = error switch
        {
            BillingError.AuthenticationFailed when target.IsAuthentication => $"{host} rejected the API key.",
            BillingError.AuthenticationFailed => $"{host} rejected the access token.",
            BillingError.PermissionDenied => $"You don't have permission for {target.Method}.",
            BillingError.OrganizationNotFound =>
                $"Organization '{target.Subject}' wasn't found, or you don't have access to it.",
            BillingError.InvoiceNotFound => $"Invoice '{target.Subject}' wasn't found.",
            BillingError.LocationNotFound =>
                $"Location '{target.Subject}' wasn't found, or you don't have access to it.",
            BillingError.NotFound => $"The resource{(target.Subject is null ? "" : $" '{target.Subject}'")} "
                + $"of {target.Method} wasn't found.",
            BillingError.InvalidRequest => $"The service rejected the request {target.Method}.",
            BillingError.PreconditionFailed when target.Method == "AppService/DisableBillingService" =>
                $"White-label billing can't be disabled for organization '{target.Subject}' in its current state.",
            BillingError.PreconditionFailed => $"The operation {target.Method} isn't allowed in the current state.",
            BillingError.AlreadyExists when target.Method == "AppService/EnableBillingService" =>
                $"White-label billing is already enabled for organization '{target.Subject}'.",
            BillingError.AlreadyExists => $"The resource of {target.Method} already exists.",
            BillingError.RateLimited => $"The rate limit of {host} was exceeded.",
            BillingError.ResponseTooLarge =>
                $"The response to {target.Method} is larger than {ChannelLimits.MaxReceiveMessageSize >> 20} MiB.",
            BillingError.HostNotFound => $"The host name {options.Endpoint.Host} couldn't be resolved.",
            BillingError.ConnectionRefused => $"Connection refused by {host}.",
            BillingError.TlsFailed => $"Couldn't establish a trusted TLS connection to {host}.",
            BillingError.NotAGrpcServer => $"The server at {host} isn't a gRPC server.",
            BillingError.ServiceUnavailable => $"{host} is unavailable.",
            BillingError.DeadlineExceeded => FormattableString.Invariant(
                $"{host} didn't respond to {target.Method} within {options.Timeout.TotalSeconds:0.###} s."
            ),
            BillingError.NotSupported => $"{host} doesn't support {target.Method}.",
            _ => $"{host} couldn't complete {target.Method}.",
        };
        return serverMessage is not null ? $"{sentence} Server message: {VisibleText.Excerpt(serverMessage)}"
            // The reason of a refused connection only says the same.
            : reason is not null && error is not BillingError.ConnectionRefused
                ? $"{sentence} ({VisibleText.Excerpt(reason)})"
            : sentence;
    }
}
