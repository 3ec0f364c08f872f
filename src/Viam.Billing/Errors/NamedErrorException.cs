using System.Management.Automation;

namespace Viam.Billing.Errors;

/// <summary>
/// Contains an error of concurrent work whose message shows the name and ID of an organization. The name may become
/// known only after the work has failed.
/// </summary>
/// <param name="create">Creates the record, from the name and ID of the organization and from its ID.</param>
internal sealed class NamedErrorException(string organizationId, string? name, Func<string, string, ErrorRecord> create)
    : Exception,
        INamedRow
{
    private string? _name = name;

    public ErrorRecord Record =>
        create(new Organization { OrganizationId = organizationId, Name = _name }.ToString(), organizationId);

    public override string Message => Record.Exception.Message;

    void INamedRow.FillNames(Func<string?, string?> find) => _name ??= find(organizationId);
}
