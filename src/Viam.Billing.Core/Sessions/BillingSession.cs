using Viam.Billing.Charging;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing;

/// <summary>A session with a billing service. It never shows a secret.</summary>
public sealed class BillingSession : BillingObject
{
    /// <summary>How long before its access token runs out a session warns.</summary>
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

    /// <summary>Where the service is. A sandbox is inside this process.</summary>
    public Uri Uri { get; internal init; } = new("https://app.viam.com");

    /// <summary>ApiKey, AccessToken, CliLogin or Sandbox.</summary>
    public string AuthenticationType { get; internal init; } = "";

    /// <summary>The id of the API key; null without one.</summary>
    public string? ApiKeyId { get; internal init; }

    /// <summary>Whose login of Viam's command line it is; null for an API key's login, and without one.</summary>
    public string? CliUser { get; internal init; }

    /// <summary>The profile of Viam's command line; null for its plain login, and without one.</summary>
    public string? CliProfile { get; internal init; }

    /// <summary>The name of the default organization; null if it is unknown.</summary>
    public string? OrganizationName => Organizations.FindName(OrganizationId);

    /// <summary>The default organization of cmdlets that read; null if there is none.</summary>
    public string? OrganizationId { get; internal set; }

    /// <summary>The timeout of each request, in seconds.</summary>
    public int TimeoutSec
    {
        get => (int)Service.Timeout.TotalSeconds;
        internal set => Service.Timeout = TimeSpan.FromSeconds(value);
    }

    /// <summary>UTC.</summary>
    public DateTime ConnectedAt { get; internal init; }

    /// <summary>When the present access token runs out, in UTC; null if that is not known. With an API key it is renewed by itself.</summary>
    public DateTime? TokenExpiresAt => Service.TokenExpiresAt;

    /// <summary>True if the service is the one in memory, with made-up data.</summary>
    public bool IsSandbox { get; internal init; }

    /// <summary>False once the session was ended.</summary>
    public bool IsOpen { get; private set; } = true;

    internal IBillingService Service { get; }

    /// <summary>The organizations by ID and name.</summary>
    internal OrganizationDirectory Organizations { get; }

    internal LocationNames Locations { get; }

    /// <summary>What the session has shown so far, for completion.</summary>
    internal SessionCache Seen { get; } = new();

    /// <summary>Keeps what a result tells about organizations, invoices, and the like.</summary>
    internal void Note(object item)
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
            Seen.Note(item);
        }
    }

    /// <summary>What the session knows about charges, in all runspaces, with and without a ledger.</summary>
    internal ChargeRegister Charges { get; } = new();

    /// <summary>True once somebody may hold the session, and so go on with it after another has become the shared one.</summary>
    internal bool IsReferenced { get; set; }

    /// <summary>False if nothing renews the access token, so that the session can't be used once the token has expired.</summary>
    internal bool IsTokenRenewable { get; init; } = true;

    /// <summary>What decides whether the access token is about to run out.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Words of warning if the session is about to end with its access token; null if it is not, and after the first time.</summary>
    internal string? GetExpiryWarning()
    {
        if (IsTokenRenewable || TokenExpiresAt is not { } expiresAt)
        {
            return null;
        }

        var left = expiresAt - Clock.GetUtcNow().UtcDateTime;
        // Once it has run out, the error of the next call says so.
        if (left > s_warnsBefore || left <= Credential.ExpirationMargin || Interlocked.Exchange(ref _hasWarned, 1) == 1)
        {
            return null;
        }

        var remedy =
            AuthenticationType == AuthenticationTypes.CliLogin
                ? "After that, run 'viam login' and Connect-ViamBilling -CliLogin"
                : "Run Connect-ViamBilling with a new access token";
        return FormattableString.Invariant(
            $"The access token of this session expires at {expiresAt:yyyy-MM-dd HH:mm:ss}Z and can't be renewed. {remedy} to continue."
        );
    }

    /// <summary>Marks the session as in use until what is returned is disposed; null if the session has ended.</summary>
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

    /// <summary>Ends the session now. Calls that are under way fail.</summary>
    internal void Close()
    {
        if (TryEnd())
        {
            Service.Dispose();
        }
    }

    /// <summary>Ends the session as soon as nobody uses it any more, unless it was handed out.</summary>
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

    /// <summary>False if it has ended already. Whoever goes by the number of users decides and ends it in one step, so that nobody begins to use it in between.</summary>
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
