namespace Viam.Billing.Sandbox.State;

/// <summary>What an RPC asks of its caller.</summary>
internal enum SandboxPermission
{
    Authenticated,
    Billing,
    BillingAdmin,
}
