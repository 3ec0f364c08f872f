using System.Globalization;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.Services;

/// <summary>
/// The state of a sandbox: organizations, locations, invoices, keys, and tokens. It is the same in every sandbox that
/// is created on the same date. Safe for concurrent use.
/// </summary>
public sealed class SandboxState
{
    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly SandboxAuthority _authority;
    private readonly Dictionary<string, OrganizationRecord> _organizations;
    private readonly Dictionary<string, LocationRecord> _locations;
    private readonly List<SandboxCharge> _charges = [];
    private readonly List<SandboxEmail> _emails = [];
    private TimeSpan _paymentSettlesAfter = TimeSpan.FromSeconds(3);

    public SandboxState()
        : this(TimeProvider.System) { }

    /// <param name="clock">Determines the current month, the expiration of tokens, and the progress of payments. Past
    /// invoices are created once, for the current month.</param>
    public SandboxState(TimeProvider clock)
    {
        _clock = clock;
        _authority = new SandboxAuthority(clock);
        _organizations = OrganizationCatalog
            .Create(clock.GetUtcNow())
            .ToDictionary(static organization => organization.Id, StringComparer.Ordinal);
        _locations = LocationCatalog
            .Create(_organizations)
            .ToDictionary(static location => location.Id, StringComparer.Ordinal);
        _authority.AddApiKey(SandboxKeys.OwnerId, SandboxKeys.OwnerKey, SandboxAccounts.Owner);
        _authority.AddApiKey(SandboxKeys.BillingAdminId, SandboxKeys.BillingAdminKey, SandboxAccounts.BillingAdmin);
        _authority.AddApiKey(SandboxKeys.VisitorId, SandboxKeys.VisitorKey, SandboxAccounts.Visitor);
        _authority.AddApiKey(SandboxKeys.MemberId, SandboxKeys.MemberKey, SandboxAccounts.Member);
    }

    /// <summary>The available billing tiers.</summary>
    public static IReadOnlyList<string> Tiers { get; } = ["standard", "growth", "enterprise", "partner", "education"];

    /// <summary>How long the payment of later charges is in progress.</summary>
    public TimeSpan PaymentSettlesAfter
    {
        get => Guarded(() => _paymentSettlesAfter);
        set => Guarded(() => _paymentSettlesAfter = value);
    }

    /// <summary>
    /// The lifetime of tokens that are issued later, in whole seconds; null for tokens without <c>exp</c>, which don't
    /// expire.
    /// </summary>
    public TimeSpan? TokenLifetime
    {
        get => Guarded(() => _authority.TokenLifetime);
        set => Guarded(() => _authority.TokenLifetime = value);
    }

    /// <summary>The number of times that a key was exchanged for a token.</summary>
    public int AuthenticationCount => Guarded(() => _authority.AuthenticationCount);

    /// <summary>The accepted charges, in order.</summary>
    public IReadOnlyList<SandboxCharge> Charges => Guarded(() => _charges.ToArray());

