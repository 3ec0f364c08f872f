using System.Security;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of Connect-ViamBilling.</summary>
public abstract class ConnectTest : CmdletTest
{
    private protected const string Key = SandboxKeys.OwnerKey;
    private protected const string KeyId = SandboxKeys.OwnerId;

    private protected string At => $"Connect-ViamBilling -Uri {Server.Address}";

    private protected static SecureString Secure(string plain)
    {
        var secret = new SecureString();
        foreach (var character in plain)
        {
            secret.AppendChar(character);
        }

        return secret;
    }
}
