using System.Collections;
using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts identities before PowerShell's binder does, so that a property of a pipeline object is bound without the
/// binder's conversion, which throws and catches an exception per object. Other values are left to the binder, which
/// rejects them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdentityTransformationAttribute<T> : ArgumentTransformationAttribute
    where T : class, IIdentity<T>
{
    /// <summary>True for a parameter that isn't an array.</summary>
    public bool IsSingle { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = Unwrap(inputData);
        if (T.From(value) is { } identity)
        {
            return IsSingle ? identity : new[] { identity };
        }
        if (IsSingle || value is not IList list)
        {
            return inputData;
        }
        var identities = new T[list.Count];
        for (var i = 0; i < identities.Length; i++)
        {
            if (T.From(Unwrap(list[i])) is not { } item)
            {
                return inputData;
            }
            identities[i] = item;
        }
        return identities;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
