using System.Reflection;
using System.Runtime.InteropServices;
using Viam.Billing.Files;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Commands;

/// <summary>Assemblies that are precompiled for the machine come before the portable ones, which stand in for what is not there.</summary>
public sealed class PrecompiledTests : IDisposable
{
    private static readonly string s_thisMachine = RuntimeInformation.RuntimeIdentifier[..RuntimeInformation.RuntimeIdentifier.IndexOf('-', StringComparison.Ordinal)] switch
    {
        "win" => "win",
        "osx" => "osx",
        _ => "linux",
    } + RuntimeInformation.RuntimeIdentifier[RuntimeInformation.RuntimeIdentifier.LastIndexOf('-')..];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("viam-billing-tests-");

    public PrecompiledTests()
    {
        foreach (var name in new[] { "Google.Protobuf", "Grpc.Core.Api", "Viam.Billing.Grpc" }) Lay(name, "");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void WithoutPrecompiledOnesThePortableOnesAreLoaded() => Assert.Equal("Google.Protobuf.dll", Load("Google.Protobuf"));

    [Fact]
    public void ThePrecompiledOneOfThisMachineIsLoaded()
    {
        Lay("Google.Protobuf", s_thisMachine);

        Assert.Equal($"net10.0/{s_thisMachine}/Google.Protobuf.dll", Load("Google.Protobuf"));
        Assert.Equal("Grpc.Core.Api.dll", Load("Grpc.Core.Api"));
    }

    [Fact]
    public void ThatOfAnotherMachineIsNot()
    {
        Lay("Google.Protobuf", s_thisMachine == "win-x64" ? "linux-x64" : "win-x64");

        Assert.Equal("Google.Protobuf.dll", Load("Google.Protobuf"));
    }

    [Fact]
    public void CoreAssemblyIsTheOneThatIsAlreadyLoaded()
    {
        Lay("Viam.Billing.Core", s_thisMachine);

        var loaded = new ServiceLoadContext(_folder.FullName).LoadFromAssemblyName(new AssemblyName("Viam.Billing.Core"));

        Assert.Same(typeof(BillingSession).Assembly, loaded);
    }

    private void Lay(string assembly, string machine)
    {
        var target = machine.Length == 0 ? _folder.FullName : Path.Combine(_folder.FullName, "net10.0", machine);
        Directory.CreateDirectory(target);
        File.Copy(Path.Combine(BuiltModule.Folder, assembly == "Viam.Billing.Core" ? "" : "grpc", assembly + ".dll"), Path.Combine(target, assembly + ".dll"));
    }

    private string Load(string assembly)
    {
        var loaded = new ServiceLoadContext(_folder.FullName).LoadFromAssemblyName(new AssemblyName(assembly));
        return Path.GetRelativePath(_folder.FullName, loaded.Location).Replace('\\', '/');
    }
}
