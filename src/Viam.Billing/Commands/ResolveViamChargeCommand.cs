using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Text;

namespace Viam.Billing.Commands;

/// <summary>
/// Records a person's decision about a charge whose outcome is unknown. Needs no session and sends nothing.
/// </summary>
[Cmdlet(
    VerbsDiagnostic.Resolve,
    "ViamCharge",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = InvoiceSet,
    HelpUri = OnlineHelp.Folder + "Resolve-ViamCharge.md"
)]
[OutputType(typeof(ChargeLedgerEntry))]
public sealed class ResolveViamChargeCommand : PSCmdlet
{
    private const string InvoiceSet = "Charged";
    private const string NotChargedSet = "NotCharged";

    /// <summary>The path of the ledger.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string LedgerPath { get; set; } = "";

    /// <summary>The reference of the charge in the ledger.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(ReferenceCompleter))]
    public string Reference { get; set; } = "";

    /// <summary>Records that the charge wasn't made. The next run of the batch sends it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NotChargedSet)]
    public SwitchParameter NotCharged { get; set; }

    /// <summary>Records that the charge was made, with the ID of its invoice.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InvoiceSet)]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LedgerInvoiceCompleter))]
    public string InvoiceId { get; set; } = "";

    /// <summary>The user, as recorded in the ledger.</summary>
    private static string Person =>
        OperatingSystem.IsWindows()
            ? $@"{Environment.UserDomainName}\{Environment.UserName} on {Environment.MachineName}"
            : $"{Environment.UserName} on {Environment.MachineName}";

    protected override void ProcessRecord()
    {
        if (ParameterSetName == NotChargedSet && !NotCharged)
        {
            ThrowTerminatingError(ErrorRecords.NoOutcome());
        }
        var path = OutputLocation.InFileSystem(this, LedgerPath);
        if (!File.Exists(path))
        {
            ThrowTerminatingError(ErrorRecords.LedgerNotFound(LedgerPath));
        }
        LedgerEntry entry;
        // The ledger isn't locked while the prompt is open.
        using (var ledger = LedgerAccess.Open(this, path, static file => ChargeLedger.Read(file)))
        {
            if (Check(ledger, path) is { } problem)
            {
                WriteError(problem);
                return;
            }
            entry = ledger.Find(Reference.Trim())!;
            var charge =
                FormattableString.Invariant($"charge {entry.Reference} of {entry.Charge.Total:N2} USD ")
                + $"to organization {LedgerAccess.DescribeOrganization(entry)}";
            if (
                NotCharged
                    ? !ShouldProcess(charge, "Record that the charge was not made, so that the next run sends it")
                    : !ShouldProcess(
                        charge,
                        $"Record that the charge was made by invoice {ForeignText.Excerpt(InvoiceId.Trim())}"
                    )
            )
            {
                return;
            }
        }
        using (var ledger = LedgerAccess.Open(this, path, static file => ChargeLedger.Open(file)))
        {
            if ((Check(ledger, path) ?? CheckUnchanged(ledger, entry)) is { } problem)
            {
                WriteError(problem);
                return;
            }
            Resolve(ledger, path);
        }
    }

    /// <summary>The reason why the decision can't be recorded; null if it can.</summary>
    private ErrorRecord? Check(ChargeLedger ledger, string path)
    {
        var reference = Reference.Trim();
        if (ledger.Find(reference) is not { } entry)
        {
            return ErrorRecords.ReferenceNotFound(
                reference,
                path,
                ledger.Entries.Select(static entry => entry.Reference)
            );
        }
        if (entry.InvoiceId is not null)
        {
            return ErrorRecords.ChargeAlreadySettled(entry.Reference, entry.InvoiceId);
        }
        return !NotCharged && ledger.FindOwner(entry.Charge.OrganizationId, InvoiceId.Trim()) is { } owner
            ? ErrorRecords.InvoiceAlreadyClaimed(InvoiceId.Trim(), owner)
            : null;
    }

    /// <summary>
    /// The decision is about the charge that was shown, and not about a later attempt or another charge.
    /// </summary>
    private static ErrorRecord? CheckUnchanged(ChargeLedger ledger, LedgerEntry shown) =>
        ledger.Find(shown.Reference) == shown ? null : ErrorRecords.ChargeChanged(shown.Reference);

    private void Resolve(ChargeLedger ledger, string path)
    {
        var entry = ledger.Find(Reference.Trim())!;
        if (!NotCharged && ledger.IsKnown(entry, InvoiceId.Trim()))
        {
            WriteWarning(
                ForeignText.ForDisplay(
                    $"Invoice {ForeignText.Excerpt(InvoiceId.Trim())} existed before charge {entry.Reference} "
                        + "was first sent."
                )
            );
        }
        LedgerEntry resolved;
        try
        {
            resolved = NotCharged
                ? ledger.AddNotCharged(entry.Reference, Person)
                : ledger.AddCharged(entry.Reference, InvoiceId.Trim(), reconciled: true, Person);
        }
        catch (LedgerNotWrittenException exception)
        {
            WriteError(ErrorRecords.LedgerNotWritten(exception, entry.Reference, "The decision wasn't recorded."));
            return;
        }
        WriteObject(LedgerAccess.ToModel(resolved));
    }
}
