using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>API keys and tokens are never shown: on success, on failure, or if the service repeats them.</summary>
public sealed class SecretsTests : CmdletTest
{
    private const string AllStreams = " -Verbose -Debug -InformationAction Continue";

    private static readonly string[] s_commands =
    [
        "Get-ViamOrganization",
        "Get-ViamLocation $acme",
        "Get-ViamInvoice $acme -Latest 2",
        "Get-ViamOutstandingBalance $acme",
        "Get-ViamCurrentMonthUsage $acme -ByResource",
        "Get-ViamInvoiceAging $acme",
        "Save-ViamUsageSnapshot $acme -StorePath $folder/store",
        "Get-ViamUsageHistory $acme -StorePath $folder/store",
        "Get-ViamUsageForecast $acme -StorePath $folder/store",
        "Test-ViamBudget $acme -Budget 100000 -StorePath $folder/store",
        "Compare-ViamUsage $acme -StorePath $folder/store",
        "ConvertTo-ViamFocus -Organization $acme -StorePath $folder/store -IncludeOpenMonth",
        "Export-ViamFocus -Organization $acme -StorePath $folder/store -Path $folder/focus -IncludeOpenMonth",
        "Export-ViamBillingReport $acme -StorePath $folder/store -Path $folder/report.html",
        "Export-ViamBillingMetric $acme -StorePath $folder/store -Path $folder/billing.prom",
        "Get-ViamBillingInformation $acme",
        "Save-ViamInvoicePdf $invoice $folder -OrganizationId $acme -Force",
        "Get-ViamBillingTier",
        "Set-ViamBillingTier $acme growth -Confirm:$false",
        "Get-ViamLocationBillingOrganization $location",
        "Set-ViamLocationBillingOrganization $location $acme -Confirm:$false",
        "Send-ViamPaymentRequiredEmail $acme $harborlight",
        "New-ViamCharge $acme 1 -ReconcileTimeoutSec 0 -Confirm:$false",
        "New-ViamCharge $acme 1 -ReconcileTimeoutSec 0 -Confirm:$false -LedgerPath $folder/l -Reference $reference",
        "Get-ViamChargeLedger $folder/l",
        "Wait-ViamInvoice $invoice -OrganizationId $acme -TimeoutSec 1",
        "Get-ViamBillingService $harborlight",
        "Enable-ViamBillingService $acme -AddressLine1 a -City b -State c -ZipCode d -Country e",
        "Set-ViamBillingService $harborlight -AddressLine1 a -City b -State c -ZipCode d -Country e",
        "Disable-ViamBillingService $acme -Confirm:$false",
        "Get-ViamBillingSession",
        "Set-ViamBillingSession $acme -TimeoutSec 30 -PassThru",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("viam-billing-tests-");

    private protected override void Prepare()
    {
        var key = new SecureString();
        foreach (var character in SandboxKeys.BillingAdminKey)
        {
            key.AppendChar(character);
        }

        var variables = Engine.Runspace.SessionStateProxy;
        variables.SetVariable("key", key);
        variables.SetVariable("id", SandboxKeys.BillingAdminId);
        variables.SetVariable("at", Server.Address.ToString());
        variables.SetVariable("acme", SandboxOrganizations.Acme);
        variables.SetVariable("harborlight", SandboxOrganizations.Harborlight);
        variables.SetVariable("folder", _folder.FullName);
        variables.SetVariable("reference", "a-reference");
        WriteHistory();
        RunSuccessfully(
            "Connect-ViamBilling -Uri $at -ApiKeyId $id -ApiKey $key; "
                + "$invoice = (Get-ViamInvoice $acme -Latest 1).InvoiceId; "
                + "$location = @(Get-ViamLocation $acme)[0].LocationId"
        );
    }

    /// <summary>Writes snapshots of the previous month, because Compare-ViamUsage requires them.</summary>
    private void WriteHistory()
    {
        var end = new DateTime(DateTime.UtcNow.Year, DateTime.UtcNow.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var start = end.AddMonths(-1);
        _folder.CreateSubdirectory("focus");
        var folder = _folder.CreateSubdirectory($"store/usage/{SandboxOrganizations.Acme}");
        File.WriteAllLines(
            Path.Combine(folder.FullName, FormattableString.Invariant($"{start:yyyy-MM}.jsonl")),
            new[] { (start.AddHours(1), 1m), (end, 900m) }.Select(snapshot =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"v":1,"at":"{{snapshot.Item1:s}}Z","start":"{{start:s}}"""
                        + $$"""Z","end":"{{end:s}}Z","subtotal":{{snapshot.Item2}},"sources":[]}"""
                )
            )
        );
    }

    private protected override void CleanUp() => _folder.Delete(recursive: true);

    /// <summary>Resolve-ViamCharge requires no session and makes no requests.</summary>
    [Fact]
    public void EveryCmdletIsCovered()
    {
        var exported = Get<CmdletInfo>("Get-Command -Module Viam.Billing")
            .Select(command => command.Name)
            .Except(["Connect-ViamBilling", "Disconnect-ViamBilling", "Resolve-ViamCharge"]);

        Assert.Equal(exported.Order(), s_commands.Select(command => command.Split(' ')[0]).Distinct().Order());
    }

    [Fact]
    public void SuccessfulCommandsShowNoSecrets()
    {
        var runs = s_commands
            .Select(command =>
                Run(
                    command + (command.StartsWith("Get-ViamBillingSession", StringComparison.Ordinal) ? "" : AllStreams)
                )
            )
            .ToArray();

        Assert.All(runs, run => Assert.Empty(run.Errors));
        Assert.True(runs.Sum(run => run.Verbose.Count) > s_commands.Length / 2);
        AssertNoSecret(runs);
    }

    [Fact]
    public void SecretsRepeatedByServiceAreNotShown()
    {
        Server.Faults.Before = static context =>
            throw new RpcException(
                new Status(
                    StatusCode.FailedPrecondition,
                    $"{SandboxKeys.BillingAdminKey} and {context.RequestHeaders.GetValue("authorization")} are refused"
                )
            );

        var runs = s_commands
            .Append("Connect-ViamBilling -Uri $at -ApiKeyId $id -ApiKey $key")
            .Select(command => Run(command + " -Verbose", ("reference", "another")))
            .ToArray();

        // The commands that get the session, set its timeout, or read a ledger or a usage store make no request.
        Assert.True(runs.Count(run => run.Errors.Count > 0) >= s_commands.Length - 6);
        AssertNoSecret(runs);
    }

    [Fact]
    public void WrongApiKeyIsNotShown()
    {
        var run = Run(
            "Connect-ViamBilling -Uri $at -ApiKeyId 11111111-2222-4333-8444-555555555555 -ApiKey $key "
                + "-Verbose -Debug; Connect-ViamBilling -Uri $at -ApiKeyId $wrong -ApiKey $key",
            ("wrong", SandboxKeys.BillingAdminKey)
        );

        Assert.NotEmpty(run.Errors);
        AssertNoSecret([run]);
    }

    [Fact]
    public void SavedFilesContainNoSecrets()
    {
        foreach (var command in s_commands)
        {
            Run(command);
        }

        var files = _folder.GetFiles("*", SearchOption.AllDirectories);
        // The PDF, the ledger, two months of the store, the report, the metrics, and FOCUS rows with their metadata.
        Assert.True(files.Length >= 8, string.Join('\n', files.Select(static file => file.FullName)));
        Assert.All(
            files,
            file =>
                Assert.DoesNotContain(
                    Secrets(),
                    secret => File.ReadAllText(file.FullName).Contains(secret, StringComparison.Ordinal)
                )
        );
    }

    /// <summary>The API key, and every token that was sent.</summary>
    private List<string> Secrets()
    {
        var tokens = Server
            .Faults.RecordedCalls.SelectMany(call => call.HeaderValues("authorization"))
            .Select(value => value["Bearer ".Length..])
            .Distinct();
        List<string> secrets = [SandboxKeys.BillingAdminKey, .. tokens];
        Assert.True(secrets.Count > 1);
        return secrets;
    }

    private void AssertNoSecret(IEnumerable<PowerShellRun> runs)
    {
        var secrets = Secrets();
        var texts = runs.SelectMany(run =>
                run.Everything.Concat(run.Errors.SelectMany(Texts)).Concat(run.Output.SelectMany(item => Texts(item)))
            )
            .Concat(
                Get<ErrorRecord>("$Error | Where-Object { $_ -is [Management.Automation.ErrorRecord] }")
                    .SelectMany(Texts)
            )
            .ToArray();
        Assert.NotEmpty(texts);
        Assert.All(
            texts,
            text => Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal))
        );
    }

    /// <summary>Everything that can be displayed for an error.</summary>
    private static IEnumerable<string> Texts(ErrorRecord error) =>
        [
            error.ToString(),
            error.Exception.ToString(),
            error.ErrorDetails?.Message ?? "",
            error.ErrorDetails?.RecommendedAction ?? "",
            error.FullyQualifiedErrorId,
            error.CategoryInfo.ToString(),
            error.TargetObject?.ToString() ?? "",
            error.ScriptStackTrace ?? "",
            error.InvocationInfo?.Line ?? "",
            error.InvocationInfo?.PositionMessage ?? "",
            .. error.Exception.Data.Cast<DictionaryEntry>().Select(entry => $"{entry.Key} {entry.Value}"),
            .. Texts(PSObject.AsPSObject(error.Exception)),
        ];

    private static IEnumerable<string> Texts(PSObject item) =>
        item.Properties.Select(property => $"{property.Name} {Value(property)}").Append(item.ToString() ?? "");

    private static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueInvocationException)
        {
            return null;
        }
    }
}
