namespace Viam.Billing.Sandbox.State;

/// <summary>A line item in the PDF of an invoice.</summary>
/// <param name="Amount">US dollars.</param>
internal sealed record InvoiceLine(string Text, decimal Amount);
