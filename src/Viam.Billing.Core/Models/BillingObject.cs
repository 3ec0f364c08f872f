namespace Viam.Billing;

/// <summary>
/// The base class of all objects that this module returns. The types file attaches the display members to it.
/// </summary>
public abstract class BillingObject
{
    private protected BillingObject() { }
}
