using System.Text.RegularExpressions;
using Viam.Billing.Files;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;

namespace Viam.Billing.Tests.Commands;

/// <summary>Which assemblies the module loads, and when. Runs in a separate process without gRPC.</summary>
public sealed partial class IsolationTests
{
    /// <summary>Each loaded assembly as "context name version".</summary>
    private const string LoadedAssemblies =
        "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { "
        + "\"$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name) $($_.GetName().Name) "
        + "$($_.GetName().Version)\" }";

    private const string ConnectAndRead =
        "Connect-ViamBilling -Sandbox; \"invoices $((Get-ViamInvoice -Latest 3).Count)\";";

    [Fact]
    public async Task ImportLoadsOnlyCmdletAndCoreAssemblies()
    {
        var loaded = await PowerShellProcess.ReadLinesAsync(LoadedAssemblies);

        Assert.Contains(loaded, line => line.StartsWith("Default Viam.Billing ", StringComparison.Ordinal));
        Assert.Contains(loaded, line => line.StartsWith("Default Viam.Billing.Core ", StringComparison.Ordinal));
        Assert.DoesNotContain(loaded, line => ServiceAssembly().IsMatch(line) || ExportAssembly().IsMatch(line));
    }

    [Fact]
    public async Task TypesAreFoundRightAfterTheImport() =>
        Assert.Equal(
            ["Invoice", "BillingSession"],
            await PowerShellProcess.ReadLinesAsync("[Viam.Billing.Invoice].Name; [Viam.Billing.BillingSession].Name")
        );

    [Fact]
    public async Task ConnectLoadsGrpcIntoSeparateLoadContext()
    {
        var loaded = await PowerShellProcess.ReadLinesAsync(ConnectAndRead + LoadedAssemblies);

        Assert.Equal("invoices 3", loaded[0]);
        var service = loaded
            .Where(line => ServiceAssembly().IsMatch(line))
            .Select(line => line[..line.LastIndexOf(' ')]);
        Assert.All(service, line => Assert.StartsWith("Viam.Billing ", line));
        Assert.Superset(
            new HashSet<string>
            {
                "Viam.Billing Viam.Billing.Grpc",
                "Viam.Billing Viam.Billing.Sandbox",
                "Viam.Billing Google.Protobuf",
                "Viam.Billing Grpc.Core.Api",
            },
            service.ToHashSet()
        );
        // The assembly shared by both load contexts is loaded only once.
        var core = loaded.Where(line => line.Contains(" Viam.Billing.Core ", StringComparison.Ordinal));
        Assert.Equal(["Default Viam.Billing.Core"], core.Select(line => line[..line.LastIndexOf(' ')]));
        Assert.False(File.Exists(Path.Combine(BuiltModule.Folder, "grpc", "Viam.Billing.Core.dll")));
    }

    [Fact]
    public async Task ParquetExportLoadsItsLibraryIntoSeparateLoadContext()
    {
        var loaded = await PowerShellProcess.ReadLinesAsync(
            "Connect-ViamBilling -Sandbox; $folder = New-Item -ItemType Directory "
                + "(Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()));"
                + "try { \"files $(@(Export-ViamFocus $folder -Format Parquet).Count)\" }"
                + "finally { Remove-Item -LiteralPath $folder -Recurse };"
                + LoadedAssemblies
        );

        Assert.Equal("files 2", loaded[0]);
        var contexts = loaded
            .Where(static line => ExportAssembly().IsMatch(line))
            .Select(static line => line[..line.LastIndexOf(' ')]);
        Assert.Superset(
            new HashSet<string> { "Viam.Billing.Export Viam.Billing.Export", "Viam.Billing.Export Parquet" },
            contexts.ToHashSet()
        );
        Assert.All(contexts, static line => Assert.StartsWith("Viam.Billing.Export ", line));
        Assert.False(File.Exists(Path.Combine(BuiltModule.Folder, "export", "Viam.Billing.Core.dll")));
    }

    [Fact]
    public async Task DifferentProtobufVersionCanBeLoadedSideBySide()
    {
        var loaded = await PowerShellProcess.ReadLinesAsync(
            "$null = [Runtime.Loader.AssemblyLoadContext]::Default."
                + $"LoadFromAssemblyPath('{BuiltModule.OtherProtobuf}');"
                + ConnectAndRead
                + LoadedAssemblies
        );

        Assert.Equal("invoices 3", loaded[0]);
        var versions = loaded
            .Where(line => line.Contains(" Google.Protobuf ", StringComparison.Ordinal))
            .ToDictionary(
                line => line[..line.IndexOf(" Google", StringComparison.Ordinal)],
                line => Version.Parse(line[line.LastIndexOf(' ')..])
            );
        Assert.Equal(new Version(3, 25, 1, 0), versions["Default"]);
        Assert.Equal(typeof(Google.Protobuf.IMessage).Assembly.GetName().Version, versions["Viam.Billing"]);
    }

    [GeneratedRegex(@" (Grpc|Google|Viam\.Billing\.(Grpc|Sandbox)|Microsoft\.Extensions\.Logging)")]
    private static partial Regex ServiceAssembly();

    [GeneratedRegex(@" (Parquet|Snappier|Viam\.Billing\.Export) ")]
    private static partial Regex ExportAssembly();
}
