using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Sessions;
using Viam.Billing.Text;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// Finds the organizations in a usage store, which contains only IDs. Names are those that the session already knows;
/// no request is made. Each organization is returned once per pipeline.
/// </summary>
internal sealed class StoredOrganizations(
    UsageStores stores,
    BillingSession? session,
    Action<ErrorRecord> writeError,
    Action<string> writeWarning
)
{
    private readonly HashSet<string> _found = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _names = Names(session);
    private IReadOnlyList<string>? _stored;
    private bool _hasReportedEmpty;

    /// <summary>The folder of the store.</summary>
    public string Folder { get; } = stores.Find(session);

    /// <summary>Ordered by name, then those without a known name by ID.</summary>
    private IReadOnlyList<string> Stored =>
        _stored ??= [
            .. stores
                .ListOrganizations(Folder)
                .OrderBy(id => _names.GetValueOrDefault(id) is null)
                .ThenBy(_names.GetValueOrDefault, StringComparer.InvariantCultureIgnoreCase)
                .ThenBy(static id => id, StringComparer.Ordinal),
        ];

    /// <summary>
    /// Finds the specified organizations, or all in the store. Writes an error for those that the store doesn't
    /// contain, or once if it is empty.
    /// </summary>
    /// <param name="identities">IDs, names, or patterns of names; null for all.</param>
    public IEnumerable<(string OrganizationId, string? Name)> Find(IEnumerable<OrganizationIdentity>? identities)
    {
        if (Stored.Count == 0)
        {
            ReportEmpty(isNamed: identities is not null);
            return [];
        }
        return (identities?.SelectMany(Match) ?? Stored)
            .Where(_found.Add)
            .Select(id => (id, _names.GetValueOrDefault(id)));
    }

    private void ReportEmpty(bool isNamed)
    {
        if (_hasReportedEmpty)
        {
            return;
        }
        _hasReportedEmpty = true;
        if (isNamed)
        {
            writeError(ErrorRecords.UsageStoreEmpty(Folder));
        }
        else
        {
            writeWarning($"The usage store '{Folder}' has no snapshots. {ErrorRecords.SaveDaily}");
        }
    }

    private List<string> Match(OrganizationIdentity identity)
    {
        var text = identity.Text;
        if (identity.IsInvalid || string.IsNullOrWhiteSpace(text))
        {
            writeError(ErrorRecords.InvalidOrganizationId(text));
            return [];
        }
        if (identity.Organization is { Name: { } name, OrganizationId: var organizationId })
        {
            _names.TryAdd(organizationId, name);
        }
        var pattern = identity.Id ?? text;
        var filter = new WildcardFilter([pattern]);
        // Exact names and patterns are both compared, so that a name which is also a pattern is found.
        var matches = Stored
            .Where(stored => filter.Matches(stored) | filter.Matches(_names.GetValueOrDefault(stored)))
            .ToList();
        if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
        {
            var question = CloseMatches.AsQuestion(text, Stored.Select(stored => _names.GetValueOrDefault(stored)));
            writeError(ErrorRecords.UsageHistoryNotFound($"snapshots of organization '{text}'", text, question));
        }
        return matches;
    }

    private static Dictionary<string, string?> Names(BillingSession? session) =>
        (session?.Organizations.Known ?? []).ToDictionary(
            static organization => organization.OrganizationId,
            static organization => organization.Name,
            StringComparer.OrdinalIgnoreCase
        );
}
