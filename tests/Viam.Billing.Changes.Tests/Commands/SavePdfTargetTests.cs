using System.Management.Automation;
using System.Runtime.Versioning;
using Google.Protobuf;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Commands;

/// <summary>What is at the place where a PDF is to be saved.</summary>
public sealed class SavePdfTargetTests : CmdletTest
{
    private const string Pdf = "%PDF-1.7";
    private readonly TemporaryFolder _folder = new();

    private protected override void Prepare()
    {
        Connect("-OrganizationId " + SandboxOrganizations.Acme);
        Engine.Runspace.SessionStateProxy.SetVariable("folder", _folder.FullName);
        Server.Faults.Pdf = static (_, send) => send(ByteString.CopyFromUtf8(Pdf));
    }

    private protected override void CleanUp() => _folder.Dispose();

    // Not a device: as root, a failing test would replace it.
    [Theory]
    [InlineData("fifo.pdf")]
    [InlineData("link.pdf")]
    public void ForceReplacesOnlyRegularFiles(string name)
    {
        SkipOnWindows();
        SpecialFile.CreateFifo(PathOf("fifo.pdf"));
        File.CreateSymbolicLink(PathOf("link.pdf"), "fifo.pdf");

        var run = Run("Save-ViamInvoicePdf a $path -Force", ("path", PathOf(name)));

        AssertError(run.OnlyError, "FileNotSaved", ErrorCategory.WriteError, PathOf(name));
        Assert.Contains("is a FIFO", run.OnlyError.Exception.Message);
        Assert.Equal(0, CountRequests("GetInvoicePdf"));
        Assert.Equal(["fifo.pdf", "link.pdf"], _folder.Names.Order());
        Assert.Equal("fifo.pdf", new FileInfo(PathOf("link.pdf")).LinkTarget);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SymbolicLinkStaysAndItsTargetIsWritten(bool exists)
    {
        SkipOnWindows();
        var target = Path.Combine(Directory.CreateDirectory(PathOf("archive")).FullName, "real.pdf");
        if (exists)
        {
            File.WriteAllText(target, "old");
        }
        File.CreateSymbolicLink(PathOf("link.pdf"), Path.Combine("archive", "real.pdf"));

        var file = Assert.Single(Get<FileInfo>("Save-ViamInvoicePdf a \"$folder/link.pdf\" -Force -PassThru"));

        Assert.Equal(Path.Combine("archive", "real.pdf"), new FileInfo(PathOf("link.pdf")).LinkTarget);
        Assert.Equal(Pdf, File.ReadAllText(target));
        Assert.Equal(Pdf.Length, file.Length);
        Assert.Equal(
            ["archive", "link.pdf"],
            Directory.GetFileSystemEntries(_folder.FullName).Select(Path.GetFileName).Order()
        );
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.UserRead)]
    [UnsupportedOSPlatform("windows")]
    public void PermissionsOfAReplacedFileStay(UnixFileMode mode)
    {
        SkipOnWindows();
        File.WriteAllText(PathOf("a.pdf"), "old");
        File.SetUnixFileMode(PathOf("a.pdf"), mode);

        RunSuccessfully("Save-ViamInvoicePdf a $folder -Force");

        Assert.Equal((Pdf, mode), (File.ReadAllText(PathOf("a.pdf")), File.GetUnixFileMode(PathOf("a.pdf"))));
    }

    [Fact]
    public void ExistingFolderWithADotInItsNameIsAFolder()
    {
        Directory.CreateDirectory(PathOf("2026.11"));

        RunSuccessfully("Save-ViamInvoicePdf a, b \"$folder/2026.11\"");

        Assert.Equal(["a.pdf", "b.pdf"], Directory.GetFiles(PathOf("2026.11")).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-SkipExisting")]
    public void EmptyLeftoverIsReplaced(string parameters)
    {
        File.WriteAllText(PathOf("a.pdf"), "");

        RunSuccessfully($"Save-ViamInvoicePdf a $folder {parameters}");

        Assert.Equal(Pdf, File.ReadAllText(PathOf("a.pdf")));
    }

    [Fact]
    public void TwoLinksToOneFileAreOneFile()
    {
        SkipOnWindows();
        File.CreateSymbolicLink(PathOf("a.pdf"), "real");
        File.CreateSymbolicLink(PathOf("b.pdf"), "real");

        var run = Run("'a', 'b' | Save-ViamInvoicePdf -Path $folder -Force");

        AssertError(run.OnlyError, "FileTaken", ErrorCategory.InvalidArgument, "b");
        Assert.Equal(1, CountRequests("GetInvoicePdf"));
    }

    /// <summary>The views of files show members that PowerShell's provider adds.</summary>
    [Fact]
    public void SavedFileHasTheMembersOfGetItem()
    {
        var file = Assert.Single(RunSuccessfully("Save-ViamInvoicePdf a $folder -PassThru"));

        Assert.Equal("FileSystem", Property<ProviderInfo>(file, "PSProvider").Name);
        Assert.EndsWith(PathOf("a.pdf"), Property<string>(file, "PSPath"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.NotNull(file.Properties["UnixStat"].Value);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "For POSIX file systems.");
}
