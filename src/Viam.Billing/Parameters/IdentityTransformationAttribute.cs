using System.Collections;
using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts identities before PowerShell's binder does, so that a property of a pipeline object is bound without the
/// binder's conversion, which throws and catches an exception per object. The binder would convert a number to a name,
/// and ignore a property that it can't convert, so such a value becomes an identity that the cmdlet reports. Other
/// objects are left to the binder, which rejects them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdentityTransformationAttribute<T> : ArgumentTransformationAttribute
    where T : class, IIdentity<T>
{
    /// <summary>True for a parameter that isn't an array.</summary>
    public bool IsSingle { get; set; }

    /// <summary>True if the cmdlet finds the problems of rows itself, in a parameter for all objects.</summary>
    public bool LeavesRows { get; set; }

    /// <summary>
    /// True if $null is a value that means none, which PowerShell's binder would reject without naming the row.
    /// </summary>
    public bool AllowsNull { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is PSObject { BaseObject: PSCustomObject } row)
        {
            return LeavesRows || T.FromRow(row) is not { } problem ? inputData
                : IsSingle ? problem
                : new[] { problem };
        }
        var value = Unwrap(inputData);
        if ((T.From(value) ?? (AllowsNull && value is null ? T.FromInvalid(value) : null)) is { } identity)
        {
            return IsSingle ? identity : new[] { identity };
        }
        if (value is not IList list)
        {
            return value is ValueType ? FromInvalid(value) ?? inputData : inputData;
        }
        if (IsSingle)
        {
            return (list.Count == 1 ? T.From(Unwrap(list[0])) : null) ?? T.FromInvalid(value) ?? inputData;
        }
        var identities = new T[list.Count];
        for (var i = 0; i < identities.Length; i++)
        {
            var element = Unwrap(list[i]);
            var isOther = element is not (null or ValueType or IList);
            if ((T.From(element) ?? (isOther ? null : T.FromInvalid(element))) is not { } item)
            {
                return inputData;
            }
            identities[i] = item;
        }
        return identities;
    }

    private object? FromInvalid(object value) =>
        T.FromInvalid(value) is not { } identity ? null
        : IsSingle ? identity
        : new[] { identity };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
