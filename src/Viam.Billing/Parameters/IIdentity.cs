using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>An identity as a cmdlet parameter.</summary>
internal interface IIdentity
{
    /// <summary>The problem of the row that the identity stands for; null if it has none.</summary>
    RowProblem? RowProblem { get; }
}

/// <summary>An identity as a cmdlet parameter, converted from text, a Guid, or an object of this module.</summary>
internal interface IIdentity<T> : IIdentity
    where T : class
{
    /// <summary>Converts a value; null if its type can't be converted.</summary>
    static abstract T? From(object? value);

    /// <summary>
    /// The identity that stands for a value which means none, so that a cmdlet can report it; null if PowerShell's
    /// binder rejects the value.
    /// </summary>
    static virtual T? FromInvalid(object? value) => null;

    /// <summary>
    /// The identity that stands for a row whose properties PowerShell's binder must not bind; null for other rows.
    /// </summary>
    static abstract T? FromRow(PSObject row);
}
