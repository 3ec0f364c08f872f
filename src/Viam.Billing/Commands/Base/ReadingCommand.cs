using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Files;
using Viam.Billing.Parameters;
using Viam.Billing.Reports.Reading;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The base class of cmdlets that read usage and invoices of organizations, and save them to one file. Failures are
/// reported after the file is saved.
/// </summary>
public abstract class ReadingCommand : UsageCommand
{
    private readonly List<OrganizationReading> _readings = [];
    private string? _file;

    private protected ReadingCommand() { }

    /// <summary>The path of the file. An existing file is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// The organizations, by ID or name. They come after the path, because they usually come from the pipeline.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganizationId", "OrgId", "OrganizationName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>]
    public override OrganizationIdentity[]? Organization { get; set; }

    /// <summary>Returns the file that was saved.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The time at which reading started. UTC.</summary>
    private protected DateTime ReadAt { get; private set; }

    /// <summary>The description of the action, for -WhatIf.</summary>
    private protected abstract string Action { get; }

    /// <summary>True if only the amount and the forecast are needed of each organization's usage.</summary>
    private protected virtual bool IsSummary => false;

    /// <summary>The content of the file. Runs on another thread until it is stopped.</summary>
    private protected abstract ReadOnlyMemory<byte> Format(
        IReadOnlyList<OrganizationReading> readings,
        CancellationToken stop
    );

    private protected override Task BeginAsync()
    {
        var file = OutputLocation.ResolveFile(this, Path);
        if (!OutputLocation.HasFileExtension(file))
        {
            // Probably an organization, in the place of the path.
            ThrowTerminatingError(ErrorRecords.FileExtensionRequired(Path));
        }
        if (Pipeline.ShouldProcess(file, Action))
        {
            _file = file;
        }
        ReadAt = DateTime.UtcNow;
        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync()
    {
        if (_file is null)
        {
            return Task.CompletedTask;
        }
        var reader = new OrganizationReader(ReadAt, IsSummary);
        return RequestEachAsync(
            async (service, organizationId, usage, folder, call) =>
                await reader.ReadAsync(service, organizationId, usage, folder, call).ConfigureAwait(false)
        );
    }

    /// <summary>Collected for the file, instead of being written to the pipeline.</summary>
    private protected override void WriteResult(object item) => _readings.Add((OrganizationReading)item);

    private protected override async Task EndAsync()
    {
        await base.EndAsync();
        if (_file is null)
        {
            return;
        }
        if (_readings.Count == 0)
        {
            Pipeline.WriteWarning($"There is no organization to report on, so '{Path}' wasn't written.");
            return;
        }
        await FileSaving.SaveAsync(
            this,
            async () =>
            {
                // Not on this thread, so that a stopped pipeline doesn't wait for it.
                var content = await Task.Run(() => Format(_readings, StopToken), StopToken).WaitAsync(StopToken);
                await AtomicFile.WriteAllBytesAsync(_file, content, StopToken);
            }
        );
        if (PassThru)
        {
            // The length of a symbolic link isn't that of the file.
            Pipeline.WriteObject(FileItem.From(new FileInfo(OutputLocation.Resolve(_file)), InvokeProvider));
        }
        WriteFailures();
    }

    /// <summary>Called last, so that an error preference of Stop doesn't lose the file.</summary>
    private void WriteFailures()
    {
        foreach (var (reading, failure) in _readings.SelectMany(static reading => reading.Failures, ValueTuple.Create))
        {
            if (ErrorRecords.TryFromRead(failure.Exception, reading.OrganizationId) is not { } error)
            {
                ExceptionDispatchInfo.Throw(failure.Exception);
                return;
            }
            Pipeline.WriteError(error);
        }
    }
}
