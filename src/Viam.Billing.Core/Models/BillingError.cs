namespace Viam.Billing;

/// <summary>
/// The kind of a failure. The names are the stable first part of the FullyQualifiedErrorId of errors.
/// </summary>
public enum BillingError
{
    /// <summary>The service failed in a way that isn't covered by another value.</summary>
    ServiceError,

    /// <summary>The service rejected the API key or access token.</summary>
    AuthenticationFailed,

    /// <summary>The access token has expired and can't be renewed.</summary>
    TokenExpired,

    /// <summary>The viam command line has no login.</summary>
    CliLoginNotFound,

    /// <summary>The viam command line has no profile of that name.</summary>
    CliProfileNotFound,

    /// <summary>The login of the viam command line has expired.</summary>
    CliLoginExpired,

    /// <summary>A login or profile file of the viam command line can't be used.</summary>
    CliLoginBroken,

    /// <summary>The credential doesn't have permission for the request.</summary>
    PermissionDenied,

    /// <summary>The organization wasn't found, or isn't accessible.</summary>
    OrganizationNotFound,

    /// <summary>The invoice wasn't found.</summary>
    InvoiceNotFound,

    /// <summary>The location wasn't found, or isn't accessible.</summary>
    LocationNotFound,

    /// <summary>Another resource wasn't found.</summary>
    NotFound,

    /// <summary>The service rejected the request as invalid.</summary>
    InvalidRequest,

    /// <summary>The operation isn't allowed in the current state.</summary>
    PreconditionFailed,

    /// <summary>The resource to be created already exists.</summary>
    AlreadyExists,

    /// <summary>The rate limit of the service was exceeded.</summary>
    RateLimited,

    /// <summary>The response is larger than this client's limit.</summary>
    ResponseTooLarge,

    /// <summary>The service is unavailable, or the connection was lost.</summary>
    ServiceUnavailable,

    /// <summary>The host name couldn't be resolved.</summary>
    HostNotFound,

    /// <summary>No service listens on the port of the host.</summary>
    ConnectionRefused,

    /// <summary>The server's certificate isn't trusted, or there is no common TLS version.</summary>
    TlsFailed,

    /// <summary>The server doesn't support gRPC over HTTP/2.</summary>
    NotAGrpcServer,

    /// <summary>The service didn't respond within the timeout.</summary>
    DeadlineExceeded,

    /// <summary>The service doesn't support the request.</summary>
    NotSupported,

    /// <summary>The session was closed while the request was in progress.</summary>
    SessionClosed,
}
