using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests with the login that the Viam CLI stores on disk, in a temporary home folder.</summary>
public abstract class CliLoginTest : CmdletTest
{
    private protected const string Email = "ada@example.com";
    private protected const string ProfileVariable = "VIAM_CLI_PROFILE_NAME";
    private protected const string FolderVariable = "VIAM_HOME";
    private protected const string LoginFile = "cached_cli_config.json";
    private protected const string ProfilesFile = "cli_profiles.json";

    private protected static string HomeVariable { get; } = OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";

    private readonly string? _home = Environment.GetEnvironmentVariable(HomeVariable);

    private readonly string? _folder = Environment.GetEnvironmentVariable(FolderVariable);

    private protected DirectoryInfo Root { get; } = Directory.CreateTempSubdirectory("viam-billing-");

    private protected string ViamFolder => Path.Combine(Root.FullName, ".viam");

    private protected string ConnectCommand => $"Connect-ViamBilling -CliLogin -Uri {Server.Address} -PassThru";

    private protected override void Prepare()
    {
        Directory.CreateDirectory(ViamFolder);
        Environment.SetEnvironmentVariable(HomeVariable, Root.FullName);
        Environment.SetEnvironmentVariable(FolderVariable, null);
    }

    private protected override void CleanUp()
    {
        Environment.SetEnvironmentVariable(HomeVariable, _home);
        Environment.SetEnvironmentVariable(FolderVariable, _folder);
        Environment.SetEnvironmentVariable(ProfileVariable, null);
        Root.Delete(recursive: true);
    }

    private protected void AssertMalformed(PowerShellRun run, string file, string? profile = null)
    {
        AssertError(run.OnlyError, "CliLoginBroken", ErrorCategory.InvalidData, profile);
        Assert.Contains(Path.Combine(ViamFolder, file), run.OnlyError.Exception.Message);
    }

    private protected string Write(string file, string content)
    {
        File.WriteAllText(
            Path.Combine(ViamFolder, file),
            content,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        );
        return content;
    }

    private protected static string Of(string profile) => profile + "_" + LoginFile;

    private protected string UserLogin(string token, DateTime expiresAt) =>
        UserLogin(token, expiresAt.ToString("O", CultureInfo.InvariantCulture));

    private protected string UserLogin(string token, string expiresAt) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["base_url"] = Server.Address.OriginalString,
                ["auth"] = new Dictionary<string, object?>
                {
                    ["access_token"] = token,
                    ["refresh_token"] = "refresh-" + token,
                    ["id_token"] = "id-" + token,
                    ["expires_at"] = expiresAt,
                    ["token_type"] = "user-oauth-token",
                    ["token_url"] = new Uri(Server.Address, "oauth/token"),
                    ["client_id"] = "client",
                    ["user_data"] = new Dictionary<string, object?> { ["email"] = Email, ["sub"] = "auth0|1" },
                },
                ["last_update_check"] = "",
                ["default_org"] = "",
            }
        );

    private protected string KeyLogin() => KeyLogin(SandboxKeys.OwnerId, SandboxKeys.OwnerKey);

    private protected string KeyLogin(string keyId, string key) => KeyLogin(Server.Address.OriginalString, keyId, key);

    private protected static string KeyLogin(
        string? address,
        string keyId = SandboxKeys.OwnerId,
        string key = SandboxKeys.OwnerKey
    ) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?> { ["base_url"] = address, ["auth"] = Key(keyId, key) }
        );

    private protected static Dictionary<string, string> Key(string keyId, string key) =>
        new() { ["key_id"] = keyId, ["key_crypto"] = key };
}
