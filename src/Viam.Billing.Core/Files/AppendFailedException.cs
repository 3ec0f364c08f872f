namespace Viam.Billing.Files;

/// <summary>A line couldn't be added to a file.</summary>
internal sealed class AppendFailedException(string path, Exception cause)
    : Exception($"The file '{path}' couldn't be written: {cause.Message}", cause);
