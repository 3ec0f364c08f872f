namespace Viam.Billing.Parameters;

/// <summary>Converts values to <see cref="UsageInput"/>.</summary>
internal sealed class UsageInputConverter() : InputConverter(UsageInput.From);
