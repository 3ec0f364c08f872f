using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Charges to one organization, by a service whose answers are defined by the test.</summary>
public abstract class ChargingTest : IDisposable
{
    private protected static readonly ChargeRequest s_charge = new(
        UnreliableService.Organization,
        10m,
        0m,
        null,
        null,
        NoConfirmationEmail: false
    );
    private protected readonly TemporaryFolder _folder = new();
    private protected readonly List<Invoice> _invoices = [CreateInvoice("old", DateTime.UtcNow.AddDays(-40))];
    private protected readonly ChargeRegister _register = new();
    private protected readonly CancellationTokenSource _stop = new();
    private protected int _sent;
    private protected int _listed;

    /// <summary>Called before the invoices are listed.</summary>
    private protected Action _onList = static () => { };

    /// <summary>Answers a charge request. By default, an invoice is created.</summary>
    private protected Func<Task<string>> _answer;

    protected ChargingTest() => _answer = () => Task.FromResult(AddInvoice($"invoice-{_sent}"));

    protected string LedgerPath => _folder.GetPath("charges.ledger");

    /// <summary>The events in the charge ledger, separated by commas.</summary>
    protected string Events =>
        string.Join(", ", File.ReadAllLines(LedgerPath).Select(line => line.Split("\"event\":\"")[1].Split('"')[0]));

    public void Dispose()
    {
        _folder.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static Invoice CreateInvoice(string id, DateTime? date, decimal amount = 10m) =>
        new()
        {
            OrganizationId = UnreliableService.Organization,
            InvoiceId = id,
            InvoiceDate = date,
            Amount = amount,
        };

    private protected static BillingException Error(string message, bool isOutcomeUnknown = false) =>
        new(BillingError.ServiceUnavailable, message) { IsOutcomeUnknown = isOutcomeUnknown };

    /// <summary>Adds an invoice of the charge.</summary>
    protected string AddInvoice(string id)
    {
        _invoices.Add(CreateInvoice(id, DateTime.UtcNow));
        return id;
    }

    private protected FakeBillingService CreateService() =>
        new()
        {
            Charge = (_, _) =>
            {
                _sent++;
                return _answer();
            },
            List = _ =>
            {
                _listed++;
                _onList();
                return [.. _invoices];
            },
        };

    /// <summary>Makes the charge without a charge ledger.</summary>
    private protected Task<ChargeOutcome> ChargeNowAsync() =>
        new Charger(CreateService(), _register, TimeSpan.Zero, new CallContext(_stop.Token)).ChargeAsync(
            new MemoryChargeRecord(s_charge, _register)
        );

    private protected ChargeBatchOptions CreateOptions(
        TimeSpan? resendAfter = null,
        TimeSpan recoveryTimeout = default
    ) => new(LedgerPath, "https://here", TimeSpan.Zero, recoveryTimeout, resendAfter, ThrottleLimit: 1);

    private protected ChargeBatch CreateBatch(ChargeLedger ledger, ChargeBatchOptions options)
    {
        _register.Load(ledger, LedgerPath);
        return new ChargeBatch(CreateService(), _register, ledger, options, new CallContext(_stop.Token));
    }

    /// <summary>Makes the charge as the batch of one row.</summary>
    private protected async Task<ChargeOutcome> ChargeRowAsync(
        ChargeLedger ledger,
        string reference = "a",
        TimeSpan? resendAfter = null,
        TimeSpan recoveryTimeout = default
    )
    {
        var row = new BatchItem(reference, s_charge);
        var batch = CreateBatch(ledger, CreateOptions(resendAfter, recoveryTimeout));
        await batch.PrepareAsync([row]);
        await batch.SendAsync([row]);
        return await row.Outcome;
    }

    private protected async Task<ChargeOutcome> ChargeRowAsync(string reference = "a", TimeSpan? resendAfter = null)
    {
        using var ledger = ChargeLedger.Open(LedgerPath);
        return await ChargeRowAsync(ledger, reference, resendAfter);
    }

    /// <summary>Writes a charge whose process was interrupted.</summary>
    private protected void WriteInterrupted(string reference = "a", string? lost = null)
    {
        using var ledger = ChargeLedger.Open(LedgerPath);
        ledger.AddIntent(reference, s_charge, "https://here", ["old"]);
        if (lost is not null)
        {
            ledger.AddLost(reference, lost);
        }
    }
}
