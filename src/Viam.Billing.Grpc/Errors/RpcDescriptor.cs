namespace Viam.Billing.Grpc.Errors;

/// <summary>What a call is, for reports and for the words of errors.</summary>
/// <param name="Method">Service and method, as in BillingService/GetInvoicesSummary.</param>
/// <param name="Subject">What it is about, such as an organization id.</param>
/// <param name="IfNotFound">What NOT_FOUND means for this call.</param>
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
