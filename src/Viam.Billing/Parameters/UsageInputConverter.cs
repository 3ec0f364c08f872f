using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>Converts values to <see cref="UsageInput"/>. It accepts only usage, and parts or copies of it.</summary>
internal sealed class UsageInputConverter : PSTypeConverter
{
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        UsageInput.From(sourceValue) is not null;

    public override object ConvertFrom(
        object sourceValue,
        Type destinationType,
        IFormatProvider formatProvider,
        bool ignoreCase
    ) => UsageInput.From(sourceValue) ?? throw new PSInvalidCastException("The object isn't usage of an organization.");

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertTo(
        object sourceValue,
        Type destinationType,
        IFormatProvider formatProvider,
        bool ignoreCase
    ) => throw new NotSupportedException();
}
