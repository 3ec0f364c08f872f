namespace Viam.Billing.Completion;

/// <summary>Completes invoice IDs of the organization of the command.</summary>
public sealed class InvoiceCompleter : InvoiceCompleterBase;
