namespace Viam.Billing.Sandbox.State;

/// <summary>What an invoice's PDF itemizes.</summary>
/// <param name="Amount">US dollars.</param>
internal sealed record InvoiceLine(string Text, decimal Amount);
