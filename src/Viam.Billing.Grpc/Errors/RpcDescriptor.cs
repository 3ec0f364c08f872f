namespace Viam.Billing.Grpc.Errors;

/// <summary>Describes a call for reports and error messages.</summary>
/// <param name="Method">The service and method, such as BillingService/GetInvoicesSummary.</param>
/// <param name="Subject">The ID of the resource, such as an organization ID.</param>
/// <param name="IfNotFound">The error that NOT_FOUND means for this call.</param>
internal sealed record RpcDescriptor(
    string Method,
    string? Subject = null,
    BillingError IfNotFound = BillingError.NotFound
)
{
    public bool IsAuthentication => Method == "AuthService/Authenticate";

    public static RpcDescriptor OfOrganization(string method, string organizationId) =>
        new(method, organizationId, BillingError.OrganizationNotFound);
}
