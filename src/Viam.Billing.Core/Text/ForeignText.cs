using System.Runtime.ExceptionServices;

namespace Viam.Billing.Text;

/// <summary>
/// Cleans text that did not originate in this module, such as messages of the service, .NET, and proxies. All such text
/// passes this class before it is used in an error, a log line, or a file.
/// </summary>
internal static class ForeignText
{
    /// <summary>The number of characters of a message, which can contain several excerpts, such as names.</summary>
    private const int LongestMessage = 3000;

    /// <summary>
    /// Removes secrets and credentials, and replaces control, direction, and invisible characters by visible ones.
    /// </summary>
    /// <param name="secrets">Known secrets, in addition to those that can be recognized.</param>
    public static string Clean(string text, params ReadOnlySpan<string?> secrets) =>
        VisibleText.From(Redaction.Apply(text, secrets));

    /// <summary>
    /// Returns an exception whose messages, and those of its inner exceptions, are cleaned: the same exception if no
    /// change is needed, or else a copy, of the same type if that can be created from a message.
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

    /// <summary>
    /// Returns an exception for display, whose messages are cleaned and not endless. A text that the message contains,
    /// such as a name, is replaced by its beginning if it is long.
    /// </summary>
    public static Exception ForDisplay(Exception exception, string? quoted)
    {
        var clean = Clean(exception)!;
        var message =
            quoted?.Length > VisibleText.ExcerptLength
                ? clean.Message.Replace(Clean(quoted), Excerpt(quoted), StringComparison.Ordinal)
                : clean.Message;
        message = VisibleText.Shorten(message, LongestMessage);
        return message == clean.Message ? clean : Copy(clean, message, clean.InnerException);
    }

    /// <summary>Returns a cleaned text for display that isn't endless.</summary>
    public static string ForDisplay(string text) => VisibleText.Shorten(Clean(text), LongestMessage);

    /// <summary>The beginning of a cleaned text, for a message.</summary>
    public static string Excerpt(string text) => VisibleText.Shorten(Clean(text), VisibleText.ExcerptLength);

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
            // The constructors may have parameters other than a message.
            return new IOException(message, inner);
        }
        var constructor = type.GetConstructor([typeof(string), typeof(Exception)]);
        return constructor?.Invoke([message, inner]) as Exception ?? new IOException($"{type.Name}: {message}", inner);
    }

    private static bool IsClean(Exception exception, ReadOnlySpan<string?> secrets)
    {
        // An exception with several inner exceptions or with data is always copied, so that only its message and first
        // inner exception remain.
        if (exception is AggregateException { InnerExceptions.Count: > 1 } || exception.Data.Count > 0)
        {
            return false;
        }
        if (exception.InnerException is { } inner && !IsClean(inner, secrets))
        {
            return false;
        }
        // The text of an exception can contain more than its message, such as a file name. The line breaks and tabs
        // belong to the stack trace.
        var all = exception.ToString().Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ');
        return Clean(exception.Message, secrets) == exception.Message && Clean(all, secrets) == all;
    }
}
