using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Viam.Billing.Commands;
using Viam.Billing.Export;
using Viam.Billing.Grpc;
using Viam.Billing.Sandbox;
using Viam.Billing.Services;
using Viam.Billing.Tests.Commands;

namespace Viam.Billing.Tests.Architecture;

/// <summary>
/// The folder of a file determines its allowed dependencies. Each assembly is a list of folders, lowest first; a folder
/// can depend only on the folders listed for it.
/// </summary>
public sealed class LayerTests
{
    /// <summary>Public types whose namespace is part of the public API, with the folder that contains them.</summary>
    private static readonly Dictionary<string, string> s_folderOfContractTypes = new()
    {
        ["Viam.Billing.BillingSession"] = "Sessions",
        ["Viam.Billing.BudgetThreshold"] = "Parameters",
        ["Viam.Billing.InvoiceIdentity"] = "Parameters",
        ["Viam.Billing.LocationIdentity"] = "Parameters",
        ["Viam.Billing.OrganizationIdentity"] = "Parameters",
        ["Viam.Billing.UsageInput"] = "Parameters",
        ["Viam.Billing.InvoiceInput"] = "Parameters",
        ["Viam.Billing.UsdAmount"] = "Parameters",
        ["Viam.Billing.UtcDate"] = "Parameters",
    };

    private static readonly Layers s_core = new("Viam.Billing.Core", "Viam.Billing", typeof(IBillingService).Assembly)
    {
        ["Text"] = [],
        ["Models"] = ["Text"],
        ["Loading"] = [],
        ["Files"] = ["Text"],
        ["Services"] = ["Text", "Models"],
        ["Invoices"] = ["Text", "Models", "Files", "Services"],
        ["Usage"] = ["Text", "Models"],
        ["Usage.Forecasting"] = ["Text", "Models", "Usage"],
        ["Usage.Storage"] = ["Text", "Models", "Files", "Usage", "Usage.Forecasting"],
        ["Focus"] = ["Text", "Models", "Files", "Loading", "Usage"],
        ["Reports"] = ["Text", "Models", "Files", "Usage", "Usage.Forecasting"],
        ["Reports.Markup"] = ["Text", "Reports"],
        ["Reports.Charts"] = ["Models", "Reports", "Reports.Markup"],
        ["Reports.Page"] = ["Models", "Usage", "Reports", "Reports.Markup", "Reports.Charts"],
        ["Reports.Reading"] =
        [
            .. new[]
            {
                "Text",
                "Models",
                "Files",
                "Services",
                "Invoices",
                "Usage",
                "Usage.Forecasting",
                "Usage.Storage",
            },
            "Reports",
        ],
        ["Charging.Ledger"] = ["Text", "Models", "Files", "Services"],
        ["Charging"] = ["Text", "Models", "Files", "Services", "Invoices", "Charging.Ledger"],
        ["Sessions"] = ["Text", "Models", "Files", "Loading", "Services", "Charging"],
    };

    private static readonly Layers s_module = new(
        "Viam.Billing",
        "Viam.Billing",
        typeof(GetViamInvoiceCommand).Assembly
    )
    {
        ["Formatting"] = [],
        ["Errors"] = [],
        ["Parameters"] = ["Errors"],
        ["Pipeline"] = ["Errors"],
        ["Completion"] = ["Parameters"],
        ["Commands.Base"] = ["Errors", "Parameters", "Pipeline", "Completion"],
        ["Commands"] = ["Errors", "Parameters", "Pipeline", "Completion", "Commands.Base"],
        [""] = ["Errors"],
    };

    private static readonly Layers s_grpc = new(
        "Viam.Billing.Grpc",
        "Viam.Billing.Grpc",
        typeof(GrpcBillingServiceProvider).Assembly
    )
    {
        ["Mapping"] = [],
        ["Errors"] = ["Mapping"],
        ["Authentication"] = [],
        ["Calls"] = ["Errors", "Authentication"],
        ["Transport"] = ["Errors", "Calls"],
        [""] = ["Mapping", "Errors", "Authentication", "Calls", "Transport"],
    };

    private static readonly Layers s_export = new(
        "Viam.Billing.Export",
        "Viam.Billing.Export",
        typeof(ParquetFocusFormat).Assembly
    )
    {
        [""] = [],
    };

