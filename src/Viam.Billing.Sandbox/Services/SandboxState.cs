using System.Globalization;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.Services;

/// <summary>
/// All that a sandbox knows: organizations, their locations and invoices, keys and tokens. The same in every sandbox
/// of the same date, and gone with the object. Safe for concurrent use.
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

    /// <param name="clock">
    /// Decides which month it is, when tokens run out and when payments are settled. Past invoices are laid out once, for the present month.
    /// </param>
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

    /// <summary>The tiers that an organization can be on.</summary>
    public static IReadOnlyList<string> Tiers { get; } = ["standard", "growth", "enterprise", "partner", "education"];

    /// <summary>How long the payment of a charge made from now on is being processed.</summary>
    public TimeSpan PaymentSettlesAfter
    {
        get => Guarded(() => _paymentSettlesAfter);
        set => Guarded(() => _paymentSettlesAfter = value);
    }

    /// <summary>How long a token issued from now on is good for, in whole seconds; null for tokens without <c>exp</c>, which do not run out.</summary>
    public TimeSpan? TokenLifetime
    {
        get => Guarded(() => _authority.TokenLifetime);
        set => Guarded(() => _authority.TokenLifetime = value);
    }

    /// <summary>How often a key was exchanged for a token.</summary>
    public int AuthenticationCount => Guarded(() => _authority.AuthenticationCount);

    /// <summary>The charges accepted so far, in order.</summary>
    public IReadOnlyList<SandboxCharge> Charges => Guarded(() => _charges.ToArray());

    /// <summary>The emails sent so far, in order.</summary>
    public IReadOnlyList<SandboxEmail> SentEmails => Guarded(() => _emails.ToArray());

    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Accepts a key from now on. A key of the same id is replaced.</summary>
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

    /// <summary>A token for who holds one already. Not counted in <see cref="AuthenticationCount"/>.</summary>
    public string IssueToken(SandboxAccess access)
    {
        ArgumentNullException.ThrowIfNull(access);
        return Guarded(() => _authority.Issue("token-holder", access));
    }

    /// <summary>Refuses all tokens issued so far.</summary>
    public void RevokeTokens()
    {
        lock (_gate)
        {
            _authority.RevokeTokens();
        }
    }

    internal string Authenticate(Metadata headers, AuthenticateRequest request) =>
        Guarded(() => _authority.Authenticate(headers, request));

    /// <summary>Answers a call by what its caller may do, alone with the state's state.</summary>
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

    // What follows is called within AnswerAsync alone.

    internal IEnumerable<OrganizationRecord> OrganizationsOf(SandboxAccess access) =>
        _organizations.Values.Where(organization => access.Sees(organization.Id));

    /// <summary>The organization, if the caller may see it.</summary>
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

    /// <summary>The location, if the caller may see one of its organizations.</summary>
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

    /// <summary>Charges, again with each call; the id of the invoice that comes of it.</summary>
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
        Guarded(() =>
        {
            var (now, month) = (Now, BillingMonth.StartOf(Now));
            return (
                from organization in OrganizationsOf(access)
                from readAt in DaysBetween(month.AddMonths(-2) + timeOfDay, now)
                let monthsAgo = ((month.Year - readAt.Year) * 12) + month.Month - readAt.Month
                select (organization.Id, readAt, organization.MonthUsage(readAt, monthsAgo))
            ).ToList();
        });

    private static IEnumerable<DateTimeOffset> DaysBetween(DateTimeOffset first, DateTimeOffset end)
    {
        for (var day = first; day < end; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        lock (_gate)
        {
            return work();
        }
    }
}
