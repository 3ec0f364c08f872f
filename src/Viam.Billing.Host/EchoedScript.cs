using System.Management.Automation.Language;

namespace Viam.Billing.Host;

/// <summary>Runs a script as if somebody typed it: each statement is shown, under the comments that stand above it, and then what it prints.</summary>
internal sealed class EchoedScript(ScriptRunner runner, ConsoleHost host)
{
    /// <summary>Goes from statement to statement until one fails.</summary>
    public void Run(string path)
    {
        ScriptBlockAst script = Parser.ParseFile(path, out Token[] tokens, out ParseError[] errors);
        if (errors.Length > 0 || script.EndBlock is null)
        {
            runner.RunFile(path, []); // and so reports what is wrong with it
            return;
        }

        int shown = 0;
        foreach (StatementAst statement in script.EndBlock.Statements)
        {
            foreach (Token comment in tokens.Where(token => token.Kind == TokenKind.Comment && token.Extent.StartOffset >= shown))
            {
                if (comment.Extent.StartOffset > statement.Extent.StartOffset)
                    break;

                host.UI.WriteLine(ConsoleColor.DarkGray, host.UI.RawUI.BackgroundColor, comment.Text);
            }

            host.UI.WriteLine($"PS> {statement.Extent.Text}");
            shown = statement.Extent.EndOffset;
            if (!runner.RunText(statement.Extent.Text) || host.RequestedExitCode is not null)
                return;
        }
    }
}
