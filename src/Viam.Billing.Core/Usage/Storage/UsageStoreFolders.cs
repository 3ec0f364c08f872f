using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// The folders of a usage store, one per organization. Their names are organization IDs in lowercase.
/// </summary>
internal sealed class UsageStoreFolders(string folder)
{
    private const int LongestId = 100;

    /// <summary>
    /// The IDs of the organizations that have a folder. Other programs, such as those of network storage, add their own
    /// folders, which are ignored.
    /// </summary>
    public IReadOnlyList<string> OrganizationIds =>
        Folder.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateDirectories(folder)
                    .Select(static path => Path.GetFileName(path))
                    .Where(IsId)
                    .Select(static name => name.ToLowerInvariant())
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>The folder to which snapshots of an organization are saved.</summary>
    public string Of(string organizationId) => Path.Combine(folder, Check(organizationId).ToLowerInvariant());

    /// <summary>
    /// The existing folders of an organization: where names that differ only in case are different ones, more than one
    /// is possible.
    /// </summary>
    public IEnumerable<string> Find(string organizationId)
    {
        var path = Of(organizationId);
        if (!Folder.Exists(folder))
        {
            return [];
        }
        return OtherCaseFolders.In(folder).Find(Path.GetFileName(path)) ?? (Folder.Exists(path) ? [path] : []);
    }

    private static bool IsId(string name) =>
        name.Length is > 0 and <= LongestId
        && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    private static string Check(string organizationId) =>
        IsId(organizationId)
            ? organizationId
            : throw new ArgumentException($"'{organizationId}' isn't a valid organization ID.", nameof(organizationId));
}
