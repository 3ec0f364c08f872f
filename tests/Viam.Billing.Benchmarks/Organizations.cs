using System.Globalization;
using Grpc.Core;
using Viam.Billing.Contract;

namespace Viam.Billing.Benchmarks;

/// <summary>
/// Lists the organizations of a key. Its ID is that of the organization which comes after the last listed one.
/// </summary>
internal sealed class Organizations : AppService.AppServiceBase
{
    public override Task<ListOrganizationsResponse> ListOrganizations(
        ListOrganizationsRequest request,
        ServerCallContext context
    )
    {
        var end = context.RequestHeaders.GetValue("authorization")!["Bearer ".Length..];
        var count = int.Parse(end.AsSpan(3, 5), CultureInfo.InvariantCulture);
        var response = new ListOrganizationsResponse();
        for (var number = 0; number < count; number++)
        {
            response.Organizations.Add(
                new Contract.Organization
                {
                    Id = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{end.AsSpan(0, 3)}{number:00000}{end.AsSpan(8)}"
                    ),
                    Name = string.Create(CultureInfo.InvariantCulture, $"Organization {number}"),
                }
            );
        }
        return Task.FromResult(response);
    }
}
