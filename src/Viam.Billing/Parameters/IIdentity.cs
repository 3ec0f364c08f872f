namespace Viam.Billing.Parameters;

/// <summary>An argument that identifies something, made from text, a Guid, or an object of this module.</summary>
internal interface IIdentity<T>
    where T : class
{
    /// <summary>The identity that a value means; null if the value isn't of a type that means one.</summary>
    static abstract T? From(object? value);
}
