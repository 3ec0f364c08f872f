using CsCheck;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Core.Charging;

/// <summary>
/// Batches and single charges against a service that does its worst, in thousands of random rounds. Whatever happens:
/// at most one charge per reference, what is reported is true, and an invoice is claimed by the charge that made it and
/// no other.
/// </summary>
public sealed class RandomChargeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("VIAM_BILLING_ROUNDS"), out var rounds) ? rounds : 1500;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ChargesAreMadeAtMostOnceAndReportedCorrectly() =>
        Sample(Rounds, listsImmediately: false, resendAfter: null);

    /// <summary>
    /// Where the list is never late, a charge may be sent again after an interruption, and in the end each is made
    /// exactly once or was lost.
    /// </summary>
    [Fact]
    public void InterruptedChargesAreCompletedWithResendAfterAndImmediateListing() =>
        Sample(Rounds / 10, listsImmediately: true, resendAfter: TimeSpan.FromMilliseconds(1));

    private void Sample(int rounds, bool listsImmediately, TimeSpan? resendAfter) =>
        Gen.Int[0, int.MaxValue - 1]
            .Sample(
                seed =>
                    new RandomChargeRun(
                        seed,
                        _folder.GetPath(Path.GetRandomFileName()),
                        listsImmediately,
                        resendAfter
                    ).Run(),
                iter: rounds
            );
}
