using System.Management.Automation;

namespace Viam.Billing.Errors;

/// <summary>Rows from the pipeline, such as those of a file.</summary>
internal static partial class ErrorRecords
{
    /// <param name="header">The name of the only column.</param>
    /// <param name="name">The name of the separator, in the plural.</param>
    /// <param name="argument">The separator as an argument of Import-Csv.</param>
    public static ErrorRecord DelimiterMismatch(string header, string name, string argument, object row) =>
        Record(
            new ArgumentException(
                $"The file seems to be separated by {name}, not by commas: its rows have only one column, '{header}'. "
                    + $"Read the file with Import-Csv -Delimiter {argument}. No request was sent for its rows."
            ),
            "DelimiterMismatch",
            ErrorCategory.InvalidData,
            row,
            $"Use Import-Csv <path> -Delimiter {argument}. Amounts must have a decimal point in every culture."
        );

    /// <summary>A value that PowerShell's binder would reject, with the ID of its error.</summary>
    /// <param name="problem">The reason why the value isn't an amount, as a sentence.</param>
    public static ErrorRecord AmountNotConverted(string parameter, string problem, object? target) =>
        Record(
            new ArgumentException($"The value of {parameter} isn't valid. {problem}"),
            "ParameterArgumentTransformationError",
            ErrorCategory.InvalidData,
            target,
            "Specify US dollars with at most two decimal places, such as 1234.56. Nothing was charged."
        );

    /// <summary>A row without a value that PowerShell's binder would require, with the ID of its error.</summary>
    /// <param name="parameters">The names of the parameters.</param>
    public static ErrorRecord ChargeIncomplete(string parameters, object? target) =>
        Record(
            new ArgumentException($"The object from the pipeline doesn't specify {parameters}."),
            "InputObjectMissingMandatory",
            ErrorCategory.InvalidArgument,
            target,
            "Specify the amount in the column Subtotal, and the organization in the column OrganizationId or "
                + "OrganizationName, or use arguments. Nothing was charged."
        );

    /// <summary>A row without a value that a change requires, with the ID of PowerShell's error.</summary>
    /// <param name="parameters">The names of the parameters.</param>
    public static ErrorRecord InputIncomplete(IReadOnlyList<string> parameters, object target) =>
        Record(
            new ArgumentException($"The object from the pipeline doesn't specify {string.Join(", ", parameters)}."),
            "InputObjectMissingMandatory",
            ErrorCategory.InvalidArgument,
            target,
            $"Add {string.Join(", ", parameters.Select(static parameter => $"-{parameter}"))} to the command by name, "
                + "or a column of that name to the input. No request was sent for the object."
        );

    /// <summary>The same error with the row of the input that it is about.</summary>
    /// <param name="reference">The reference of the charge; null if it has none.</param>
    /// <param name="organization">The organization as specified; null if it isn't.</param>
    /// <param name="row">The number of the pipeline object.</param>
    public static ErrorRecord OfChargeRow(ErrorRecord error, string? reference, string? organization, int row)
    {
        var message =
            (
                reference is not null ? $"Charge {reference}, row {row} of the input: "
                : organization is not null ? $"Organization '{organization}', row {row} of the input: "
                : $"Row {row} of the input: "
            ) + error.Exception.Message;
        return error.Exception switch
        {
            ArgumentException => Located(new ArgumentException(message)),
            ItemNotFoundException => Located(new ItemNotFoundException(message)),
            // The error of a request isn't about the row.
            _ => error,
        };

        ErrorRecord Located(Exception exception)
        {
            return Record(
                exception,
                error.FullyQualifiedErrorId,
                error.CategoryInfo.Category,
                error.TargetObject,
                error.ErrorDetails.RecommendedAction
            );
        }
    }
}
