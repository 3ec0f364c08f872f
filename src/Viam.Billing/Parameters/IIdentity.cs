namespace Viam.Billing.Parameters;

/// <summary>An identity as a cmdlet parameter, converted from text, a Guid, or an object of this module.</summary>
internal interface IIdentity<T>
    where T : class
{
    /// <summary>Converts a value; null if its type can't be converted.</summary>
    static abstract T? From(object? value);

    /// <summary>
    /// The identity that stands for a value which means none, so that a cmdlet can report it; null if PowerShell's
    /// binder rejects the value.
    /// </summary>
    static virtual T? FromInvalid(object? value) => null;
}
