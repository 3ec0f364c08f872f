using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Viam.Billing.Tests.Support.Engine;

/// <summary>A host with a person before it, who reads what is shown and answers what is asked.</summary>
internal sealed class FakePSHost : PSHost
{
    private readonly Screen _screen = new();

    /// <summary>The questions so far, as they are put.</summary>
    public IReadOnlyList<string> Questions => _screen.Questions;

    /// <summary>What was written for the person to read, warnings too.</summary>
    public IReadOnlyList<string> Shown => _screen.Shown;

    /// <summary>What the progress display showed.</summary>
    public IReadOnlyCollection<ProgressRecord> Progress => _screen.Progress;

    /// <summary>The label of the answer to all questions, such as Yes or No to All.</summary>
    public string Answer
    {
        set => _screen.Answer = value;
    }

    public override string Name => "test";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => _screen;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    private sealed class Screen : PSHostUserInterface
    {
        private readonly List<string> _shown = [];

        public List<string> Questions { get; } = [];

        public ConcurrentQueue<ProgressRecord> Progress { get; } = new();

        public IReadOnlyList<string> Shown
        {
            get
            {
                lock (_shown) return [.. _shown];
            }
        }

        public string Answer { get; set; } = "";

        public override PSHostRawUserInterface RawUI => null!;

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Add(message);
            return choices.Select(choice => choice.Label.Replace("&", "", StringComparison.Ordinal)).ToList().IndexOf(Answer);
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
            throw new NotSupportedException();

        public override string ReadLine() => throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override void Write(string value) => Show(value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Show(value);

        public override void WriteLine(string value) => Show(value);

        public override void WriteErrorLine(string value) => Show(value);

        public override void WriteDebugLine(string message) => Show(message);

        public override void WriteProgress(long sourceId, ProgressRecord record) => Progress.Enqueue(record);

        public override void WriteVerboseLine(string message) => Show(message);

        public override void WriteWarningLine(string message) => Show(message);

        private void Show(string text)
        {
            lock (_shown) _shown.Add(text);
        }
    }
}
