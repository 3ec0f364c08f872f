namespace Viam.Billing;

/// <summary>An object with several organizations, each in a different role and with its own name property.</summary>
internal interface INamedRow
{
    /// <param name="find">Returns the name of an organization by its ID; null if it is unknown.</param>
    void FillNames(Func<string?, string?> find);
}
