namespace Viam.Billing.Usage;

/// <summary>A budget or threshold is out of range, or isn't a number.</summary>
internal sealed class BudgetRuleException(string message) : Exception(message);
