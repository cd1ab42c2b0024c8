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
    // Register order (CAPCO 2016 §G.1 table 4), banner spelling.
    private static readonly ImmutableArray<(Controls Control, string Word)> ControlWords =
    [
        (Controls.Rsen, "RSEN"), (Controls.Fouo, "FOUO"), (Controls.Orcon, "ORCON"), (Controls.OrconUsGov, "ORCON-USGOV"),
        (Controls.Imcon, "IMCON"), (Controls.NoForn, "NOFORN"), (Controls.PropIn, "PROPIN"), (Controls.RelIdo, "RELIDO"),
        (Controls.DeaSensitive, "DEA SENSITIVE"), (Controls.Fisa, "FISA"),
    ];

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
        json.WriteTexts("nonIc", parsed?.OtherControls ?? []);
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

    public static void Show(IAnsiConsole console, Marking marking, MarkingReading reading)
    {
        if (reading is MarkingReading.Unreadable unreadable)
        {
            console.Say($"{marking.Text}  not valid", new Style(Color.Red));
            foreach (MarkingError error in unreadable.Errors)
            {
                console.Say("  " + Sentence(error));
            }
        }
        else if (reading is MarkingReading.Readable readable)
        {
            console.Say($"{marking.Text}  valid", new Style(Color.Green));
            foreach ((string name, string value) in Facts(readable.Marking).Where(fact => fact.Value.Length > 0))
            {
                console.Say($"  {name,-15} {value}");
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(ParsedMarking marking) =>
    [
        ("level", marking.LevelWord),
        ("owned by", string.Join(", ", marking.Owners) + (marking.Joint ? " jointly" : "")),
        ("contains", marking.Fgi is { Concealed: true } ? "information of a concealed foreign source" : string.Join(", ", marking.Fgi?.Owners ?? [])),
        ("context", marking.Context ?? ""),
        ("controls", string.Join(", ", [.. Words(marking), .. marking.OtherControls])),
        ("releasable to", marking.ReleasableTo is { } list ? string.Join(", ", list) : ""),
        ("nobody outside", string.Join(", ", marking.NationalOnly ?? marking.Only ?? [])),
        ("display only to", string.Join(", ", marking.DisplayOnly ?? [])),
        ("obliges nobody", string.Join(", ", marking.Informative)),
        ("canonical", marking.Canonical),
        ("remarks", string.Join(' ', marking.Warnings.Select(w => w.Message))),
    ];

    // Caveats of other policies stand beside the controls of the register.
    private static IEnumerable<string> Words(ParsedMarking marking) =>
        ControlWords.Where(pair => marking.Controls.HasFlag(pair.Control)).Select(pair => pair.Word)
            .Concat(marking.Caveat is { } caveat ? [caveat] : []);

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
