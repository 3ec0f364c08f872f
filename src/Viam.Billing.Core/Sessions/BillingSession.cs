using Viam.Billing.Charging;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing;

/// <summary>A session with a billing service. No member exposes a secret.</summary>
public sealed class BillingSession : BillingObject
{
    /// <summary>The time before the expiry of the access token at which the session warns.</summary>
    private static readonly TimeSpan s_warnsBefore = TimeSpan.FromMinutes(5);

    private readonly object _lock = new();
    private int _hasWarned;
    private int _users;
    private bool _retired;

    internal BillingSession(IBillingService service)
    {
        Service = service;
        Organizations = new OrganizationDirectory(service);
        Locations = new LocationNames(service);
    }

    /// <summary>The address of the service. A sandbox runs in this process.</summary>
    public Uri Uri { get; internal init; } = new("https://app.viam.com");

    /// <summary>The type of the credential: ApiKey, AccessToken, CliLogin, or Sandbox.</summary>
    public string AuthenticationType { get; internal init; } = "";

    /// <summary>The ID of the API key; null if no API key is used.</summary>
    public string? ApiKeyId { get; internal init; }

    /// <summary>
    /// The user of the viam command line's login; null for an API key's login, and if no login is used.
    /// </summary>
    public string? CliUser { get; internal init; }

    /// <summary>The profile of the viam command line; null for the default login, and if no login is used.</summary>
    public string? CliProfile { get; internal init; }

    /// <summary>The name of the default organization; null if it is unknown.</summary>
    public string? OrganizationName => Organizations.FindName(OrganizationId);

    /// <summary>The ID of the default organization of cmdlets that read; null if there is none.</summary>
    public string? OrganizationId { get; internal set; }

    /// <summary>The timeout of each request, in seconds.</summary>
    public int TimeoutSec
    {
        get => (int)Service.Timeout.TotalSeconds;
        internal set => Service.Timeout = TimeSpan.FromSeconds(value);
    }

    /// <summary>The time at which the session was opened. UTC.</summary>
    public DateTime ConnectedAt { get; internal init; }

    /// <summary>
    /// The expiry of the current access token, in UTC; null if unknown. With an API key, tokens are renewed
    /// automatically.
    /// </summary>
    public DateTime? TokenExpiresAt => Service.TokenExpiresAt;

    /// <summary>True if the service is the in-memory sandbox, which has made-up data.</summary>
    public bool IsSandbox { get; internal init; }

    /// <summary>False after the session has ended.</summary>
    public bool IsOpen { get; private set; } = true;

    internal IBillingService Service { get; }

    /// <summary>The known organizations, by ID and name.</summary>
    internal OrganizationDirectory Organizations { get; }

    internal LocationNames Locations { get; }

    /// <summary>The objects that the session has returned, for completion.</summary>
    internal SessionCache Seen { get; } = new();

    /// <summary>
    /// Adds the organizations, invoices, and similar objects of a result to the caches of the session.
    /// </summary>
    internal void Remember(object item)
    {
        if (item is Organization organization)
        {
            Organizations.Add(organization);
        }
        else
        {
            if (item is Location location)
            {
                Locations.Add(location);
            }
            Seen.Add(item);
        }
    }

    /// <summary>The charges known to the session, in all runspaces, with and without a ledger.</summary>
    internal ChargeRegister Charges { get; } = new();

    /// <summary>
    /// True if a caller has a reference to the session, and can use it after another one becomes the default session.
    /// </summary>
    internal bool IsReferenced { get; set; }

    /// <summary>
    /// False if the access token can't be renewed, so that the session can't be used after the token expires.
    /// </summary>
    internal bool IsTokenRenewable { get; init; } = true;

    /// <summary>
    /// The clock that the expiry of the access token is compared with, and that determines when invoices are polled.
    /// </summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>
    /// Returns a warning if the access token is about to expire and can't be renewed; otherwise, and after the first
    /// warning, null.
    /// </summary>
    internal string? GetExpiryWarning()
    {
        if (IsTokenRenewable || TokenExpiresAt is not { } expiresAt)
        {
            return null;
        }

        var left = expiresAt - Clock.GetUtcNow().UtcDateTime;
        // After the expiry, the error of the next request reports it.
        if (left > s_warnsBefore || left <= Credential.ExpirationMargin || Interlocked.Exchange(ref _hasWarned, 1) == 1)
        {
            return null;
        }

        var remedy =
            AuthenticationType == AuthenticationTypes.CliLogin
                ? "After that, run 'viam login' and Connect-ViamBilling -CliLogin"
                : "Run Connect-ViamBilling with a new access token";
        return FormattableString.Invariant(
                $"The access token of this session expires at {expiresAt:yyyy-MM-dd HH:mm:ss}Z and can't be renewed. "
            ) + $"{remedy} to continue.";
    }

    /// <summary>
    /// Marks the session as in use until the returned object is disposed; null if the session has ended.
    /// </summary>
    internal IDisposable? Acquire()
    {
        lock (_lock)
        {
            if (!IsOpen)
            {
                return null;
            }

            _users++;
            return new Usage(this);
        }
    }

    /// <summary>Ends the session immediately. Requests in progress fail.</summary>
    internal void Close()
    {
        if (TryEnd())
        {
            Service.Dispose();
        }
    }

    /// <summary>Ends the session when it is no longer in use, unless a caller has a reference to it.</summary>
    internal void CloseWhenIdle()
    {
        lock (_lock)
        {
            if (IsReferenced)
            {
                return;
            }

            _retired = true;
            if (_users > 0 || !TryEnd())
            {
                return;
            }
        }
        Service.Dispose();
    }

    public override string ToString() => IsSandbox ? "sandbox" : $"{Uri.Authority} ({AuthenticationType})";

    private void EndUse()
    {
        lock (_lock)
        {
            _users--;
            if (!_retired || _users > 0 || !TryEnd())
            {
                return;
            }
        }
        Service.Dispose();
    }

    /// <summary>
    /// Returns false if the session has already ended. Callers that check the number of users hold the lock for the
    /// check and this call, so that the session can't be acquired in between.
    /// </summary>
    private bool TryEnd()
    {
        lock (_lock)
        {
            var wasOpen = IsOpen;
            IsOpen = false;
            return wasOpen;
        }
    }

    private sealed class Usage(BillingSession session) : IDisposable
    {
        private BillingSession? _session = session;

        public void Dispose() => Interlocked.Exchange(ref _session, null)?.EndUse();
    }
}
