using System.Management.Automation;
using System.Text.Json;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Profiles of the Viam CLI.</summary>
public sealed class CliProfileTests : CliLoginTest
{
    [Fact]
    public void ProfileIsSelectedByParameterOrEnvironmentVariable()
    {
        Write(LoginFile, KeyLogin());
        Write(Of("acme"), KeyLogin(SandboxKeys.BillingAdminId, SandboxKeys.BillingAdminKey));
        Write(Of("night shift"), KeyLogin(SandboxKeys.MemberId, SandboxKeys.MemberKey));

        var plain = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));
        Environment.SetEnvironmentVariable(ProfileVariable, "acme");
        var named = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));
        var given = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliProfile 'night shift' -PassThru"));
        Environment.SetEnvironmentVariable(ProfileVariable, "");
        var unnamed = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));

        Assert.Equal(
            [
                (null, SandboxKeys.OwnerId),
                ("acme", SandboxKeys.BillingAdminId),
                ("night shift", SandboxKeys.MemberId),
                (null, SandboxKeys.OwnerId),
            ],
            new[] { plain, named, given, unnamed }.Select(session => (session.CliProfile, session.ApiKeyId))
        );
    }

    [Fact]
    public void UnusedProfileUsesApiKeyFromProfileList()
    {
        Write(ProfilesFile, CreateProfileList("fresh"));

        var session = Assert.Single(
            Get<BillingSession>($"Connect-ViamBilling -CliProfile fresh -Uri {Server.Address} -PassThru")
        );

        Assert.Equal(
            ("CliLogin", "fresh", SandboxKeys.OwnerId),
            (session.AuthenticationType, session.CliProfile, session.ApiKeyId)
        );
        Assert.Equal(6, RunSuccessfully("Get-ViamOrganization").Count);
    }

    [Theory]
    [InlineData("-CliProfile nobody", null, "nobody")]
    [InlineData("-CliProfile nobody", "acme", "nobody")]
    [InlineData("-CliLogin", "nobody", null)]
    public void MissingProfileErrorListsExistingProfiles(string parameters, string? fromEnvironment, string? target)
    {
        Write(LoginFile, KeyLogin());
        Write(ProfilesFile, CreateProfileList("beta", "Acme"));
        Environment.SetEnvironmentVariable(ProfileVariable, fromEnvironment);

        var error = Run($"Connect-ViamBilling {parameters}").OnlyError;

        AssertError(error, "CliProfileNotFound", ErrorCategory.ObjectNotFound, target);
        Assert.Equal(
            "The viam command line has no profile "
                + $"'nobody'{(target is null ? $" (from {ProfileVariable})" : "")}. Profiles: 'Acme', 'beta'.",
            error.Exception.Message
        );
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Fact]
    public void MissingProfileErrorStatesThatNoProfilesExist() =>
        Assert.EndsWith(
            "It has no profiles.",
            Run("Connect-ViamBilling -CliProfile nobody").OnlyError.Exception.Message
        );

    [Theory]
    [InlineData("../outside")]
    [InlineData("sub/inside")]
    public void ProfileNameWithPathSeparatorIsNotFound(string profile)
    {
        Directory.CreateDirectory(Path.Combine(ViamFolder, "sub"));
        File.WriteAllText(Path.Combine(ViamFolder, Of(profile)), KeyLogin());

        AssertError(
            Run("Connect-ViamBilling -CliProfile $profile", ("profile", profile)).OnlyError,
            "CliProfileNotFound",
            ErrorCategory.ObjectNotFound,
            profile
        );
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Fact]
    public void ProfileNameWithInvalidFileNameCharacterIsNotFound() =>
        AssertError(
            Run("Connect-ViamBilling -CliProfile $profile", ("profile", "a\0b")).OnlyError,
            "CliProfileNotFound",
            ErrorCategory.ObjectNotFound,
            "a\u2400b"
        );

    [Fact]
    public void CliProfileCompletesProfileNames()
    {
        Assert.Empty(Complete("Connect-ViamBilling -CliProfile "));
        Write(ProfilesFile, CreateProfileList("zeta", "Acme", "night shift", "new"));

        Assert.Equal(["Acme", "new", "'night shift'", "zeta"], Complete("Connect-ViamBilling -CliProfile "));
        Assert.Equal(["new", "'night shift'"], Complete("Connect-ViamBilling -CliProfile N"));
        Assert.Equal(["'night shift'"], Complete("Connect-ViamBilling -CliProfile 'ni"));
        Write(ProfilesFile, "broken");
        Assert.Empty(Complete("Connect-ViamBilling -CliProfile "));
    }

    private static string CreateProfileList(params string[] profiles) =>
        JsonSerializer.Serialize(
            profiles.ToDictionary(
                name => name,
                name => new Dictionary<string, object>
                {
                    ["Name"] = name,
                    ["APIKey"] = Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey),
                }
            )
        );

    private IEnumerable<string> Complete(string typed)
    {
        using var shell = PowerShell.Create(Engine.Runspace);
        return
        [
            .. CommandCompletion
                .CompleteInput(typed, typed.Length, null, shell)
                .CompletionMatches.Where(match => match.ResultType == CompletionResultType.ParameterValue)
                .Select(match => match.CompletionText),
        ];
    }
}
