using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets the organizations that the credential can access, or the specified ones.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "ViamOrganization",
    DefaultParameterSetName = ByName,
    HelpUri = OnlineHelp.Folder + "Get-ViamOrganization.md"
)]
[OutputType(typeof(Organization))]
public sealed class GetViamOrganizationCommand : ConcurrentCommand
{
    private const string ByName = "Name";
    private const string ById = "Organization";

    /// <summary>Returns only organizations with these names or IDs. Wildcards are supported.</summary>
    [Parameter(Position = 0, ParameterSetName = ByName)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>The IDs of organizations.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = ById,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [Alias("OrganizationId", "OrgId", "OrganizationName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>]
    public OrganizationIdentity[]? Organization { get; set; }

    // The service returns organizations with their names.
    private protected override bool EmitsNames => false;

    private protected override async Task ProcessAsync()
    {
        if (ParameterSetName == ByName)
        {
            EmitNamed((await ActiveSession.Organizations.RefreshAsync(Call)).Organizations);
            return;
        }
        await StartForEachAsync(
            Organization,
            nameof(Organization),
            async (service, organizationId, call) =>
                [await service.GetOrganizationAsync(organizationId, call).ConfigureAwait(false)]
        );
    }

    private void EmitNamed(IReadOnlyList<Organization> all)
    {
        var names = new WildcardFilter(Name);
        foreach (var organization in all)
        {
            // Both are compared, so that an ID which isn't listed is reported.
            if (names.Matches(organization.Name) | names.Matches(organization.OrganizationId))
            {
                WriteResult(organization);
            }
        }
        foreach (var error in names.GetErrors(name => ErrorRecords.OrganizationNotFound(name, all)))
        {
            Pipeline.WriteError(error);
        }
    }
}
