namespace Viam.Billing;

/// <summary>An emitted object that belongs to an organization.</summary>
public abstract class OrganizationRow : BillingObject
{
    private protected OrganizationRow() { }

    // Abstract, so that each model declares them first: CSV columns come in the order of declaration, and a base
    // class's properties last.

    /// <summary>Filled in when the object is emitted; null if the name isn't known or can't be read.</summary>
    public abstract string? OrganizationName { get; internal set; }

    public abstract string OrganizationId { get; internal init; }
}