    /// <summary>The sent emails, in order.</summary>
    public IReadOnlyList<SandboxEmail> SentEmails => Guarded(() => _emails.ToArray());

    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Adds a key. A key with the same ID is replaced.</summary>
    public void AddApiKey(string keyId, string key, SandboxAccess access)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(access);
        lock (_gate)
        {
            _authority.AddApiKey(keyId, key, access);
        }
    }

    /// <summary>Issues a token without authentication. Not included in <see cref="AuthenticationCount"/>.</summary>
    public string IssueToken(SandboxAccess access)
    {
        ArgumentNullException.ThrowIfNull(access);
        return Guarded(() => _authority.Issue("token-holder", access));
    }

    /// <summary>Revokes all tokens that were issued.</summary>
    public void RevokeTokens()
    {
        lock (_gate)
        {
            _authority.RevokeTokens();
        }
    }

    internal string Authenticate(Metadata headers, AuthenticateRequest request) =>
        Guarded(() => _authority.Authenticate(headers, request));

    /// <summary>Processes a request with the permissions of its caller, while holding the lock of the state.</summary>
    internal Task<T> AnswerAsync<T>(
        ServerCallContext context,
        SandboxPermission needed,
        Func<SandboxAccess, T> answer
    ) =>
        Task.FromResult(
            Guarded(() =>
            {
                var access = _authority.Authorize(context.RequestHeaders);
                return needed switch
                {
                    SandboxPermission.Billing when !access.MayBill => throw RpcErrors.PermissionDenied(
                        "the key has no permission for billing"
                    ),
                    SandboxPermission.BillingAdmin when !access.IsBillingAdmin => throw RpcErrors.PermissionDenied(
                        "only for billing admins"
                    ),
                    _ => answer(access),
                };
            })
        );

    // The following members are called only by AnswerAsync.

    internal IEnumerable<OrganizationRecord> OrganizationsOf(SandboxAccess access) =>
        _organizations.Values.Where(organization => access.Sees(organization.Id));

    /// <summary>Returns the organization if the caller has access to it.</summary>
    internal OrganizationRecord Organization(SandboxAccess access, string organizationId)
    {
        if (!Guid.TryParseExact(organizationId, "D", out _))
        {
            throw RpcErrors.InvalidArgument("organization ID must be a UUID");
        }

        if (!_organizations.TryGetValue(organizationId, out var organization))
        {
            throw RpcErrors.NotFound($"organization {organizationId} not found");
        }

        if (!access.Sees(organization.Id))
        {
            throw RpcErrors.PermissionDenied($"no access to organization {organizationId}");
        }

        return organization;
    }

    internal IEnumerable<LocationRecord> LocationsOf(OrganizationRecord organization) =>
        _locations.Values.Where(location => location.IsOf(organization.Id));

    /// <summary>Returns the location if the caller has access to one of its organizations.</summary>
    internal LocationRecord Location(SandboxAccess access, string locationId)
    {
        if (locationId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("location ID required");
        }

        if (!_locations.TryGetValue(locationId, out var location))
        {
            throw RpcErrors.NotFound($"location {locationId} not found");
        }

        if (!location.Organizations.Any(organization => access.Sees(organization.Id)))
        {
            throw RpcErrors.PermissionDenied($"no access to location {locationId}");
        }

        return location;
    }

    internal void SendEmail(OrganizationRecord customer, OrganizationRecord billingOwner) =>
        _emails.Add(new SandboxEmail(customer.Id, billingOwner.Id, customer.BillingEmail, Now));

    /// <summary>Makes a charge with each call, and returns the ID of its invoice.</summary>
    internal string Charge(SandboxAccess access, ChargeOrder order)
    {
        var organization = Organization(access, order.OrganizationId);
        var branding = order.BrandingOrganizationId is { } brandingId ? Organization(access, brandingId) : null;
        var now = Now;
        var settledAt = now + _paymentSettlesAfter;
        var fails = organization.ChargeFailure is not null;
        var invoice = new InvoiceRecord
        {
            Id = StableHash.Uuid(
                string.Create(CultureInfo.InvariantCulture, $"{organization.Id}/charge/{_charges.Count + 1}")
            ),
            InvoiceDate = now,
            DueDate = now,
            Lines = order.Lines(),
            BrandName = branding?.Name,
            ProcessingUntil = settledAt,
            PaidAt = fails ? null : settledAt,
            FailedAt = fails ? settledAt : null,
            FailureReason = organization.ChargeFailure,
        };
        organization.Invoices.Insert(0, invoice);
        _charges.Add(
            new SandboxCharge(
                order.Method,
                invoice.Id,
                organization.Id,
                order.Description,
                order.Subtotal,
                order.Tax,
                branding?.Id,
                order.ConfirmationEmail,
                now
            )
        );
        return invoice.Id;
    }

    /// <summary>
    /// What was read at a time in each of the days before now: of two whole past months, and of the current one so far.
    /// </summary>
    internal IReadOnlyList<(
        string OrganizationId,
        DateTimeOffset ReadAt,
        GetCurrentMonthUsageResponse Usage
    )> PastUsage(SandboxAccess access, TimeSpan timeOfDay) =>
        Guarded(() => UsageHistory.Read(OrganizationsOf(access), Now, timeOfDay));

    private T Guarded<T>(Func<T> work)
    {
        lock (_gate)
        {
            return work();
        }
    }
}
