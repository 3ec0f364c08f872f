namespace Viam.Billing.Parameters;

/// <summary>Converts values to <see cref="InvoiceInput"/>.</summary>
internal sealed class InvoiceInputConverter() : InputConverter(InvoiceInput.From);
