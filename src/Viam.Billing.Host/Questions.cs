using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Viam.Billing.Host;

/// <summary>The questions that the engine asks: parameters that are missing, a choice, a credential.</summary>
internal sealed class Questions(ConsoleHostUI ui)
{
    public Dictionary<string, PSObject> AskFields(string caption, string message, Collection<FieldDescription> fields)
    {
        Introduce(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (FieldDescription field in fields)
            answers[field.Name] = PSObject.AsPSObject(AskField(field));

        return answers;
    }

    public int AskChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Introduce(caption, message);
        var labels = choices.Select(ChoiceLabel.Parse).ToList();
        string offer = string.Join("  ", labels.Select(label => label.Offer).Append("[?] Help"));
        string fallback = defaultChoice >= 0 ? $" (default is \"{labels[defaultChoice].Key}\")" : "";

        while (true)
        {
            ui.Write($"{offer}{fallback}: ");
            string answer = ui.ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;

            int choice = labels.FindIndex(label => label.Answers(answer));
            if (choice >= 0)
                return choice;

            if (answer == "?")
            {
                for (int index = 0; index < labels.Count; index++)
                    ui.WriteLine($"{labels[index].Key} - {choices[index].HelpMessage}");
            }
        }
    }

    public PSCredential AskCredential(string caption, string message, string userName)
    {
        Introduce(caption, message);
        while (string.IsNullOrEmpty(userName))
        {
            ui.Write("User: ");
            userName = ui.ReadLine().Trim();
        }

        ui.Write($"Password for user {userName}: ");
        return new PSCredential(userName, ui.ReadLineAsSecureString());
    }

    private void Introduce(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
            ui.WriteLine(caption);
        if (!string.IsNullOrEmpty(message))
            ui.WriteLine(message);
    }

    private object AskField(FieldDescription field)
    {
        string label = string.IsNullOrEmpty(field.Label) ? field.Name : field.Label.Replace("&", "");

        // A type that is a module's own is left to the parameter binder, which converts from text.
        Type type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
        if (type == typeof(PSCredential))
            return AskCredential(label, "", "");

        return type.IsArray ? AskList(label, type.GetElementType()!) : AskValue(label, type);
    }

    // One value a line; an empty line ends the list.
    private object[] AskList(string label, Type type)
    {
        var values = new List<object>();
        while (true)
        {
            object value = AskValue($"{label}[{values.Count}]", type);
            if (value is "" or SecureString { Length: 0 })
                return [.. values];

            values.Add(value);
        }
    }

    private object AskValue(string label, Type type)
    {
        while (true)
        {
            ui.Write($"{label}: ");
            if (type == typeof(SecureString))
                return ui.ReadLineAsSecureString();

            string text = ui.ReadLine();
            if (text.Length == 0 || LanguagePrimitives.TryConvertTo(text, type, out _))
                return text;

            ui.WriteErrorLine($"'{text}' is no {type.Name}.");
        }
    }
}
