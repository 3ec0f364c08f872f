using System.Management.Automation.Host;

namespace Viam.Billing.Host;

/// <summary>A choice as it is offered: the ampersand in its label stands before the letter that picks it.</summary>
/// <param name="Key">What picks it.</param>
/// <param name="Text">Its label, which picks it too.</param>
internal sealed record ChoiceLabel(string Key, string Text)
{
    public string Offer => $"[{Key}] {Text}";

    public static ChoiceLabel Parse(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&');
        string text = choice.Label.Replace("&", "");
        return mark >= 0 && mark < text.Length
            ? new ChoiceLabel(text[mark].ToString().ToUpperInvariant(), text)
            : new ChoiceLabel(text, text);
    }

    public bool Answers(string answer) =>
        string.Equals(answer, Key, StringComparison.OrdinalIgnoreCase)
        || string.Equals(answer, Text, StringComparison.OrdinalIgnoreCase);
}
