using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of organization names, which the server lists.</summary>
public abstract class OrganizationNameTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;

    private protected override void Prepare() => Connect();

    private protected int Lists => CountRequests("ListOrganizations");

    /// <summary>Lets the server list other organizations.</summary>
    private protected void List(params (string Id, string Name)[] organizations) =>
        Server.Faults.Rewrite = response =>
            response is ListOrganizationsResponse
                ? new ListOrganizationsResponse
                {
                    Organizations =
                    {
                        organizations.Select(organization => new Contract.Organization
                        {
                            Id = organization.Id,
                            Name = organization.Name,
                        }),
                    },
                }
                : response;
}
