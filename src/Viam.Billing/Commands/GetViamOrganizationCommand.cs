using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets the organizations that the credential sees, or those named.</summary>
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
    private const string ById = "OrganizationId";

    /// <summary>Only organizations of these names. Wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = ByName)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Only these organizations.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = ById,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [Alias("OrgId", "Id")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [GuidTransformation]
    public string[]? OrganizationId { get; set; }

    private protected override async Task ProcessAsync()
    {
        if (ParameterSetName == ByName)
        {
            EmitNamed(await Service.ListOrganizationsAsync(Call));
            return;
        }
        await StartForOrganizationsAsync(
            OrganizationId,
            async (service, organizationId, call) =>
                [await service.GetOrganizationAsync(organizationId, call).ConfigureAwait(false)]
        );
    }

    private void EmitNamed(IReadOnlyList<Organization> all)
    {
        var names = new WildcardFilter(Name);
        foreach (var organization in all)
        {
            if (names.Matches(organization.Name))
            {
                WriteResult(organization);
            }
        }
        foreach (var error in names.GetErrors(ErrorRecords.OrganizationNotFound))
        {
            Pipeline.WriteError(error);
        }
    }
}
