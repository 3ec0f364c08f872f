using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Text;

namespace Viam.Billing.Parameters;

/// <summary>
/// The reason why nothing of a row from the pipeline may be used, which PowerShell's binder doesn't see.
/// </summary>
/// <param name="IsOfAllRows">True if all rows of the file have the problem, so that it is reported once.</param>
internal sealed record RowProblem(ErrorRecord Error, bool IsOfAllRows = false)
{
    private static readonly (char Character, string Name, string Argument)[] s_separators =
    [
        (';', "semicolons", "';'"),
        ('\t', "tabs", "\"`t\""),
    ];

    /// <summary>
    /// The problem of a row of a file that isn't separated by commas: it has one column, whose name is the line with
    /// all names. Excel writes such files in cultures with a decimal comma. Null if the row doesn't look like that.
    /// </summary>
    public static RowProblem? FindSeparator(PSObject row)
    {
        string? only = null;
        foreach (var property in row.Properties)
        {
            if (only is not null)
            {
                return null;
            }
            only = property.Name;
        }
        foreach (var (character, name, argument) in s_separators)
        {
            if (only?.Contains(character, StringComparison.Ordinal) == true)
            {
                return new(
                    ErrorRecords.DelimiterMismatch(ForeignText.Excerpt(only), name, argument, row),
                    IsOfAllRows: true
                );
            }
        }
        return null;
    }

    /// <summary>
    /// The problem of a row whose properties contain the IDs of different organizations; otherwise null.
    /// </summary>
    public static RowProblem? FindConflict(PSObject row)
    {
        var given = new List<(string Name, string Text)>();
        string? first = null;
        var isConflict = false;
        foreach (var name in (ReadOnlySpan<string>)["Organization", "OrganizationId", "OrgId"])
        {
            var value = row.Properties[name]?.Value;
            if (OrganizationIdentity.From(value is PSObject wrapped ? wrapped.BaseObject : value) is { Id: { } id } one)
            {
                given.Add((name, one.Text));
                isConflict |= id != (first ??= id);
            }
        }
        return isConflict
            ? new(
                ErrorRecords.OrganizationConflict(
                    string.Join(
                        ", ",
                        given.Select(static property => $"{property.Name} = '{ForeignText.Excerpt(property.Text)}'")
                    ),
                    row
                )
            )
            : null;
    }
}
