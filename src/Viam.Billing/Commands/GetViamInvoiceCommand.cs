using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets invoices of organizations.</summary>
[Cmdlet(VerbsCommon.Get, "ViamInvoice", HelpUri = OnlineHelp.Folder + "Get-ViamInvoice.md")]
[OutputType(typeof(Invoice))]
public sealed class GetViamInvoiceCommand : OrganizationCommand
{
    private readonly List<InvoiceFilter> _filters = [];
    private InvoiceIdentity[]? _invoiceIds;

    /// <summary>Only these invoices. One that is named and not there is an error. Wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(InvoiceCompleter))]
    [IdentityTransformation<InvoiceIdentity>]
    public InvoiceIdentity[]? InvoiceId { get; set; }

    /// <summary>Only invoices of these statuses, such as paid, outstanding or payment_processing. Wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InvoiceStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>Only invoices dated at or after this. A time without a zone is UTC.</summary>
    [Parameter]
    public DateTime? After { get; set; }

    /// <summary>Only invoices dated before this. A time without a zone is UTC.</summary>
    [Parameter]
    public DateTime? Before { get; set; }

    /// <summary>Only invoices that are not paid and whose due date has passed.</summary>
    [Parameter]
    public SwitchParameter Overdue { get; set; }

    /// <summary>Only so many of each organization's newest invoices, the newest first.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Latest { get; set; }

    private protected override Task BeginAsync()
    {
        var (after, before) = (InvoiceFilter.ToUtc(After), InvoiceFilter.ToUtc(Before));
        if (after >= before)
        {
            ThrowTerminatingError(ErrorRecords.InvalidDateRange(after, before));
        }

        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync()
    {
        var filter = CurrentFilter();
        return ReadEachAsync(
            filter.Ids,
            async (service, organizationId, call) =>
                filter.Apply(await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false)),
            filter.Key
        );
    }

    private protected override void OnCompleted()
    {
        foreach (var missing in _filters.SelectMany(filter => filter.Ids.UnmatchedNames))
        {
            Pipeline.WriteError(ErrorRecords.InvoiceNotFound(missing));
        }
    }

    /// <summary>One filter serves all organizations as long as the same invoices are named: it is enough that one of them has an invoice.</summary>
    private InvoiceFilter CurrentFilter()
    {
        if (_filters.Count == 0 || !ReferenceEquals(_invoiceIds, InvoiceId))
        {
            _invoiceIds = InvoiceId;
            _filters.Add(
                new InvoiceFilter(InvoiceId is null ? null : [.. InvoiceId.Select(invoice => invoice.Id)], Status)
                {
                    After = After,
                    Before = Before,
                    OverdueOnly = Overdue,
                    Latest = Latest,
                }
            );
        }
        return _filters[^1];
    }
}
