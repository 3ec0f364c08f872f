namespace Viam.Billing;

/// <summary>The base class of objects that belong to one organization.</summary>
public abstract class OrganizationRow : BillingObject
{
    private protected OrganizationRow() { }

    // Abstract, so that each model declares them first: CSV columns are in the order of declaration, with the
    // properties of a base class last.

    /// <summary>Filled in when the object is returned; null if the name isn't known or can't be read.</summary>
    public abstract string? OrganizationName { get; internal set; }

    public abstract string OrganizationId { get; internal init; }
}
