using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace EcsPlatform.PowerShell.Help;

/// <summary>Writes the file that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private const string OfExamples = "The examples run in the sandbox, with the module's example as platform.yaml: about_EcsPlatform_Sandbox says how.";

    /// <summary>Writes the file; one that says the same already is left alone.</summary>
    public static void Write(string file, IReadOnlyList<(Cmdlet Cmdlet, HelpPage Page)> commands)
    {
        var root = new XElement(Help + "helpItems", new XAttribute("schema", "maml"), commands.Select(command => Entry(command.Cmdlet, command.Page)));
        using var text = new MemoryStream();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) }))
        {
            new XDocument(root).Save(writer);
        }

        if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(text.ToArray()))
        {
            File.WriteAllBytes(file, text.ToArray());
        }
    }

    private static XElement Entry(Cmdlet cmdlet, HelpPage page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Paragraphs("description", [page.Synopsis])),
        Paragraphs("description", page.Description),
        new XElement(Command + "syntax", cmdlet.Sets().Select(set => SyntaxOf(cmdlet, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.OrderBy(parameter => parameter.IsCommon).ThenBy(parameter => parameter.Name, StringComparer.Ordinal).Select(Describe)),
        InputsOf(cmdlet).ToArray() is { Length: > 0 } inputs ? new XElement(Command + "inputTypes", inputs.Select(Input)) : null,
        cmdlet.Outputs.Count == 0 ? null : new XElement(Command + "returnValues", cmdlet.Outputs.Select(Returned)),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", page.Notes.Append(OfExamples).Select(Paragraph))),
        new XElement(Command + "examples", page.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", page.Links.Select(Link)));

    private static XElement SyntaxOf(Cmdlet cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.In(set).Select(entry => Bound(entry.Parameter, entry.Use)));

    /// <summary>What the syntax says of a parameter.</summary>
    private static XElement Bound(Parameter parameter, ParameterUse use) => new(
        Command + "parameter",
        new XAttribute("required", Truth(use.Mandatory)),
        new XAttribute("variableLength", "true"),
        new XAttribute("globbing", Truth(parameter.Wildcards)),
        new XAttribute("pipelineInput", use.Pipeline),
        new XAttribute("position", use.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        parameter.Values.Count == 0 ? null : new XElement(Command + "parameterValueGroup", parameter.Values.Select(Value)),
        parameter.IsSwitch ? null : Value(parameter.Type));

    private static XElement Describe(Parameter parameter)
    {
        var described = Bound(parameter, Widest(parameter));
        described.Element(Maml + "name")!.AddAfterSelf(Paragraphs("description", TextOf(parameter)));
        described.Add(
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default ?? (parameter.IsSwitch ? "False" : "None")));
        return described;
    }

    private static XElement Value(string text) =>
        new(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), text);

    /// <summary>The summary, and what it leaves unsaid of the values.</summary>
    private static IReadOnlyList<string> TextOf(Parameter parameter)
    {
        var summary = parameter.Text!;
        bool Says(string value) => summary.Contains(value, StringComparison.OrdinalIgnoreCase);
        List<string> text = [summary];
        if (parameter.Values.Count > 0 && !parameter.Values.All(Says))
        {
            text.Add($"Accepted values: {string.Join(", ", parameter.Values)}.");
        }

        if (parameter.Range is { } range && !(Says(range.Least) && Says(range.Greatest)))
        {
            text.Add($"From {range.Least} to {range.Greatest}.");
        }

        return text;
    }

    /// <summary>How a parameter is bound, over all sets: mandatory only where it is so in each.</summary>
    private static ParameterUse Widest(Parameter parameter) => new(
        null,
        parameter.Uses.All(use => use.Mandatory),
        parameter.Uses.Select(use => use.Position).FirstOrDefault(position => position is not null),
        parameter.Uses.Any(use => use.ByValue),
        parameter.Uses.Any(use => use.ByName));

    private static IEnumerable<string> InputsOf(Cmdlet cmdlet)
    {
        var types = cmdlet.Parameters.Where(parameter => parameter.Uses.Any(use => use.ByValue)).Select(parameter => $"System.{parameter.Type}");
        var names = cmdlet.Parameters.Where(parameter => parameter.Uses.Any(use => use.ByName)).Select(parameter => parameter.Name).ToArray();
        return names.Length == 0 ? types : types.Append($"Any object with one or more of the properties {string.Join(", ", names)}");
    }

    private static XElement Input(string name) =>
        new(Command + "inputType", new XElement(Dev + "type", new XElement(Maml + "name", name)));

    private static XElement Returned(TypeText output) => new(
        Command + "returnValue",
        new XElement(Dev + "type", new XElement(Maml + "name", output.Name)),
        output.Text is null ? null : Paragraphs("description", [output.Text]));

    private static XElement Example(HelpExample example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"-------- Example {index + 1}: {example.Title} --------"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", example.Remarks.Append("").Select(Paragraph))); // the empty one keeps the next title apart

    private static XElement Link(string link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", link),
        link.StartsWith("https://", StringComparison.Ordinal) ? new XElement(Maml + "uri", link) : null);

    private static XElement Paragraphs(string name, IEnumerable<string> texts) => new(Maml + name, texts.Select(Paragraph));

    private static XElement Paragraph(string text) => new(Maml + "para", text);

    private static string Truth(bool value) => value ? "true" : "false";
}
