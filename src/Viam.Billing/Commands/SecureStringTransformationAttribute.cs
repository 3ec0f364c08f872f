using System.Management.Automation;
using System.Net;
using System.Security;

namespace Viam.Billing.Commands;

/// <summary>Takes a plain string where a secret is wanted, and keeps it as a SecureString from there on.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecureStringTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is string plain ? Protect(plain) : value;
    }

    public static SecureString Protect(string plain)
    {
        var secret = new NetworkCredential("", plain).SecurePassword;
        secret.MakeReadOnly();
        return secret;
    }
}
