using System.Collections;
using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Makes identities before PowerShell's binder looks at types, so that a property of the pipeline's object binds without
/// a conversion, which would throw and catch an exception per object. Anything else is left to the binder, which rejects
/// it.
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
