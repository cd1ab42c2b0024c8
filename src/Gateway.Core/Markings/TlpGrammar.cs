using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Traffic Light Protocol 2.0 (FIRST, 2022): upper case, <c>WHITE</c> of version 1 read as <c>CLEAR</c>. Recipients are
/// stated.</summary>
internal sealed class TlpGrammar : IMarkingGrammar
{
    public const string Policy = "TLP";

    public ParsedMarking? Read(Marking marking, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        if (!TryRead(marking.Text, out Tlp label))
        {
            errors.Add("TLP-LABEL", 0, "Write TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN or TLP:CLEAR."
                + PolicyGuess.Hint(marking.Text, Policy));
            return null;
        }

        return Draft(marking, kind, label, StatedFields.Merge(null, marking, mustBeSpelt: false, registry, errors));
    }

    public string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry) => Word(marking.Tlp ?? Tlp.Red);

    public ParsedMarking? Merge(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry, MarkingErrors errors)
    {
        if (portions.Any(portion => portion.Tlp is null))
        {
            errors.Add("ROLLUP-TLP-MIX", 0,
                "A TLP banner cannot speak for a classified portion; use the originator's classification policy.");
            return null;
        }

        Tlp label = portions.Max(portion => portion.Tlp!.Value);
        string[] communities =
        [
            .. portions.Where(portion => portion.Tlp != Tlp.Clear).Select(portion => portion.Source.Community ?? "")
                .Where(name => name.Length > 0).Distinct(),
        ];
        if (communities.Length > 1)
        {
            errors.Add("ROLLUP-TLP-COMMUNITY", 0, "The portions name different communities; make one product for each.");
            return null;
        }

        ImmutableArray<string>[] lists = [.. portions.Where(IsNarrowed).Select(portion => portion.ReleasableTo ?? [])];
        ImmutableArray<string>? list = lists.Length == 0 ? null : ReleaseLists.Intersect(lists, registry);
        if (list is { IsEmpty: true })
        {
            // An empty list beside a label below RED would mean everybody the label allows; it must mean nobody.
            label = Tlp.Red;
            list = null;
        }

        var source = new Marking { Policy = Policy, Text = Word(label), Community = communities.FirstOrDefault() ?? "" };
        return Draft(source, MarkingKind.Banner, label, list);
    }

    private static bool IsNarrowed(ParsedMarking portion) => portion.ReleasableTo is not null || portion.Tlp == Tlp.Red;

    private static ParsedMarking Draft(Marking source, MarkingKind kind, Tlp label, ImmutableArray<string>? list) => new()
    {
        Source = source,
        Kind = kind,
        Level = Level.Unclassified,
        LevelWord = Word(label),
        Owners = [],
        ReleasableTo = list,
        Tlp = label,
        Canonical = "",
    };

    private static string Word(Tlp label) => label switch
    {
        Tlp.Clear => "TLP:CLEAR",
        Tlp.Green => "TLP:GREEN",
        Tlp.Amber => "TLP:AMBER",
        Tlp.AmberStrict => "TLP:AMBER+STRICT",
        Tlp.Red => "TLP:RED",
    };

    private static bool TryRead(string text, out Tlp label)
    {
        foreach (Tlp candidate in Enum.GetValues<Tlp>())
        {
            if (text == Word(candidate))
            {
                label = candidate;
                return true;
            }
        }

        label = Tlp.Clear;
        return text == "TLP:WHITE";
    }
}
