using System.Runtime.ExceptionServices;

namespace Viam.Billing.Text;

/// <summary>
/// The one gate for text that did not originate in this module: messages of the service, of .NET, of a proxy. It
/// passes this gate before it
/// enters an error, a log line, or a file.
/// </summary>
internal static class ForeignText
{
    /// <summary>
    /// Removes secrets and credentials, and makes control, direction, and invisible characters visible.
    /// </summary>
    /// <param name="secrets">Secrets that are known to the caller, in addition to those that can be recognized.</param>
    public static string Clean(string text, params ReadOnlySpan<string?> secrets) =>
        VisibleText.From(Redaction.Apply(text, secrets));

    /// <summary>
    /// An exception whose messages, and those of its inner exceptions, have passed the gate: the same exception where
    /// they need no change,
    /// else a copy that has the same type where that can be made from a message.
    /// </summary>
    public static Exception? Clean(Exception? exception, params ReadOnlySpan<string?> secrets)
    {
        if (exception is null || IsClean(exception, secrets))
        {
            return exception;
        }
        var inner = Clean(exception.InnerException, secrets);
        var copy = Copy(exception, Clean(exception.Message, secrets), inner);
        if (exception.StackTrace is { } stackTrace)
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(copy, stackTrace);
        }
        return copy;
    }

    private static Exception Copy(Exception exception, string message, Exception? inner)
    {
        if (exception is ICleanableException cleanable)
        {
            return cleanable.With(message, inner);
        }
        if (exception is HttpRequestException http)
        {
            return new HttpRequestException(http.HttpRequestError, message, inner, http.StatusCode);
        }
        var type = exception.GetType();
        if (type.Assembly == typeof(ForeignText).Assembly)
        {
            // Its constructors may take something else than a message.
            return new IOException(message, inner);
        }
        var constructor = type.GetConstructor([typeof(string), typeof(Exception)]);
        return constructor?.Invoke([message, inner]) as Exception ?? new IOException($"{type.Name}: {message}", inner);
    }

    private static bool IsClean(Exception exception, ReadOnlySpan<string?> secrets)
    {
        // An exception of several, and one with data, is not searched: its message and first cause are what is shown.
        if (exception is AggregateException { InnerExceptions.Count: > 1 } || exception.Data.Count > 0)
        {
            return false;
        }
        if (exception.InnerException is { } inner && !IsClean(inner, secrets))
        {
            return false;
        }
        // An exception's own text can be more than its message, such as the name of a file. The lines of a stack
        // trace are its own.
        var all = exception.ToString().Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ');
        return Clean(exception.Message, secrets) == exception.Message && Clean(all, secrets) == all;
    }
}
