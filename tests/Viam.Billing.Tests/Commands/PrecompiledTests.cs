using System.Reflection;
using System.Runtime.InteropServices;
using Viam.Billing.Files;
using Viam.Billing.Loading;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Commands;

/// <summary>Precompiled assemblies for the current platform take precedence over portable assemblies.</summary>
public sealed class PrecompiledTests : IDisposable
{
    private static readonly string s_currentPlatform =
        RuntimeInformation.RuntimeIdentifier[
            ..RuntimeInformation.RuntimeIdentifier.IndexOf('-', StringComparison.Ordinal)
        ] switch
        {
            "win" => "win",
            "osx" => "osx",
            _ => "linux",
        } + RuntimeInformation.RuntimeIdentifier[RuntimeInformation.RuntimeIdentifier.LastIndexOf('-')..];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("viam-billing-tests-");

    public PrecompiledTests()
    {
        foreach (var name in new[] { "Google.Protobuf", "Grpc.Core.Api", "Viam.Billing.Grpc" })
        {
            CopyAssembly(name, "");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void PortableAssemblyIsLoadedWithoutPrecompiledAssembly() =>
        Assert.Equal("Google.Protobuf.dll", Load("Google.Protobuf"));

    [Fact]
    public void PrecompiledAssemblyForCurrentPlatformIsLoaded()
    {
        CopyAssembly("Google.Protobuf", s_currentPlatform);

        Assert.Equal($"net10.0/{s_currentPlatform}/Google.Protobuf.dll", Load("Google.Protobuf"));
        Assert.Equal("Grpc.Core.Api.dll", Load("Grpc.Core.Api"));
    }

    [Fact]
    public void PrecompiledAssemblyForAnotherPlatformIsNotLoaded()
    {
        CopyAssembly("Google.Protobuf", s_currentPlatform == "win-x64" ? "linux-x64" : "win-x64");

        Assert.Equal("Google.Protobuf.dll", Load("Google.Protobuf"));
    }

    [Fact]
    public void AlreadyLoadedCoreAssemblyIsReused()
    {
        CopyAssembly("Viam.Billing.Core", s_currentPlatform);

        var loaded = new ModuleLoadContext(_folder.FullName).LoadFromAssemblyName(
            new AssemblyName("Viam.Billing.Core")
        );

        Assert.Same(typeof(BillingSession).Assembly, loaded);
    }

    private void CopyAssembly(string assembly, string machine)
    {
        var target = machine.Length == 0 ? _folder.FullName : Path.Combine(_folder.FullName, "net10.0", machine);
        Directory.CreateDirectory(target);
        File.Copy(
            Path.Combine(BuiltModule.Folder, assembly == "Viam.Billing.Core" ? "" : "grpc", assembly + ".dll"),
            Path.Combine(target, assembly + ".dll")
        );
    }

    private string Load(string assembly)
    {
        var loaded = new ModuleLoadContext(_folder.FullName).LoadFromAssemblyName(new AssemblyName(assembly));
        return Path.GetRelativePath(_folder.FullName, loaded.Location).Replace('\\', '/');
    }
}
