using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>The file names of invoices.</summary>
public sealed class SafeFileNameTests
{
    [Theory]
    [InlineData("inv-1_a.B2", "inv-1_a.B2")]
    [InlineData("a/../b", "a_.._b-900ea8b7")]
    [InlineData("é", "_-4a99557e")]
    [InlineData(".hidden.", "hidden-348b7a80")]
    [InlineData("", "_-e3b0c442")]
    [InlineData("...", "_-ab5df625")]
    [InlineData("con", "_con-1143da2b")]
    [InlineData("COM0.x.y", "_COM0.x.y-46078aec")]
    [InlineData("lpt9", "_lpt9-06f4d3cd")]
    [InlineData("PRN", "_PRN-5c31b1c1")]
    [InlineData("AUX", "_AUX-1898ed91")]
    [InlineData("nul.txt", "_nul.txt-7f3cbdd5")]
    [InlineData("CONSOLE", "CONSOLE")]
    [InlineData("COM", "COM")]
    public void NameIsValidInEveryFileSystem(string invoiceId, string name) =>
        Assert.Equal(name + ".pdf", SafeFileName.ForInvoice(invoiceId, invoiceDate: null));

    [Fact]
    public void NameBeginsWithTheDate() =>
        Assert.Equal("2026-03-09_inv-1.pdf", SafeFileName.ForInvoice("inv-1", new DateTime(2026, 3, 9)));

    [Theory]
    [InlineData(150, 150)]
    [InlineData(151, 150 + 9)]
    [InlineData(10_000, 150 + 9)]
    public void NameIsCutAtALimit(int length, int expected)
    {
        var name = SafeFileName.ForInvoice(new string('a', length), invoiceDate: null);

        Assert.Equal(expected + ".pdf".Length, name.Length);
    }

    [Fact]
    public void DifferentIdsHaveDifferentNames() =>
        Assert.NotEqual(SafeFileName.ForInvoice("a/b", null), SafeFileName.ForInvoice("a?b", null));
}
