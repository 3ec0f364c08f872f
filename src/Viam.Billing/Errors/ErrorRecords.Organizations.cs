using System.Management.Automation;
using Viam.Billing.Text;

namespace Viam.Billing.Errors;

/// <summary>Organization arguments.</summary>
internal static partial class ErrorRecords
{
    /// <summary>The number of objects listed in a message.</summary>
    private const int ListedObjects = 10;

    private const string NoWildcards = "WildcardNotSupported";

    private const string FindOrganizations = "To list the organizations that you can access, run Get-ViamOrganization.";

    /// <param name="accessible">The organizations that the credential can access; null if that is unknown.</param>
    /// <param name="source">What can be piped to the cmdlet, and the cmdlet that returns it.</param>
    /// <param name="isEmpty">True if a value is specified, but is empty, such as $null.</param>
    public static ErrorRecord OrganizationRequired(
        string parameter,
        string source,
        IReadOnlyList<Organization>? accessible = null,
        bool isEmpty = false
    ) =>
        Record(
            new ArgumentException(
                isEmpty
                    ? "No organization is specified: the value is empty. The default organization of the session is "
                        + "used only if the parameter is omitted."
                    : "No organization is specified, and the session has no default organization."
                        + accessible switch
                        {
                            null => "",
                            { Count: 0 } => " You don't have access to any organization.",
                            _ => $" You have access to {List(accessible)}.",
                        }
            ),
            "OrganizationRequired",
            ErrorCategory.InvalidArgument,
            null,
            isEmpty
                ? $"Specify -{parameter}, or pipe {source}."
                : $"Specify -{parameter}, pipe {source}, "
                    + "or set a default organization with Connect-ViamBilling -Organization "
                    + "or Set-ViamBillingSession -Organization."
        );

    /// <summary>An object from the pipeline is of no use to the cmdlet.</summary>
    public static ErrorRecord OrganizationMissing() =>
        Record(
            new ArgumentException("The object from the pipeline doesn't specify an organization."),
            "OrganizationRequired",
            ErrorCategory.InvalidArgument,
            null,
            "Pipe organizations, usage, or rows with a column OrganizationId or OrganizationName."
        );

    /// <summary>Null is a variable without a value, and doesn't mean all organizations.</summary>
    public static ErrorRecord OrganizationIsNull() =>
        Record(
            new ArgumentException("The value of -Organization is $null."),
            "OrganizationRequired",
            ErrorCategory.InvalidArgument,
            null,
            "Specify an organization. To select all organizations in the usage store, omit -Organization."
        );

    public static ErrorRecord InvalidOrganizationId(string? typed, string source = "") =>
        Record(
            new ArgumentException(
                string.IsNullOrWhiteSpace(typed)
                    ? "An organization is specified without an ID or a name."
                    : $"'{typed}'{source} isn't a valid organization ID."
            ),
            "InvalidOrganizationId",
            ErrorCategory.InvalidArgument,
            typed,
            "An organization ID is a UUID, such as 01234567-89ab-cdef-0123-456789abcdef. "
                + "To list names and IDs, run Get-ViamOrganization."
        );

    /// <param name="accessible">The organizations that the credential can access, for similar names.</param>
    public static ErrorRecord OrganizationNotFound(string name, IEnumerable<Organization> accessible) =>
        Record(
            new ItemNotFoundException(
                $"Organization '{name}' wasn't found, or you don't have access to it."
                    + CloseMatches.AsQuestion(name, accessible.Select(static organization => organization.Name))
            ),
            nameof(BillingError.OrganizationNotFound),
            ErrorCategory.ObjectNotFound,
            name,
            FindOrganizations
        );

    public static ErrorRecord AmbiguousOrganization(string name, IReadOnlyList<Organization> matches) =>
        Record(
            new ArgumentException($"'{name}' is the name of several organizations: {List(matches)}."),
            "AmbiguousOrganization",
            ErrorCategory.InvalidArgument,
            name,
            "Specify the organization by its ID. Names are compared without regard to case."
        );

    /// <summary>Cmdlets that change something accept only exact names.</summary>
    public static ErrorRecord WildcardNotSupported(string pattern) =>
        Record(
            new ArgumentException($"'{pattern}' has wildcard characters, and this cmdlet doesn't support wildcards."),
            NoWildcards,
            ErrorCategory.InvalidArgument,
            pattern,
            "Specify each organization by ID or exact name, or review the output of Get-ViamOrganization and pipe it "
                + "to this cmdlet."
        );

    /// <summary>
    /// The same error for the default organization of a session, which can't be piped, and for which there may be no
    /// session to list organizations.
    /// </summary>
    public static ErrorRecord ForDefaultOrganization(ErrorRecord error)
    {
        if (error.CategoryInfo.Category is ErrorCategory.ObjectNotFound || error.FullyQualifiedErrorId == NoWildcards)
        {
            error.ErrorDetails.RecommendedAction =
                "Specify one organization by ID or exact name. Get-ViamOrganization lists both when you are connected.";
        }
        return error;
    }

    /// <param name="properties">The properties that differ, with their values.</param>
    public static ErrorRecord OrganizationConflict(string properties, object input) =>
        Record(
            new ArgumentException(
                $"The object from the pipeline specifies different organizations: {properties}. "
                    + "No request was sent for it."
            ),
            "OrganizationConflict",
            ErrorCategory.InvalidData,
            input,
            "Correct the object, or remove all properties but OrganizationId with Select-Object."
        );

    /// <param name="properties">The properties that differ, with their values.</param>
    public static ErrorRecord LocationConflict(string properties, object input, bool isChange = true) =>
        Record(
            new ArgumentException(
                $"The object from the pipeline specifies different locations: {properties}. "
                    + (isChange ? "No change was sent for it." : "Nothing is returned for it.")
            ),
            "LocationConflict",
            ErrorCategory.InvalidData,
            input,
            isChange
                ? "Correct the object, or remove all properties but LocationId and the organization with Select-Object."
                : "Correct the object, or remove all properties but LocationId with Select-Object."
        );

    private static string List(IReadOnlyList<object> objects)
    {
        var listed = string.Join(", ", objects.Take(ListedObjects));
        return objects.Count > ListedObjects
            ? FormattableString.Invariant($"{listed}, and {objects.Count - ListedObjects} more")
            : listed;
    }
}
