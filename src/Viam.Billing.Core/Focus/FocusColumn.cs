namespace Viam.Billing.Focus;

/// <summary>A column of a FOCUS file.</summary>
/// <param name="name">The name of the column and of the property.</param>
/// <param name="isNullable">Whether rows may have no value.</param>
internal abstract class FocusColumn(string name, FocusColumnType type, bool isNullable)
{
    public string Name { get; } = name;

    public FocusColumnType Type { get; } = type;

    public bool IsNullable { get; } = isNullable;
}

/// <inheritdoc/>
/// <typeparam name="T">
/// A string, decimal, DateTime in UTC, or bool, according to the type, so that values are written without boxing.
/// </typeparam>
internal sealed class FocusColumn<T>(string name, FocusColumnType type, bool isNullable, Func<FocusRow, T> value)
    : FocusColumn(name, type, isNullable)
{
    /// <summary>Returns the value of a row.</summary>
    public Func<FocusRow, T> Value { get; } = value;
}
