using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Viam.Billing.Tests.Support.Engine;

/// <summary>A host that records what is shown and answers prompts.</summary>
internal sealed class FakePSHost : PSHost
{
    private readonly Recording _recording = new();
    private readonly Screen _screen;

    public FakePSHost() => _screen = new Screen { Recording = _recording };

    /// <summary>The prompts so far.</summary>
    public IReadOnlyList<string> Prompts => _recording.Prompts;

    /// <summary>The text written to the host, including warnings.</summary>
    public IReadOnlyList<string> WrittenLines => _recording.WrittenLines;

    /// <summary>The progress records written to the host.</summary>
    public IReadOnlyCollection<ProgressRecord> Progress => _recording.Progress;

    /// <summary>The label of the choice for all prompts, such as Yes or No to All.</summary>
    public string Choice
    {
        set => _recording.Choice = value;
    }

    /// <summary>Runs while a prompt is open.</summary>
    public Action? Asked
    {
        set => _recording.Asked = value;
    }

    public override string Name => "test";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => _screen;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }

    public override void SetShouldExit(int exitCode) { }

    /// <summary>Records in another host, and answers prompts as that one does.</summary>
    public void ForwardTo(FakePSHost other) => _screen.Recording = other._recording;

    private sealed class Recording
    {
        private readonly List<string> _shown = [];

        public List<string> Prompts { get; } = [];

        public ConcurrentQueue<ProgressRecord> Progress { get; } = new();

        public IReadOnlyList<string> WrittenLines
        {
            get
            {
                lock (_shown)
                {
                    return [.. _shown];
                }
            }
        }

        public string Choice { get; set; } = "";

        public Action? Asked { get; set; }

        public void Write(string text)
        {
            lock (_shown)
            {
                _shown.Add(text);
            }
        }
    }

    private sealed class Screen : PSHostUserInterface
    {
        public required Recording Recording { get; set; }

        public override PSHostRawUserInterface RawUI => null!;

        public override int PromptForChoice(
            string caption,
            string message,
            Collection<ChoiceDescription> choices,
            int defaultChoice
        )
        {
            Recording.Prompts.Add(message);
            Recording.Asked?.Invoke();
            return choices
                .Select(choice => choice.Label.Replace("&", "", StringComparison.Ordinal))
                .ToList()
                .IndexOf(Recording.Choice);
        }

        public override Dictionary<string, PSObject> Prompt(
            string caption,
            string message,
            Collection<FieldDescription> descriptions
        ) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption,
            string message,
            string userName,
            string targetName
        ) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption,
            string message,
            string userName,
            string targetName,
            PSCredentialTypes allowedCredentialTypes,
            PSCredentialUIOptions options
        ) => throw new NotSupportedException();

        public override string ReadLine() => throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override void Write(string value) => Show(value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
            Show(value);

        public override void WriteLine(string value) => Show(value);

        public override void WriteErrorLine(string value) => Show(value);

        public override void WriteDebugLine(string message) => Show(message);

        public override void WriteProgress(long sourceId, ProgressRecord record) => Recording.Progress.Enqueue(record);

        public override void WriteVerboseLine(string message) => Show(message);

        public override void WriteWarningLine(string message) => Show(message);

        private void Show(string text) => Recording.Write(text);
    }
}
