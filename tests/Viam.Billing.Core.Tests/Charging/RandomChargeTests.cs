using CsCheck;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>
/// Runs batches and single charges in thousands of random rounds against an unreliable service. There is at most one
/// charge per reference, reported outcomes are correct, and an invoice is assigned only to the charge that created it.
/// </summary>
public sealed class RandomChargeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static int Rounds => TestSettings.RandomCases(1500);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ChargesAreMadeAtMostOnceAndReportedCorrectly() =>
        Sample(Rounds, listsImmediately: false, resendAfter: null);

    /// <summary>
    /// If the list is never late, a charge can be sent again after an interruption. In the end, each charge is made
    /// exactly once or its response was lost.
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
