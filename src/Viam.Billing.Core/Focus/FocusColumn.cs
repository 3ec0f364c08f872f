namespace Viam.Billing.Focus;

/// <summary>A column of a FOCUS file.</summary>
/// <param name="Name">Also the name of the property.</param>
/// <param name="IsNullable">A row may have no value.</param>
/// <param name="Value">A string, decimal, DateTime in UTC, or bool, as the type says, or null.</param>
internal sealed record FocusColumn(string Name, FocusColumnType Type, bool IsNullable, Func<FocusRow, object?> Value);
