using System.Globalization;

namespace Viam.Billing.Benchmarks;

/// <summary>Retained and peak memory, which BenchmarkDotNet doesn't measure.</summary>
internal static class Memory
{
    private const double Megabyte = 1024 * 1024;

    /// <param name="megabytes">The size of the PDF.</param>
    /// <param name="organizations">The number of piped organizations.</param>
    public static void Measure(int megabytes, int organizations)
    {
        using var client = new Client(Invoices.Organization(1, number: organizations));
        var folder = Directory.CreateTempSubdirectory("viam-billing-benchmarks-").FullName;
        try
        {
            void Save(long bytes) =>
                client.Run(
                    "Save-ViamInvoicePdf -InvoiceId $id -OrganizationId $organization -Path $folder -Force",
                    ("id", bytes.ToString(CultureInfo.InvariantCulture)),
                    ("organization", Invoices.Organization(1)),
                    ("folder", folder)
                );
            Save(1);
            var start = Resident();
            var most = start;
            using (new Timer(_ => most = Math.Max(most, Resident()), null, 0, 10))
            {
                Save(megabytes * 1024L * 1024);
            }

            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"PDF of {megabytes} MB: resident memory at most {(most - start) / Megabyte:0.0} MB "
                        + $"above the start ({start / Megabyte:0.0} MB)"
                )
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        var rows = 0;
        var step = Math.Max(1, organizations / 5);
        var heap = new List<string>();
        string[] ids = [.. Enumerable.Range(0, organizations).Select(number => Invoices.Organization(1, 0, number))];
        Action<object> take = _ =>
        {
            if (++rows % step == 0)
            {
                heap.Add(
                    (GC.GetTotalMemory(forceFullCollection: true) / Megabyte).ToString(
                        "0.0",
                        CultureInfo.InvariantCulture
                    )
                );
            }
        };
        client.Run(
            "$ids | Get-ViamInvoice -ThrottleLimit 32 | ForEach-Object { $take.Invoke($_) }",
            ("ids", ids),
            ("take", take)
        );
        Console.WriteLine(
            FormattableString.Invariant(
                $"{organizations} organizations: live heap after each {step}, in MB: {string.Join(", ", heap)}"
            )
        );
    }

    private static long Resident()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
