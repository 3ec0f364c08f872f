namespace Viam.Billing;

/// <summary>What went wrong. The names are the stable first part of the errors' FullyQualifiedErrorId.</summary>
public enum BillingError
{
    /// <summary>The service failed in a way that this version does not know.</summary>
    ServiceError,

    /// <summary>The service does not accept the key or token.</summary>
    AuthenticationFailed,

    /// <summary>The access token has run out and cannot be renewed.</summary>
    TokenExpired,

    /// <summary>Nobody is logged in with Viam's command line.</summary>
    CliLoginNotFound,

    /// <summary>Viam's command line has no profile of that name.</summary>
    CliProfileNotFound,

    /// <summary>The login of Viam's command line has run out.</summary>
    CliLoginExpired,

    /// <summary>A file in which Viam's command line keeps logins cannot be used.</summary>
    CliLoginBroken,

    /// <summary>The key or token may not do this.</summary>
    PermissionDenied,

    OrganizationNotFound,

    InvoiceNotFound,

    LocationNotFound,

    /// <summary>Something else that was named is not there.</summary>
    NotFound,

    /// <summary>The service refuses what it was sent.</summary>
    InvalidRequest,

    /// <summary>The service cannot do this in the present state of things.</summary>
    PreconditionFailed,

    AlreadyExists,

    /// <summary>The service asks to be called less often.</summary>
    RateLimited,

    /// <summary>The answer is larger than this client takes.</summary>
    ResponseTooLarge,

    /// <summary>The service is not there, or lost the connection.</summary>
    ServiceUnavailable,

    /// <summary>No address is known for the host.</summary>
    HostNotFound,

    /// <summary>The host is there, and nothing listens on the port.</summary>
    ConnectionRefused,

    /// <summary>The server's certificate is not trusted, or no common TLS version was found.</summary>
    TlsFailed,

    /// <summary>What answers does not speak gRPC over HTTP/2.</summary>
    NotAGrpcServer,

    /// <summary>No answer came within the time limit.</summary>
    DeadlineExceeded,

    /// <summary>The service does not have this call.</summary>
    NotSupported,

    /// <summary>The session was closed while the request was in progress.</summary>
    SessionClosed,
}
