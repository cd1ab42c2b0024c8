using System.Globalization;
using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings.Tables;

/// <summary>How tables write markings: <c>US (S//OC/REL TO USA, FRA){orcon=FRA; notbefore=5}</c>.</summary>
internal static class TableMarks
{
    /// <summary>A policy, a space, the text, and stated fields in braces.</summary>
    public static Marking Parse(string cell)
    {
        int space = cell.IndexOf(' ', StringComparison.Ordinal);
        return Parse(cell[..space], cell[(space + 1)..]);
    }

    /// <summary>The text and stated fields in braces, under a policy.</summary>
    public static Marking Parse(string policy, string cell)
    {
        int brace = cell.IndexOf('{', StringComparison.Ordinal);
        return brace < 0 ? State(policy, cell, "-") : State(policy, cell[..brace], cell[(brace + 1)..^1]);
    }

    /// <summary>A marking with fields stated beside the text: <c>rel=FRA,USA; community=energy</c>, or <c>-</c>.</summary>
    public static Marking State(string policy, string text, string stated)
    {
        var marking = new Marking { Policy = policy, Text = text };
        foreach (string field in stated == "-" ? [] : stated.Split("; "))
        {
            string[] pair = field.Split('=', 2);
            marking = pair[0] switch
            {
                "rel" => marking with { ReleasableTo = [.. pair[1].Split(',')] },
                "orcon" => marking with { OriginatorList = [.. pair[1].Split(',')] },
                "community" => marking with { Community = pair[1] },
                "notbefore" => marking with { NotBeforeMs = long.Parse(pair[1], CultureInfo.InvariantCulture) },
                _ => throw new FormatException($"A table states {field}."),
            };
        }

        return marking;
    }

    /// <summary>Everything a reading says, in the words of the tables: <c>owners USA; controls ORCON; rel USA FRA</c>.</summary>
    public static string Says(ParsedMarking mark)
    {
        var says = new List<string>();
        Add("owners", mark.Owners);
        says.AddRange(mark.Joint ? ["joint"] : []);
        says.AddRange(mark.Fgi is { } fgi ? [fgi.Concealed ? "fgi concealed" : "fgi " + string.Join(' ', fgi.Owners)] : []);
        string[] controls = [.. Enum.GetValues<Controls>().Where(one => one != Controls.None && mark.Controls.HasFlag(one)).Select(Word)];
        says.AddRange(controls.Length > 0 ? ["controls " + string.Join(", ", controls.Order(StringComparer.Ordinal))] : []);
        says.AddRange(mark.Tlp is { } label ? ["tlp " + Word(label)] : []);
        Add("rel", mark.ReleasableTo ?? []);
        Add("display", mark.DisplayOnly ?? []);
        Add("only", mark.NationalOnly ?? []);
        Add("inside", mark.Only ?? []);
        Add("context", mark.Context is { } context ? [context] : []);
        Add("tokens", mark.OtherControls);
        Add("obliges nobody", mark.Informative);
        says.AddRange(mark.Warnings.IsEmpty ? [] : ["warns"]);
        return string.Join("; ", says);

        void Add(string name, IEnumerable<string> codes) => says.AddRange(codes.Any() ? [$"{name} {string.Join(' ', codes)}"] : []);
    }

    /// <summary>The same list of words with what has no order in order.</summary>
    public static string InOrder(string says) => string.Join("; ", says.Split("; ").Select(part =>
        part.StartsWith("controls ", StringComparison.Ordinal)
            ? "controls " + string.Join(", ", part["controls ".Length..].Split(", ").Order(StringComparer.Ordinal))
            : part).Order(StringComparer.Ordinal));

    private static string Word(Controls control) => control switch
    {
        Controls.NoForn => "NOFORN",
        Controls.Orcon => "ORCON",
        Controls.OrconUsGov => "ORCON-USGOV",
        Controls.Imcon => "IMCON",
        Controls.PropIn => "PROPIN",
        Controls.RelIdo => "RELIDO",
        Controls.Fouo => "FOUO",
        Controls.Rsen => "RSEN",
        Controls.DeaSensitive => "DEA SENSITIVE",
        Controls.Fisa => "FISA",
        _ => control.ToString(),
    };

    private static string Word(Tlp label) => label == Tlp.AmberStrict ? "AMBER+STRICT" : label.ToString().ToUpperInvariant();
}
