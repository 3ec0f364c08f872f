using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Viam.Billing.Loading;

/// <summary>
/// Loads a part of the module and its dependencies from a subfolder, isolated from assemblies that other modules have
/// loaded.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly Assembly s_core = typeof(ModuleLoadContext).Assembly;
    private readonly string[] _folders;

    /// <param name="folder">The folder that contains the assemblies.</param>
    internal ModuleLoadContext(string folder, string name = "Viam.Billing")
        : base(name) => _folders = WithPrecompiled(folder);

    /// <param name="folder">The name of a subfolder of the module.</param>
    /// <param name="name">The name of the context, for diagnostics.</param>
    public static ModuleLoadContext Of(string folder, string name) =>
        new(Path.Combine(Path.GetDirectoryName(s_core.Location)!, folder), name);

    /// <summary>Creates an instance of a type of the part.</summary>
    public T Create<T>(string assembly, string type) =>
        (T)
            Activator.CreateInstance(
                LoadFromAssemblyName(new AssemblyName(assembly)).GetType(type, throwOnError: true)!
            )!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Shared interfaces must be the same types in both contexts.
        if (assemblyName.Name == s_core.GetName().Name)
        {
            return s_core;
        }

        var path = Array.Find(
            Array.ConvertAll(_folders, folder => Path.Combine(folder, assemblyName.Name + ".dll")),
            File.Exists
        );
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <summary>Assemblies that are precompiled for this platform take precedence.</summary>
    private static string[] WithPrecompiled(string portable)
    {
        var system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : "linux";
        var machine = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        return [Path.Combine(portable, "net10.0", machine), portable];
    }
}
