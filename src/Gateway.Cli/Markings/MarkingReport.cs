using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gateway.Cli.Render;
using Gateway.Core.Markings;
using Spectre.Console;

namespace Gateway.Cli.Markings;

/// <summary>What reading a mark came to, for scripts and for people.</summary>
internal static class MarkingReport
{
    public static string Sentence(MarkingError error) =>
        string.Create(CultureInfo.InvariantCulture, $"{error.Rule} at {error.Position}: {error.Message}");

    public static void WriteJson(TextWriter output, Marking marking, MarkingKind kind, MarkingReading reading) => output.WriteJson(json =>
    {
        ParsedMarking? parsed = (reading as MarkingReading.Readable)?.Marking;
        json.WriteString("input", marking.Text);
        json.WriteBoolean("valid", parsed is not null);
        json.WriteString("policy", marking.Policy);
        json.WriteString("kind", kind == MarkingKind.Banner ? "banner" : "portion");
        json.WriteString("classification", parsed?.LevelWord);
        json.WriteTexts("owners", parsed?.Owners ?? []);
        json.WriteBoolean("joint", parsed?.Joint ?? false);
        WriteFgi(json, parsed?.Fgi);
        json.WriteTexts("dissem", parsed is null ? [] : Words(parsed));
        json.WriteTexts("relTo", parsed?.ReleasableTo ?? []);
        json.WriteTexts("displayOnly", parsed?.DisplayOnly ?? []);
        json.WriteTexts("nonIc", parsed is null ? [] : NonIc(parsed));
        json.WriteString("canonical", parsed?.Canonical);
        WriteErrors(json, (reading as MarkingReading.Unreadable)?.Errors ?? []);
    });

    public static void WriteErrors(Utf8JsonWriter json, ImmutableArray<MarkingError> errors)
    {
        json.WriteStartArray("errors");
        foreach (MarkingError error in errors)
        {
            json.WriteStartObject();
            json.WriteString("rule", error.Rule);
            json.WriteString("message", error.Message);
            json.WriteNumber("position", error.Position);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Show(IAnsiConsole console, Marking marking, MarkingReading reading, MarkingRegistry registry)
    {
        if (reading is MarkingReading.Unreadable unreadable)
        {
            console.Say($"{marking.Text}  not valid", new Style(Color.Red));
            foreach (MarkingError error in unreadable.Errors)
            {
                Indent(console, 2, Sentence(error));
                if (MarkingRules.TryFind(error.Rule, out MarkingRule? rule))
                {
                    Indent(console, 6, $"{rule.Meaning} [{rule.Source}]");
                }
            }
        }
        else if (reading is MarkingReading.Readable readable)
        {
            console.Say($"{marking.Text}  valid", new Style(Color.Green));
            foreach (MarkPartMeaning part in MarkingExplanation.Of(readable.Marking, registry))
            {
                Indent(console, 2, part.Part);
                Indent(console, 6, $"{part.Meaning} [{part.Source}]");
            }
        }
    }

    private static void Indent(IAnsiConsole console, int spaces, string text)
    {
        foreach (string line in Page.Wrap(text, Page.Width - spaces))
        {
            console.Say(new string(' ', spaces) + line);
        }
    }

    /// <summary>Dissemination controls in register order and banner spelling, then the caveat of another policy.</summary>
    public static IEnumerable<string> Words(ParsedMarking marking) =>
        MarkingVocabulary.Controls.Where(word => word.Flag != Controls.None && marking.Controls.HasFlag(word.Flag)).Select(word => word.Banner)
            .Concat(marking.Caveat is { } caveat ? [caveat] : []);

    // Sensitivities and handling of other policies are no marks of the intelligence community either.
    private static IEnumerable<string> NonIc(ParsedMarking marking) => marking.Source.Policy == "US"
        ? marking.Opaque.Where(token => token.Category == OpaqueCategory.NonIc).Select(token => token.Text)
        : marking.OtherControls;

    private static void WriteFgi(Utf8JsonWriter json, ForeignGovernmentInformation? fgi)
    {
        if (fgi is null)
        {
            json.WriteNull("fgi");
            return;
        }

        json.WriteStartObject("fgi");
        json.WriteBoolean("concealed", fgi.Concealed);
        json.WriteTexts("owners", fgi.Owners);
        json.WriteEndObject();
    }
}
