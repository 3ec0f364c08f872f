using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests with sixteen parallel runspaces, as with ForEach-Object -Parallel.</summary>
public abstract class ConcurrentRunspaceTest : CmdletTest
{
    private protected const int Runspaces = 16;

    private protected static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(60);

    private protected PowerShellEngine[] Engines { get; } = new PowerShellEngine[Runspaces];

    private protected override void Prepare()
    {
        for (var i = 0; i < Runspaces; i++)
        {
            Engines[i] = EngineCache.Take();
        }
    }

    private protected override void CleanUp()
    {
        foreach (var engine in Engines)
        {
            EngineCache.Return(engine);
        }
    }

    private protected static string[] Ids(IEnumerable<Invoice> invoices) =>
        [.. invoices.Select(invoice => invoice.InvoiceId)];

    /// <summary>Runs the same action in each runspace on a separate thread, and waits for all of them.</summary>
    private protected Task RunInParallelAsync(Action<PowerShellEngine, int> run) =>
        Task.WhenAll(
                Engines.Select(
                    (engine, number) =>
                        Task.Factory.StartNew(
                            () => run(engine, number),
                            CancellationToken.None,
                            TaskCreationOptions.LongRunning,
                            TaskScheduler.Default
                        )
                )
            )
            .WaitAsync(Timeout);
}
