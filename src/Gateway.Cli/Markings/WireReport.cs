using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;

namespace Gateway.Cli.Markings;

/// <summary>A mark that a wire form holds.</summary>
/// <param name="Role">What it is there: originator, alternative, metadata, object or definition.</param>
/// <param name="On">The object or binding it is on, or empty.</param>
/// <param name="Marking">The mark.</param>
internal sealed record WireMark(string Role, string On, ParsedMarking Marking);

/// <summary>What writing and reading wire forms came to, for scripts and for people.</summary>
internal static class WireReport
{
    public static string Sentence(WireError error) => $"{error.Rule} at {error.Place}: {error.Message}";

    /// <summary>The document on standard output, or every reason why there is none.</summary>
    public static ExitCode Exported(Surface surface, string form, string mark, WireOutcome<string> outcome, bool json)
    {
        string? document = (outcome as WireOutcome<string>.Done)?.Value;
        ImmutableArray<WireError> errors = (outcome as WireOutcome<string>.Refused)?.Errors ?? [];
        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("form", form);
                line.WriteString("input", mark);
                line.WriteBoolean("valid", document is not null);
                line.WriteString("document", document);
                WriteErrors(line, errors);
            });
        }
        else if (document is not null)
        {
            surface.Out.WriteLine(document);
        }
        else
        {
            Show(surface, errors);
        }

        return document is null ? ExitCode.Refused : ExitCode.Done;
    }

    /// <summary>The canonical marks on standard output, one a line, or every reason why the document is refused.</summary>
    public static ExitCode Imported(Surface surface, string form, WireOutcome<ImmutableList<WireMark>> outcome, bool json)
    {
        ImmutableList<WireMark>? marks = (outcome as WireOutcome<ImmutableList<WireMark>>.Done)?.Value;
        ImmutableArray<WireError> errors = (outcome as WireOutcome<ImmutableList<WireMark>>.Refused)?.Errors ?? [];
        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("form", form);
                line.WriteBoolean("valid", marks is not null);
                line.WriteStartArray("marks");
                foreach (WireMark mark in marks ?? [])
                {
                    Write(line, mark);
                }

                line.WriteEndArray();
                WriteErrors(line, errors);
            });
        }
        else if (marks is not null)
        {
            marks.ForEach(mark => surface.Out.WriteLine(mark.Marking.Canonical));
        }
        else
        {
            Show(surface, errors);
        }

        return marks is null ? ExitCode.Refused : ExitCode.Done;
    }

    private static void Write(Utf8JsonWriter line, WireMark mark)
    {
        line.WriteStartObject();
        line.WriteString("role", mark.Role);
        line.WriteString("on", mark.On);
        line.WriteString("policy", mark.Marking.Source.Policy);
        line.WriteString("kind", mark.Marking.Kind == MarkingKind.Banner ? "banner" : "portion");
        line.WriteString("canonical", mark.Marking.Canonical);
        line.WriteTexts("relTo", mark.Marking.ReleasableTo ?? []);
        line.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter line, ImmutableArray<WireError> errors)
    {
        line.WriteStartArray("errors");
        foreach (WireError error in errors)
        {
            line.WriteStartObject();
            line.WriteString("rule", error.Rule);
            line.WriteString("place", error.Place);
            line.WriteString("message", error.Message);
            line.WriteEndObject();
        }

        line.WriteEndArray();
    }

    private static void Show(Surface surface, ImmutableArray<WireError> errors)
    {
        foreach (WireError error in errors)
        {
            surface.Error.WriteLine(Page.Plain(Sentence(error), lines: false));
        }
    }
}
