using System.Globalization;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Counters of the kill tests.</summary>
internal sealed class KillStatistics
{
    public int Kills { get; set; }

    public int Runs { get; set; }

    /// <summary>Kills that left at least one intent without an outcome.</summary>
    public int BetweenIntentAndOutcome { get; set; }

    /// <summary>Charges interrupted after the intent was written but before the server processed them.</summary>
    public int InterruptedBeforeServer { get; set; }

    /// <summary>Charges interrupted after the server processed them.</summary>
    public int InterruptedAfterServer { get; set; }

    public int TornLines { get; set; }

    public int Rows { get; set; }

    public int Charged { get; set; }

    public int Reconciled { get; set; }

    public int Unknown { get; set; }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Kills} kills in {Runs} runs, {BetweenIntentAndOutcome} between intent and outcome "
                + $"({InterruptedBeforeServer} charges cut before the server had them, {InterruptedAfterServer} "
                + $"after), {TornLines} torn; {Rows} rows: {Charged} charged, {Reconciled} of them reconciled, "
                + $"{Unknown} unknown"
        );
}
