using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text.Json;
using Viam.Billing.Files;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Sessions;

/// <summary>
/// The login that the viam command line stores on disk. It is never changed: renewing it would use up the refresh token
/// that the command line needs. Problems are reported as a <see cref="BillingException"/>, which never contains content
/// of a file.
/// </summary>
/// <param name="Path">The file from which it was read.</param>
/// <param name="Profile">The profile of the command line; null for the default login.</param>
/// <param name="BaseUrl">The service's address according to the file; null if the file has none.</param>
/// <param name="UserEmail">The user; null for the login of an API key.</param>
internal sealed record CliLogin(string Path, string? Profile, string? BaseUrl, Credential Credential, string? UserEmail)
{
    public const string ProfileVariable = "VIAM_CLI_PROFILE_NAME";

    /// <summary>Reads the login of a profile.</summary>
    /// <param name="named">
    /// The name of the profile; null for the one in the environment variable, or otherwise the default login.
    /// </param>
    public static CliLogin Read(string? named, DateTimeOffset now)
    {
        var folder = Folder();
        var profile = named ?? NullIfEmpty(Environment.GetEnvironmentVariable(ProfileVariable));
        if (profile is null)
        {
            var path = System.IO.Path.Combine(folder, "cached_cli_config.json");
            return ReadIfThere(path, profile, now)
                ?? throw new BillingException(
                    BillingError.CliLoginNotFound,
                    $"You aren't logged in with the viam command line: '{path}' contains no login."
                );
        }
        // A name with a separator could lead out of the folder.
        var isFileName = System.IO.Path.GetFileName(profile) == profile && !profile.Contains('\0');
        var login = isFileName
            ? ReadIfThere(System.IO.Path.Combine(folder, profile + "_cached_cli_config.json"), profile, now)
            : null;
        return login ?? ReadProfile(folder, profile) ?? throw NoSuchProfile(folder, profile, named is null);
    }

    /// <summary>The names of the existing profiles, in alphabetical order.</summary>
    public static IReadOnlyList<string> ProfileNames() => ProfileNames(Folder());

    /// <summary>The address of the service; the default one if the file has none.</summary>
    public Uri Address() =>
        BaseUrl is null ? new Uri(ServiceAddress.Default)
        : ServiceAddress.TryParse(BaseUrl, out var address, out var why) ? address
        : throw Broken(Path, $"its base_url can't be used: {why}");

    /// <summary>Finds the folder as the command line does, with Go's os.UserHomeDir.</summary>
    private static string Folder()
    {
        if (NullIfEmpty(Environment.GetEnvironmentVariable("VIAM_HOME")) is { } folder)
        {
            return folder;
        }

        var variable = OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";
        return NullIfEmpty(Environment.GetEnvironmentVariable(variable)) is { } home
            ? System.IO.Path.Combine(home, ".viam")
            : throw new BillingException(
                BillingError.CliLoginNotFound,
                $"The login of the viam command line can't be found: the environment variable {variable} isn't set."
            );
    }

    private static CliLogin? ReadIfThere(string path, string? profile, DateTimeOffset now) =>
        Parse<CliLogin>(
            path,
            root =>
            {
                // After a logout, the command line may leave a file without a login.
                if (Property(path, root, "auth", JsonValueKind.Object) is not { } auth)
                {
                    return null;
                }

                var baseUrl = NullIfEmpty(Text(path, root, "base_url"));
                if (
                    Property(path, auth, "user_data", JsonValueKind.Object) is { } user
                    && NullIfEmpty(Text(path, user, "email")) is { } email
                )
                {
                    return new CliLogin(path, profile, baseUrl, Token(path, auth, profile, now), email);
                }
                return new CliLogin(path, profile, baseUrl, Key(path, auth), null);
            }
        );

    /// <summary>The login of a profile that was created but never used; only the profile list has its key.</summary>
    private static CliLogin? ReadProfile(string folder, string profile)
    {
        var path = ProfilesFile(folder);
        return Parse<CliLogin>(
            path,
            root =>
                Property(path, root, profile, JsonValueKind.Object) is not { } found ? null
                : Property(path, found, "APIKey", JsonValueKind.Object) is { } key
                    ? new CliLogin(path, profile, null, Key(path, key), null)
                : throw Broken(path, "a profile has no APIKey")
        );
    }

