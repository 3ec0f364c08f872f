using System.Diagnostics;
using System.Globalization;

namespace Viam.Billing.Benchmarks;

/// <summary>Whole processes, from start to exit: the startup time of an interactive session or a script.</summary>
internal static class StartUp
{
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <param name="runs">The number of runs of each command. Commands alternate, so that slowdowns affect all.</param>
    /// <param name="peers">Commands of other clients, with placeholders {uri}, {authority}, and {organization}.</param>
    public static void Measure(int runs, params string[] peers)
    {
        using var server = BenchmarkServer.Start();
        string[] arguments = [Built.PowerShell, "-NoProfile", "-NonInteractive", "-Command"];
        var organization = Invoices.Organization(12);
        var read =
            $"Import-Module '{Built.Module}'; "
            + $"{Client.ConnectTo(server.Address, Invoices.Organization(12, number: 3))}; "
            + $"Get-ViamInvoice {organization}";
        var bare =
            $"Import-Module '{Built.BareStub}'; Get-BareInvoice -Uri {server.Address} -OrganizationId "
            + $"{organization} -Libraries '{string.Join("', '", Built.GrpcFolders)}'";
        (string Name, string Command)[] own =
        [
            ("nothing", "1"),
            ("import an empty module", $"Import-Module '{Built.EmptyModule}'"),
            ("import Viam.Billing", $"Import-Module '{Built.Module}'"),
            ("12 invoices by a bare stub", bare),
            ("import, connect, 12 invoices", read),
        ];
        (string Name, string Program, string[] Arguments)[] cases =
        [
            .. own.Select(one => (one.Name, Dotnet, (string[])[.. arguments, one.Command])),
            .. peers.Select(peer =>
                (
                    peer,
                    peer.Split(' ')[0],
                    peer.Split(' ')[1..]
                        .Select(argument =>
                            argument
                                .Replace("{uri}", server.Address.ToString(), StringComparison.Ordinal)
                                .Replace("{authority}", server.Address.Authority, StringComparison.Ordinal)
                                .Replace("{organization}", organization, StringComparison.Ordinal)
                        )
                        .ToArray()
                )
            ),
        ];
        var times = cases.ToDictionary(one => one.Name, _ => new List<double>());
        for (var run = -1; run < runs; run++)
        {
            foreach (var (name, program, words) in cases)
            {
                var took = Run(program, words);
                // The first run of each command only loads the files into memory.
                if (run >= 0)
                {
                    times[name].Add(took);
                }
            }
        }
        var medians = cases
            .Select(one =>
                (one.Name, Median: Median(times[one.Name]), Least: times[one.Name].Min(), Most: times[one.Name].Max())
            )
            .ToArray();
        Console.WriteLine(FormattableString.Invariant($"PowerShell, {runs} runs each, milliseconds"));
        foreach (var (name, median, least, most) in medians)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -30} median {median, 6:0.0}, least {least, 6:0.0}, most {most, 6:0.0}, above "
                        + $"nothing {median - medians[0].Median, 6:0.0}"
                )
            );
        }
        Console.WriteLine(
            FormattableString.Invariant(
                $"Import-Module above an empty module: {medians[2].Median - medians[1].Median:0.0} ms"
            )
        );
        Console.WriteLine(
            FormattableString.Invariant(
                $"12 invoices, compared with a bare stub: {medians[4].Median / medians[3].Median:0.00} times"
            )
        );
    }

    private static double Run(string program, string[] arguments)
    {
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(error.Result);
        }

        return took;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
