namespace Viam.Billing.Focus;

/// <summary>The types of the specification, and Boolean for columns of our own.</summary>
internal enum FocusColumnType
{
    String,
    Decimal,
    DateTime,
    Boolean,
}
