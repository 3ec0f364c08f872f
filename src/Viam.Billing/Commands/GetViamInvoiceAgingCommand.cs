using System.Collections.Concurrent;
using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Invoices;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets the open invoices of organizations by age.</summary>
[Cmdlet(VerbsCommon.Get, "ViamInvoiceAging", HelpUri = OnlineHelp.Folder + "Get-ViamInvoiceAging.md")]
[OutputType(typeof(InvoiceAging), typeof(InvoiceAgingDetail))]
public sealed class GetViamInvoiceAgingCommand : OrganizationCommand
{
    /// <summary>The organizations whose invoices were all read.</summary>
    private readonly ConcurrentDictionary<string, bool> _read = new(StringComparer.OrdinalIgnoreCase);
    private InvoiceInputs? _given;
    private DateTime _asOf;
    private bool _hasBalance;

    /// <summary>Invoices, as returned by Get-ViamInvoice. No request is made for them.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public InvoiceInput[]? InputObject { get; set; }

    /// <summary>The UTC day for which ages are calculated. Default: today.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DateCompleter))]
    [UtcDateTransformation]
    public UtcDate? AsOf { get; set; }

    /// <summary>The date from which ages are calculated.</summary>
    [Parameter]
    public InvoiceAgeBasis AgeBy { get; set; } = InvoiceAgeBasis.DueDate;

    /// <summary>Returns one object per open invoice, instead of one per organization.</summary>
    [Parameter]
    public SwitchParameter Detail { get; set; }

    /// <summary>Returns only overdue invoices, or only organizations that have some.</summary>
    [Parameter]
    public SwitchParameter OverdueOnly { get; set; }

    private protected override Task BeginAsync()
    {
        _asOf = AsOf?.Value.Date ?? DateTime.UtcNow.Date;
        // The service reports only the current balance.
        _hasBalance = _asOf == DateTime.UtcNow.Date;
        return _asOf > DateTime.UtcNow.Date
            ? WriteWarningAsync(
                FormattableString.Invariant($"{_asOf:yyyy-MM-dd} is in the future. ")
                    + "The ages assume that no invoice is created or paid until then."
            )
            : Task.CompletedTask;
    }

    private protected override Task ProcessAsync()
    {
        if (InputObject is null)
        {
            return ReadEachAsync(
                async (service, organizationId, call) =>
                {
                    var summary = await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false);
                    _read[organizationId] = true;
                    return Age(organizationId, summary.Invoices, _hasBalance ? summary.OutstandingBalance : null);
                }
            );
        }
        (_given ??= new InvoiceInputs(Pipeline)).Add(InputObject);
        return Task.CompletedTask;
    }

    private protected override void OnCompleted()
    {
        foreach (var invoices in _given?.ByOrganization(_read.ContainsKey, QueueWarning) ?? [])
        {
            foreach (var item in Age(invoices.Key, [.. invoices], outstandingBalance: null))
            {
                // Written without the session: invoices from the pipeline need none.
                Pipeline.WriteObject(item);
            }
        }
        WriteNotices();
    }

    private IEnumerable<object> Age(string organizationId, IReadOnlyList<Invoice> invoices, decimal? outstandingBalance)
    {
        var open = AgingCalculator.Detail(invoices, _asOf, AgeBy);
        var name = invoices.Select(static row => row.OrganizationName).FirstOrDefault(n => n is not null);
        string Describe() => DescribeKnown(organizationId, name);
        Queue(AgingWarnings.UnknownAmounts(Describe, open));
        if (Detail)
        {
            return open.Where(invoice => !OverdueOnly || invoice.IsOverdue);
        }
        var total = AgingCalculator.Total(organizationId, open, _asOf, outstandingBalance);
        if (OverdueOnly && total.OldestDaysPastDue is null)
        {
            return [];
        }
        Queue(AgingWarnings.WithoutDate(Describe, total));
        total.OrganizationName = name;
        return [total];
    }

    private void Queue(Func<string>? warning)
    {
        if (warning is not null)
        {
            QueueWarning(warning);
        }
    }
}
