using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of Save-ViamInvoicePdf, with a temporary folder.</summary>
public abstract class SavePdfTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;
    private protected const string SaveOne = "Save-ViamInvoicePdf inv-1 $folder";

    private protected DirectoryInfo _outer = null!;

    private protected DirectoryInfo _folder = null!;

    private protected override void Prepare()
    {
        Connect("-OrganizationId " + Acme);
        // A folder inside the test's temporary folder, so that files written outside of it are detected.
        _outer = Directory.CreateTempSubdirectory("viam-billing-tests-");
        _folder = _outer.CreateSubdirectory("invoices");
        Engine.Runspace.SessionStateProxy.SetVariable("folder", _folder.FullName);
        Serve(async (request, send, _) => await SendAsync(send, PdfOf(request.Id)));
    }

    private protected override void CleanUp() => _outer.Delete(recursive: true);

    private protected void Serve(Func<GetInvoicePdfRequest, Func<ByteString, Task>, ServerCallContext, Task> answer) =>
        Server.Faults.Pdf = (context, send) => answer((GetInvoicePdfRequest)Faults.RequestOf(context), send, context);

    private protected static async Task SendAsync(Func<ByteString, Task> send, byte[] pdf)
    {
        int[] sizes = [1, 0, 2, 4096, 7];
        for (var (at, i) = (0, 0); at < pdf.Length; at += sizes[i++ % sizes.Length])
        {
            await send(Part(pdf.AsSpan(at, Math.Min(sizes[i % sizes.Length], pdf.Length - at)).ToArray()));
        }
    }

    private protected static ByteString Part(byte[] bytes) => ByteString.CopyFrom(bytes);

    /// <summary>The content that represents an invoice's PDF: different for each ID and always the same.</summary>
    private protected static byte[] PdfOf(string id)
    {
        var pdf = new byte[20_000];
        new Random(id.Aggregate(17, (hash, c) => unchecked((hash * 31) + c))).NextBytes(pdf);
        "%PDF-1.7\n"u8.CopyTo(pdf);
        return pdf;
    }

    private protected void Write(string name, string content) =>
        File.WriteAllText(Path.Combine(_folder.FullName, name), content);

    private protected void AssertFiles(params (string Name, byte[] Content)[] expected)
    {
        Assert.Equal(
            expected.Select(file => file.Name).Order(),
            _folder.GetFileSystemInfos().Select(file => file.Name).Order()
        );
        Assert.All(
            expected,
            file => Assert.Equal(file.Content, File.ReadAllBytes(Path.Combine(_folder.FullName, file.Name)))
        );
    }

    private protected void AssertNothingSentAndNothingSaved()
    {
        Assert.Equal(0, CountRequests("GetInvoicePdf"));
        AssertFiles();
    }
}
