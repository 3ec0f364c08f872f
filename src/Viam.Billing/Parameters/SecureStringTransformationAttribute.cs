using System.Management.Automation;
using System.Net;
using System.Security;

namespace Viam.Billing.Parameters;

/// <summary>Converts a plain string to a SecureString, for parameters that contain a secret.</summary>
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
            // PowerShell's own message would contain the value, for example an unquoted key of digits, which is a
            // number.
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
