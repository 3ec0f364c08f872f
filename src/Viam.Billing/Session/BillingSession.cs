using System.Collections.Concurrent;
using Viam.Billing.Service;

namespace Viam.Billing;

/// <summary>A session with a billing service. It never shows a secret.</summary>
public sealed class BillingSession
{
    private readonly object _lock = new();
    private readonly ConcurrentDictionary<string, bool> _charged = new();
    private int _users;
    private bool _retired;

    internal BillingSession(IBillingService service) => Service = service;

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

    /// <summary>The organization of cmdlets that name none; null if there is no such default.</summary>
    public string? OrganizationId { get; internal init; }

    /// <summary>The time limit of each call, in seconds.</summary>
    public int TimeoutSec { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime ConnectedAt { get; internal init; }

    /// <summary>When the present access token runs out, in UTC; null if that is not known. With an API key it is renewed by itself.</summary>
    public DateTime? TokenExpiresAt => Service.TokenExpiresAt;

    /// <summary>True if the service is the one in memory, with made-up data.</summary>
    public bool IsSandbox { get; internal init; }

    /// <summary>False once the session was ended.</summary>
    public bool IsOpen { get; private set; } = true;

    internal IBillingService Service { get; }

    /// <summary>What the session has shown so far, for completion.</summary>
    internal SeenObjects Seen { get; } = new();

    /// <summary>True for an invoice that a charge of this session has made. It is not the one of another charge, whose answer was lost.</summary>
    internal bool HasCharged(string invoiceId) => _charged.ContainsKey(invoiceId);

    internal void NoteCharged(string invoiceId) => _charged[invoiceId] = true;

    /// <summary>True once somebody may hold the session, and so go on with it after another has become the shared one.</summary>
    internal bool IsHandedOut { get; set; }

    /// <summary>Marks the session as in use until what is returned is disposed; null if the session has ended.</summary>
    internal IDisposable? Use()
    {
        lock (_lock)
        {
            if (!IsOpen) return null;
            _users++;
            return new Usage(this);
        }
    }

    /// <summary>Ends the session now. Calls that are under way fail.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            if (!IsOpen) return;
            IsOpen = false;
        }
        Service.Dispose();
    }

    /// <summary>Ends the session as soon as nobody uses it any more, unless it was handed out.</summary>
    internal void Retire()
    {
        lock (_lock)
        {
            if (IsHandedOut) return;
            _retired = true;
            if (_users > 0) return;
        }
        Close();
    }

    public override string ToString() => IsSandbox ? "sandbox" : $"{Uri.Authority} ({AuthenticationType})";

    private void EndUse()
    {
        lock (_lock)
        {
            _users--;
            if (!_retired || _users > 0) return;
        }
        Close();
    }

    private sealed class Usage(BillingSession session) : IDisposable
    {
        private BillingSession? _session = session;

        public void Dispose() => Interlocked.Exchange(ref _session, null)?.EndUse();
    }
}
