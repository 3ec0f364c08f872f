using System.Collections;
using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Takes a Guid where its text is wanted. A property of the pipeline's object that is no text would otherwise lose against the object itself, which PowerShell
/// can turn into text.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class GuidTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Unwrap(inputData) switch
        {
            Guid id => id.ToString("D"),
            IList list when list.Cast<object?>().Any(static item => Unwrap(item) is Guid) => list.Cast<object?>()
                .Select(static item => Unwrap(item) is Guid id ? id.ToString("D") : item)
                .ToArray(),
            _ => inputData,
        };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
