namespace Viam.Billing;

/// <summary>
/// The base of all objects that this module emits. Types.ps1xml attaches to it what every view can show.
/// </summary>
public abstract class BillingObject
{
    private protected BillingObject() { }
}
