namespace Viam.Billing.Focus;

/// <summary>The column types of the specification, and Boolean for this module's own columns.</summary>
internal enum FocusColumnType
{
    String,
    Decimal,
    DateTime,
    Boolean,
}
