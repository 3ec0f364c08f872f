using System.Management.Automation;
using Viam.Billing.Contract;

namespace Viam.Billing.Tests.Commands;

/// <summary>Paths and names of saved PDFs.</summary>
public sealed class SavePdfPathTests : SavePdfTest
{
    [Fact]
    public void FileIsNamedByIdWhenDateIsMissing()
    {
        RunSuccessfully("'inv-1', 'inv-2' | Save-ViamInvoicePdf -Path $folder");

        AssertFiles(("inv-1.pdf", PdfOf("inv-1")), ("inv-2.pdf", PdfOf("inv-2")));
    }

    [Fact]
    public void PathCanSpecifyFileName()
    {
        RunSuccessfully("Save-ViamInvoicePdf inv-1 \"$folder/march.pdf\"");

        AssertFiles(("march.pdf", PdfOf("inv-1")));
    }

    /// <summary>Most file systems limit file names to 255 bytes.</summary>
    [Theory]
    [InlineData('x', 251)]
    [InlineData('\u8acb', 83)]
    public void FileNameCanHaveMaximumLength(char letter, int count)
    {
        var name = new string(letter, count) + ".pdf";

        RunSuccessfully("Save-ViamInvoicePdf inv-1 \"$folder/$name\"", ("name", name));

        AssertFiles((name, PdfOf("inv-1")));
    }

    [Theory]
    [InlineData("Save-ViamInvoicePdf inv-1")]
    [InlineData("Save-ViamInvoicePdf inv-1 ./inv-1.pdf")]
    [InlineData("Save-ViamInvoicePdf inv-1 ../invoices")]
    [InlineData("Save-ViamInvoicePdf inv-1 ../inv*")]
    [InlineData("Save-ViamInvoicePdf inv-1 Bills:/")]
    [InlineData("Save-ViamInvoicePdf inv-1 Bills:/inv-1.pdf")]
    [InlineData("Save-ViamInvoicePdf inv-1 -LiteralPath .")]
    public void RelativePathsAndPowerShellDrivesAreResolved(string script)
    {
        var state = Engine.Runspace.SessionStateProxy;
        state.Drive.New(
            new PSDriveInfo("Bills", state.Provider.GetOne("FileSystem"), _folder.FullName, "", null),
            "Global"
        );
        state.Path.SetLocation(_folder.FullName);

        RunSuccessfully(script);

        AssertFiles(("inv-1.pdf", PdfOf("inv-1")));
    }

    [Fact]
    public void UnsafeInvoiceIdsAreSavedInsideFolderUnderUniqueNames()
    {
        string[] ids =
        [
            "../../x",
            "..",
            ".",
            "a/b",
            "a\\b",
            "a_b",
            "a b",
            "a:b",
            "/etc/passwd",
            "C:\\x",
            "CON",
            "con.txt",
            "nul",
            "ä",
            "trailing.",
            ".hidden",
            new string('x', 250),
            new string('x', 251),
            "line\nbreak",
            "*",
            "?",
            "-Force",
        ];

        RunSuccessfully("Save-ViamInvoicePdf -InvoiceId $ids -Path $folder -InvoiceDate 2025-02-01", ("ids", ids));

        Assert.Equal([_folder.FullName], _outer.GetFileSystemInfos().Select(entry => entry.FullName));
        Assert.Equal(ids.Order(), Requests<GetInvoicePdfRequest>().Select(request => request.Id).Order());
        var files = _folder.GetFileSystemInfos();
        Assert.Equal(
            ids.Select(id => Convert.ToHexString(PdfOf(id))).Order(),
            files.Select(file => Convert.ToHexString(File.ReadAllBytes(file.FullName))).Order()
        );
        Assert.Equal(ids.Length, files.Select(file => file.Name.ToUpperInvariant()).Distinct().Count());
        Assert.All(files, file => Assert.Matches(@"^2025-02-01_[A-Za-z0-9_-][A-Za-z0-9._-]{0,180}\.pdf$", file.Name));
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("LPT1")]
    [InlineData("..")]
    public void ReservedFileNameIsPrefixedWithUnderscore(string id)
    {
        RunSuccessfully("Save-ViamInvoicePdf $id $folder", ("id", id));

        Assert.Matches("^_", Assert.Single(_folder.GetFiles()).Name);
    }

    [Fact]
    public void LiteralPathCanContainBrackets()
    {
        var brackets = _folder.CreateSubdirectory("[2025] March");

        RunSuccessfully("Save-ViamInvoicePdf inv-1 -LiteralPath $path", ("path", brackets.FullName));

        Assert.Equal(PdfOf("inv-1"), File.ReadAllBytes(Path.Combine(brackets.FullName, "inv-1.pdf")));
    }
}
