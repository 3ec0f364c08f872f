using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts objects from the pipeline to an argument. It accepts only objects of the expected kind, and parts or copies
/// of them.
/// </summary>
/// <param name="from">Returns null for an object of another kind.</param>
internal abstract class InputConverter(Func<object?, object?> from) : PSTypeConverter
{
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => from(sourceValue) is not null;

    public override object ConvertFrom(
        object sourceValue,
        Type destinationType,
        IFormatProvider formatProvider,
        bool ignoreCase
    ) => from(sourceValue) ?? throw new PSInvalidCastException($"The object isn't of the type {destinationType.Name}.");

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertTo(
        object sourceValue,
        Type destinationType,
        IFormatProvider formatProvider,
        bool ignoreCase
    ) => throw new NotSupportedException();
}
