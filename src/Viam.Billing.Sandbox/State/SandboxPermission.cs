namespace Viam.Billing.Sandbox.State;

/// <summary>The permission that an RPC requires.</summary>
internal enum SandboxPermission
{
    Authenticated,
    Billing,
    BillingAdmin,
}
