using CsCheck;
using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings.Wire;

/// <summary>Marks of every policy there is, for round trips.</summary>
internal static class WireMarks
{
    private static readonly string[] Codes = ["AUS", "CAN", "FRA", "DEU", "GBR", "NZL", "NOR", "FVEY", "ACGU", "TEYE", "NATO", "EU"];

    private static readonly Gen<string> UsList =
        Gen.Shuffle(Codes, 1, 6).Select(codes => string.Join(", ", MarkingRegistry.Default.InOrder(codes).Prepend("USA")));

    private static readonly Gen<string> Release = Gen.Frequency(
        (2, Gen.Const("")),
        (1, Gen.Const("NF")),
        (1, Gen.Const("NF/PR")),
        (1, Gen.Const("RELIDO")),
        (1, Pick("DISPLAY ONLY AFG", "DISPLAY ONLY AFG, FRA", "DISPLAY ONLY NATO", "DSEN/FISA")),
        (5, UsList.Select(list => "REL TO " + list)),
        (1, UsList.Select(list => $"REL TO {list}/RELIDO")),
        (1, UsList.Select(list => $"REL TO {list}/DISPLAY ONLY AFG")));

    /// <summary>US-format marks, portions and banners.</summary>
    public static readonly Gen<ParsedMarking> Us = Gen.Select(
            Pick("U", "C", "S", "TS", "//GBR S", "//GBR R", "//CAN GBR U", "//NS", "//CTS", "//NR", "//FGI S", "//EU C", "//JOINT S CAN USA"),
            Pick("", "", "//FGI", "//FGI GBR", "//FGI DEU NATO"),
            Pick("", "", "", "RS/", "FOUO/", "OC/", "OC-USGOV/", "IMC/", "RS/OC/IMC/"),
            Release,
            (level, fgi, control, release) => $"({level}{fgi}//{control}{release})".Replace("/)", ")", StringComparison.Ordinal).Replace("/)", ")", StringComparison.Ordinal))
        .Select(text => Read(Marks.Of("US", text), MarkingKind.Portion))
        .SelectMany(mark => Gen.Bool.Select(banner => mark is not null && banner ? AsBanner(mark) : mark))
        .Where(mark => mark is not null).Select(mark => mark!);

    /// <summary>Every level word of every policy, alone, with a list in its text and with a list beside it; TLP labels.</summary>
    public static IEnumerable<ParsedMarking> Others()
    {
        foreach (string policy in Marks.Registry.Policies.Where(policy => policy != "US"))
        {
            foreach (Marking marking in Texts(policy))
            {
                foreach (MarkingKind kind in Enum.GetValues<MarkingKind>())
                {
                    if (Read(marking, kind) is { } mark)
                    {
                        yield return mark;
                    }
                }
            }
        }
    }

    public static ParsedMarking? Read(Marking marking, MarkingKind kind) =>
        MarkingReader.Read(marking, kind, Marks.Registry) is MarkingReading.Readable readable ? readable.Marking : null;

    /// <summary>Marks in the words that only one policy has.</summary>
    public static readonly string[][] Special =
    [
        ["NATO", "NATO/EAPC SECRET"], ["NATO", "NATO SECRET ATOMAL"], ["NATO", "NATO SECRET Releasable to Austria, Japan"], ["NATO", "NATO RESTRICTED - STAFF"],
        ["NATO", "COSMIC TOP SECRET BOHEMIA"], ["NATO", "NATO SECRET Canada, France ONLY"], ["EU", "SECRET UE/EU SECRET RELEASABLE TO CHE, NOR"],
        ["GBR", "UK SECRET - UK/US EYES ONLY"], ["GBR", "UK OFFICIAL-SENSITIVE - COMMERCIAL"], ["GBR", "UK SECRET - REL EU"], ["AUS", "SECRET//AUSTEO"],
        ["AUS", "SECRET//REL AUS, NZL"], ["CAN", "SECRET//CANADIAN EYES ONLY"], ["FRA", "SECRET SPÉCIAL FRANCE"],
    ];

    private static IEnumerable<Marking> Texts(string policy)
    {
        string[] words = Marks.Registry.Levels.TryGetNation(policy, out NationLevels? levels)
            ? [.. levels.Words.Select(word => word.Word)]
            : ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];
        string[] tails = ["", "//REL TO CAN, FRA", "//REL TO NATO", "//FGI", "//FGI CAN", "//FGI JPN//REL TO FRA", " SPÉCIAL FRANCE"];
        foreach (string word in words)
        {
            foreach (string tail in tails)
            {
                yield return Marks.Of(policy, word + tail);
            }

            yield return Marks.Of(policy, word, "JPN", "FVEY");
        }

        foreach (string[] special in Special.Where(row => row[0] == policy))
        {
            yield return Marks.Of(policy, special[1]);
        }
    }

    private static Gen<string> Pick(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static ParsedMarking? AsBanner(ParsedMarking mark) =>
        Read(Marks.Of("US", MarkingPrinter.Print(mark, MarkingKind.Banner, Marks.Registry)), MarkingKind.Banner);
}
