using System.Management.Automation;
using System.Net;
using System.Security;

namespace Viam.Billing.Parameters;

/// <summary>Takes a plain string where a secret is wanted, and keeps it as a SecureString from there on.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecureStringTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string plain => Protect(plain),
            SecureString or null => value,
            // PowerShell's own message would repeat the value: a key of digits alone is a number unless it is quoted.
            _ => throw new ArgumentTransformationMetadataException(
                "A secret must be a SecureString or a quoted string."
            ),
        };
    }

    public static SecureString Protect(string plain)
    {
        var secret = new NetworkCredential("", plain).SecurePassword;
        secret.MakeReadOnly();
        return secret;
    }
}
