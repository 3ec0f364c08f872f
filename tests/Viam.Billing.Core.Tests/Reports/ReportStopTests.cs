using System.Collections;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Reports;
using Viam.Billing.Reports.Page;

namespace Viam.Billing.Core.Tests.Reports;

/// <summary>A report that is stopped isn't composed to its end.</summary>
public sealed class ReportStopTests
{
    [Fact]
    public void ReportIsStoppedBeforeItsFirstSection()
    {
        var organizations = new StoppingList(SampleReport.Typical.Organizations, stop: null);

        Assert.Throws<OperationCanceledException>(() =>
            HtmlReport.Write(
                SampleReport.Typical with
                {
                    Organizations = organizations,
                },
                new CancellationToken(canceled: true)
            )
        );
    }

    [Fact]
    public void ReportIsStoppedBetweenSections()
    {
        using var stop = new CancellationTokenSource();
        var organizations = new StoppingList(SampleReport.Typical.Organizations, stop);

        Assert.Throws<OperationCanceledException>(() =>
            HtmlReport.Write(SampleReport.Typical with { Organizations = organizations }, stop.Token)
        );
    }

    /// <summary>Stops the report as soon as something reads the organizations.</summary>
    private sealed class StoppingList(IReadOnlyList<ReportOrganization> list, CancellationTokenSource? stop)
        : IReadOnlyList<ReportOrganization>
    {
        public int Count => list.Count;

        public ReportOrganization this[int index] => list[index];

        public IEnumerator<ReportOrganization> GetEnumerator()
        {
            stop?.Cancel();
            return list.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