    private static readonly Layers s_sandbox = new(
        "Viam.Billing.Sandbox",
        "Viam.Billing.Sandbox",
        typeof(SandboxServiceProvider).Assembly
    )
    {
        ["State"] = [],
        ["SeedData"] = ["State"],
        ["Pdf"] = ["State"],
        ["Services"] = ["State", "SeedData", "Pdf"],
        ["InProcess"] = ["Services"],
        [""] = ["SeedData", "Services", "InProcess"],
    };

    public static TheoryData<string> Assemblies => [.. All.Keys];

    private static Dictionary<string, Layers> All { get; } =
        new[] { s_core, s_module, s_grpc, s_export, s_sandbox }.ToDictionary(static layers => layers.Name);

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void FoldersDependOnlyOnFoldersBelow(string assembly)
    {
        string[] violations = [.. All[assembly].FindViolations()];

        Assert.True(violations.Length == 0, string.Join(Environment.NewLine, violations));
    }

    [Fact]
    public void CoreReferencesNeitherPowerShellNorGrpc()
    {
        var references = typeof(IBillingService).Assembly.GetReferencedAssemblies().Select(static name => name.Name!);

        Assert.All(
            references,
            static name =>
                Assert.True(
                    name.StartsWith("System.", StringComparison.Ordinal) || name == "Microsoft.Win32.Primitives",
                    name
                )
        );
    }

    [Fact]
    public void CmdletAssemblyReferencesOnlyCore()
    {
        var references = typeof(GetViamInvoiceCommand)
            .Assembly.GetReferencedAssemblies()
            .Select(static name => name.Name!);

        Assert.Equal(
            ["Viam.Billing.Core"],
            references.Where(static name => name.StartsWith("Viam.", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(
            references,
            static name => name.StartsWith("Grpc.", StringComparison.Ordinal) || name is "Google.Protobuf" or "Parquet"
        );
    }

    [Theory]
    [InlineData(typeof(GrpcBillingServiceProvider))]
    [InlineData(typeof(ParquetFocusFormat))]
    public void PartLoadedOnDemandDoesNotReferencePowerShell(System.Type type)
    {
        var references = type.Assembly.GetReferencedAssemblies().Select(static name => name.Name!);

        Assert.DoesNotContain("System.Management.Automation", references);
        Assert.Equal(
            ["Viam.Billing.Core"],
            references.Where(static name => name.StartsWith("Viam.", StringComparison.Ordinal))
        );
    }

    private sealed class Layers(string name, string root, System.Reflection.Assembly assembly)
        : Dictionary<string, string[]>
    {
        public string Name => name;

        public IEnumerable<string> FindViolations()
        {
            var architecture = new ArchLoader().LoadAssembly(assembly).Build();
            var own = architecture.Types.Where(type => IsOwn(type) && !IsGenerated(type)).ToHashSet();
            Assert.Equal(Keys.Order(), own.Select(FolderOf).Distinct().Order());
            return own.SelectMany(type =>
                    type.GetTypeDependencies().Where(own.Contains).Distinct().Select(target => (type, target))
                )
                .Select(pair => (pair.type, pair.target, From: FolderOf(pair.type), To: FolderOf(pair.target)))
                .Where(pair => pair.From != pair.To && !this.GetValueOrDefault(pair.From, []).Contains(pair.To))
                .Select(static pair => $"{pair.From} -> {pair.To}: {pair.type.FullName} uses {pair.target.FullName}")
                .Distinct()
                .Order();
        }

        private bool IsOwn(IType type) => type.Assembly.FullName == assembly.FullName || type.Assembly.Name == name;

        private static bool IsGenerated(IType type) =>
            type.Namespace.FullName.StartsWith("Viam.Billing.Contract", StringComparison.Ordinal)
            || type.FullName.StartsWith('<');

        private string FolderOf(IType type)
        {
            if (s_folderOfContractTypes.TryGetValue(type.FullName.Split('+')[0], out var folder))
            {
                return folder;
            }
            var path = type.Namespace.FullName[root.Length..].TrimStart('.');
            return path.Length == 0 && assembly == typeof(IBillingService).Assembly ? "Models" : path;
        }
    }
}
