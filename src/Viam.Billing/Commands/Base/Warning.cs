namespace Viam.Billing.Commands;

/// <summary>Among the results of work beside the pipeline: words for its warning stream.</summary>
internal sealed record Warning(string Text);