    private static string[] ProfileNames(string folder) =>
        Parse(
            ProfilesFile(folder),
            static root =>
                root.EnumerateObject()
                    .Select(static profile => profile.Name)
                    .Order(StringComparer.OrdinalIgnoreCase)
                    .ToArray()
        ) ?? [];

    private static BillingException NoSuchProfile(string folder, string profile, bool isFromEnvironment)
    {
        var names = ProfileNames(folder);
        return new BillingException(
            BillingError.CliProfileNotFound,
            "The viam command line has no profile "
                + $"'{profile}'{(isFromEnvironment ? $" (from {ProfileVariable})" : "")}."
                + (
                    names.Length == 0
                        ? " It has no profiles."
                        : $"{CloseMatches.AsQuestion(profile, names)} Profiles: '{string.Join("', '", names)}'."
                )
        );
    }

    private static AccessTokenCredential Token(string path, JsonElement auth, string? profile, DateTimeOffset now)
    {
        var token = Secret(path, auth, "access_token");
        if (Text(path, auth, "expires_at") is null)
        {
            throw Missing(path, "expires_at");
        }

        if (!auth.GetProperty("expires_at").TryGetDateTimeOffset(out var expiresAt))
        {
            throw Broken(path, "its expires_at isn't a time");
        }

        if (now + Credential.ExpirationMargin > expiresAt)
        {
            throw new BillingException(
                BillingError.CliLoginExpired,
                $"The login of the viam command line{(profile is null ? "" : $" of the profile '{profile}'")} "
                    + FormattableString.Invariant($"expired at {expiresAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z.")
            );
        }
        return new AccessTokenCredential(token, expiresAt);
    }

    private static ApiKeyCredential Key(string path, JsonElement auth)
    {
        var keyId =
            NullIfEmpty(Text(path, auth, "key_id")?.Trim())
            ?? throw Broken(path, "it has neither user_data.email nor key_id");
        return Guid.TryParseExact(keyId, "D", out _)
            ? new ApiKeyCredential(keyId, Secret(path, auth, "key_crypto"))
            : throw Broken(path, "its key_id isn't a UUID");
    }

    private static SecureString Secret(string path, JsonElement parent, string name)
    {
        var text = NullIfEmpty(Text(path, parent, name)) ?? throw Missing(path, name);
        using var given = new NetworkCredential("", text).SecurePassword;
        var secret = SecretText.Normalize(given, out var problem);
        if (problem is not null)
        {
            throw Broken(path, $"its {name} {problem}");
        }
        if (secret.Length == 0)
        {
            throw Missing(path, name);
        }
        return secret;
    }

    private static string? Text(string path, JsonElement parent, string name) =>
        Property(path, parent, name, JsonValueKind.String)?.GetString();

    /// <summary>A property of an object; null if it is missing or null, which Go doesn't distinguish.</summary>
    private static JsonElement? Property(string path, JsonElement parent, string name, JsonValueKind kind) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == kind ? value
        : throw Broken(path, $"{(kind == JsonValueKind.Object ? "an object" : "text")} is required");

    /// <summary>Reads a file whose root is an object; null if the file doesn't exist.</summary>
    private static T? Parse<T>(string path, Func<JsonElement, T?> read)
        where T : class
    {
        // Reading a FIFO would block until another process writes to it.
        if (RegularFile.FindOther(path) is { } kind)
        {
            throw Broken(path, $"it is {kind}");
        }
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Broken(path, "it can't be read", exception);
        }
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw Broken(path, "it isn't a JSON object");
        }
        catch (JsonException exception)
        {
            // The exception's message quotes the file.
            throw Broken(path, FormattableString.Invariant($"it isn't valid JSON on line {exception.LineNumber + 1}"));
        }
        catch (InvalidOperationException)
        {
            throw Broken(path, "it contains text that isn't valid Unicode");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static BillingException Missing(string path, string field) => Broken(path, $"it has no {field}");

    private static BillingException Broken(string path, string why, Exception? cause = null) =>
        new(BillingError.CliLoginBroken, $"The file '{path}' of the viam command line can't be used: {why}.", cause);

    private static string ProfilesFile(string folder) => System.IO.Path.Combine(folder, "cli_profiles.json");

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public override string ToString() => $"login in {Path}";
}
