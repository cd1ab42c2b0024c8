using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy;

/// <summary>Reads the few US marks these tests use; <see cref="Stated"/> holds readings for marks that no grammar here can spell.</summary>
internal sealed class TestBook : IMarkingBook
{
    public Dictionary<string, ParsedMarking> Stated { get; } = [];

    public static ParsedMarking Mark(Level level, params string[] releasableTo) => new()
    {
        Source = new Marking { Policy = "US", Text = "" },
        Kind = MarkingKind.Portion,
        Level = level,
        LevelWord = level.ToString(),
        Owners = ["USA"],
        ReleasableTo = releasableTo.Length == 0 ? null : [.. releasableTo],
        Canonical = "",
    };

    public MarkingReading Read(Marking marking)
    {
        ParsedMarking? read = Stated.TryGetValue(marking.Text, out ParsedMarking? stated) ? stated : ReadUs(marking.Text);
        return read is null
            ? new MarkingReading.Unreadable([new MarkingError("TEST", "Not read here.", 0)])
            : new MarkingReading.Readable(read with { Source = marking });
    }

    // As the national tables have it: the USA has no RESTRICTED, France no CONFIDENTIAL.
    public Level ReceiveAs(PartnerCode owner, Level level, PartnerCode recipient) =>
        owner == recipient ? level
        : recipient.Value == "USA" && level == Level.Restricted ? Level.Confidential
        : recipient.Value == "FRA" && level == Level.Confidential ? Level.Secret
        : level;

    private static ParsedMarking? ReadUs(string text)
    {
        if (!text.StartsWith('(') || !text.EndsWith(')'))
        {
            return null;
        }

        string[] parts = text[1..^1].Split("//");
        Level? level = parts[0] switch { "U" => Level.Unclassified, "C" => Level.Confidential, "S" => Level.Secret, "TS" => Level.TopSecret, _ => null };
        ParsedMarking? mark = level is null || parts.Length > 2 ? null : Mark(level.Value);
        foreach (string control in parts.Length == 2 ? parts[1].Split('/') : [])
        {
            mark = mark is null ? null : Add(mark, control);
        }

        return mark;
    }

    private static ParsedMarking? Add(ParsedMarking mark, string control) => control switch
    {
        "NF" => mark with { Controls = mark.Controls | Controls.NoForn, NationalOnly = ["USA"] },
        "OC" => mark with { Controls = mark.Controls | Controls.Orcon },
        "PR" => mark with { Controls = mark.Controls | Controls.PropIn },
        "RELIDO" => mark with { Controls = mark.Controls | Controls.RelIdo },
        _ when control.StartsWith("REL TO ", StringComparison.Ordinal) => mark with { ReleasableTo = [.. control[7..].Split(", ")] },
        _ when control.StartsWith("DISPLAY ONLY ", StringComparison.Ordinal) => mark with { DisplayOnly = [.. control[13..].Split(", ")] },
        _ => null,
    };
}
