using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>Refuses what is null, empty, or white space alone.</summary>
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
