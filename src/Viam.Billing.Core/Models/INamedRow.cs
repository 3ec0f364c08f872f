namespace Viam.Billing;

/// <summary>A row with the names of organizations that have a role of their own in it.</summary>
internal interface INamedRow
{
    /// <param name="find">The name of an organization by its ID; null if it is unknown.</param>
    void FillNames(Func<string?, string?> find);
}
