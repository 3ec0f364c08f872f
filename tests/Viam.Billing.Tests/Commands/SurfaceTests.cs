using System.Management.Automation;
using System.Reflection;
using Viam.Billing.Commands;

namespace Viam.Billing.Tests.Commands;

public sealed class SurfaceTests : CmdletTest
{
    private static readonly IReadOnlyList<(Type Class, CmdletAttribute Cmdlet)> s_classes =
    [
        .. typeof(GetViamInvoiceCommand)
            .Assembly.GetTypes()
            .Select(type => (type, type.GetCustomAttribute<CmdletAttribute>()!))
            .Where(pair => pair.Item2 is not null),
    ];

    private IReadOnlyList<CmdletInfo> Commands => Get<CmdletInfo>("Get-Command -Module Viam.Billing");

    [Fact]
    public void ManifestExportsExactlyTheCmdletsOfTheAssembly()
    {
        var manifest = Assert.Single(Get<PSModuleInfo>("Get-Module Viam.Billing"));
        var inAssembly = s_classes.Select(pair => $"{pair.Cmdlet.VerbName}-{pair.Cmdlet.NounName}").Order();

        Assert.Equal(inAssembly, manifest.ExportedCmdlets.Keys.Order());
        Assert.Equal(inAssembly, Commands.Select(command => command.Name).Order());
        Assert.Empty(manifest.ExportedFunctions);
        Assert.Empty(manifest.ExportedAliases);
        Assert.Empty(manifest.ExportedVariables);
    }

    [Fact]
    public void CmdletClassesAreSealedAndNamedAfterTheirCmdlet() =>
        Assert.All(
            s_classes,
            pair =>
            {
                Assert.Equal($"{pair.Cmdlet.VerbName}{pair.Cmdlet.NounName}Command", pair.Class.Name);
                Assert.True(pair.Class.IsSealed);
            }
        );

    [Fact]
    public void VerbsAreApprovedAndNounsArePrefixedAndSingular()
    {
        var approved = new[]
        {
            typeof(VerbsCommon),
            typeof(VerbsCommunications),
            typeof(VerbsData),
            typeof(VerbsDiagnostic),
            typeof(VerbsLifecycle),
            typeof(VerbsOther),
            typeof(VerbsSecurity),
        }
            .SelectMany(verbs => verbs.GetFields().Select(verb => (string)verb.GetRawConstantValue()!))
            .ToHashSet();

        Assert.All(
            Commands,
            command =>
            {
                Assert.Contains(command.Verb, approved);
                Assert.Matches("^Viam([A-Z][A-Za-z]*[^s]|Focus)$", command.Noun);
            }
        );
    }

    [Fact]
    public void EveryCmdletDeclaresOutputType() => Assert.All(Commands, command => Assert.NotEmpty(command.OutputType));

    [Fact]
    public void EveryCmdletThatCallsServiceHasSessionParameter()
    {
        string[] without =
        [
            "Connect-ViamBilling",
            "ConvertTo-ViamFocus",
            "Disconnect-ViamBilling",
            "Export-ViamFocus",
            "Get-ViamBillingSession",
            "Get-ViamChargeLedger",
            "Get-ViamUsageHistory",
            "Resolve-ViamCharge",
        ];

        Assert.All(
            Commands.Where(command => !without.Contains(command.Name)),
            command =>
            {
                var session = command.Parameters["Session"];
                Assert.Equal(typeof(BillingSession), session.ParameterType);
                Assert.DoesNotContain(session.ParameterSets.Values, set => set.ValueFromPipeline || set.IsMandatory);
            }
        );
    }

    [Theory]
    [InlineData("Get-ViamOrganization")]
    [InlineData("Get-ViamLocation")]
    [InlineData("Get-ViamCurrentMonthUsage")]
    [InlineData("Get-ViamInvoice")]
    [InlineData("Get-ViamOutstandingBalance")]
    [InlineData("Get-ViamBillingInformation")]
    [InlineData("Get-ViamBillingService")]
    [InlineData("Enable-ViamBillingService")]
    [InlineData("Set-ViamBillingService")]
    [InlineData("Disable-ViamBillingService")]
    [InlineData("Set-ViamBillingTier")]
    public void OrganizationAcceptsMultipleValuesFromPipeline(string name)
    {
        var command = Assert.Single(Commands, command => command.Name == name);
        var organization = command.Parameters["Organization"];

        Assert.Equal(typeof(OrganizationIdentity[]), organization.ParameterType);
        Assert.Equal(["OrganizationId", "OrgId", "OrganizationName"], organization.Aliases);
        Assert.Equal(
            name.StartsWith("Get-", StringComparison.Ordinal),
            organization.Attributes.OfType<SupportsWildcardsAttribute>().Any()
        );
        Assert.Equal(
            !name.StartsWith("Get-", StringComparison.Ordinal) || name == "Get-ViamOrganization",
            organization.ParameterSets.All(set => set.Value.IsMandatory || set.Key == "InputObject")
        );
        Assert.All(
            organization.ParameterSets.Values,
            set => Assert.True(set.ValueFromPipeline && set.ValueFromPipelineByPropertyName)
        );
        Assert.Equal(typeof(int), command.Parameters["ThrottleLimit"].ParameterType);
    }

    /// <summary>Except InputObject, which is bound only for a check.</summary>
    [Fact]
    public void ParameterSetsHaveAtMostOneParameterByPipelineValue() =>
        Assert.All(
            Commands.SelectMany(command => command.ParameterSets),
            set =>
                Assert.InRange(
                    set.Parameters.Count(parameter => parameter.ValueFromPipeline && parameter.Name != "InputObject"),
                    0,
                    1
                )
        );

    [Fact]
    public void CmdletsThatChangeSomethingSupportShouldProcess() =>
        Assert.All(
            s_classes.Where(pair =>
                pair.Cmdlet.VerbName
                    is not ("Get" or "Connect" or "ConvertTo" or "Disconnect" or "Wait" or "Compare" or "Test")
            ),
            pair => Assert.True(pair.Cmdlet.SupportsShouldProcess)
        );

    [Fact]
    public void OutputTypesHaveOnlyScalarProperties()
    {
        var emitted = s_classes
            .SelectMany(pair => pair.Class.GetCustomAttributes<OutputTypeAttribute>())
            .SelectMany(output => output.Type)
            .Select(type => type.Type)
            .Where(type => type?.Assembly == typeof(BillingSession).Assembly && type != typeof(BillingSession))
            .ToHashSet();
        Type[] flat = [typeof(string), typeof(bool), typeof(int), typeof(decimal), typeof(DateTime)];

        Assert.NotEmpty(emitted);
        Assert.All(
            emitted
                .SelectMany(type => type!.GetProperties())
                .Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
                .Where(static type => !type.IsEnum),
            type => Assert.Contains(type, flat)
        );
    }
}
