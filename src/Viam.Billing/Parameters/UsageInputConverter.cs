using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>How PowerShell makes a <see cref="UsageInput"/>. It claims only what is usage, or a part or copy of it.</summary>
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
