using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>Rejects null, empty text, and text that contains only white space.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateNotBlankAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object? element)
    {
        if (string.IsNullOrWhiteSpace(element?.ToString()))
        {
            throw new ValidationMetadataException("The value is blank.");
        }
    }
}
