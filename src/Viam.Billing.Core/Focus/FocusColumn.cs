namespace Viam.Billing.Focus;

/// <summary>A column of a FOCUS file.</summary>
/// <param name="Name">The name of the column and of the property.</param>
/// <param name="IsNullable">Whether rows may have no value.</param>
/// <param name="Value">Returns a string, decimal, DateTime in UTC, or bool, according to the type, or null.</param>
internal sealed record FocusColumn(string Name, FocusColumnType Type, bool IsNullable, Func<FocusRow, object?> Value);
