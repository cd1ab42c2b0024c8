using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Policy.Generators;

/// <summary>Marks of every policy that the registry reads. Whatever a grammar takes of what is tried here is in, whatever it refuses is out.</summary>
internal static class GeneratedMarks
{
    private static readonly string[] Lists =
        ["REL TO USA, FRA", "REL TO USA, FRA, GBR, SWE", "REL TO USA, SWE", "REL TO USA, NATO", "REL TO USA, FVEY", "REL TO USA, FRA, EU"];

    private static readonly string[] Controls =
    [
        "", "NF", "RELIDO", "FOUO", "IMC/NF", "PR/NF", "DISPLAY ONLY FRA", "REL TO USA, GBR/DISPLAY ONLY FRA", "REL TO USA, FRA/RELIDO",
        .. Lists, .. Lists[..2].SelectMany(list => new[] { "OC/" + list, "OC-USGOV/" + list, "PR/" + list, "FOUO/" + list }),
        "FGI GBR//REL TO USA, FRA, GBR", "FGI GBR//REL TO USA, FRA", "FGI//NF",
    ];

    /// <summary>The readable marks, by policy.</summary>
    public static readonly ImmutableArray<ImmutableArray<Marking>> ByPolicy =
        [.. Tried().Where(IsReadable).GroupBy(mark => mark.Policy).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToImmutableArray())];

    /// <summary>Marks that nobody can read.</summary>
    public static readonly ImmutableArray<Marking> Unreadable =
    [
        .. new[] { ("US", ""), ("US", "SECRET"), ("US", "(S//REL TO USA, FRA"), ("US", "(S//REL TO FRA, USA)"), ("", "(U)"), ("XXX", "(U)"), ("TLP", "TLP:BLUE"), ("FRA", "SECRET//REL TO XXX") }
            .Select(one => new Marking { Policy = one.Item1, Text = one.Item2 }),
    ];

    // Those that let somebody in: most decisions would be withheld otherwise.
    private static readonly ImmutableArray<ImmutableArray<Marking>> Open =
        [.. ByPolicy.Where(marks => marks[0].Policy is "US" or "TLP" or "FRA" or "GBR" or "SWE" or "NATO" or "EU").Select(marks => marks.Where(IsOpen).ToImmutableArray()).Where(marks => !marks.IsEmpty)];

    /// <summary>A readable mark, two in three of the United States, most of them open to somebody.</summary>
    public static readonly Gen<Marking> Readable = Gen.Select(Gen.UInt, Instants.Around).Select((seed, embargo) =>
    {
        var draw = new Draw(seed);
        ImmutableArray<ImmutableArray<Marking>> from = draw.OneIn(4) ? ByPolicy : Open;
        return draw.Of(draw.OneIn(3) ? draw.Of(from) : from.Single(marks => marks[0].Policy == "US")) with
        {
            OriginatorList = draw.OneIn(2) ? ["FRA", "SWE"] : [],
            NotBeforeMs = draw.OneIn(12) ? embargo.ToUnixTimeMilliseconds() : 0,
        };
    });

    /// <summary>A mark, one in sixteen of them unreadable.</summary>
    public static readonly Gen<Marking> Any = Gen.Select(Readable, Gen.Int[0, 15], Gen.Int[0, Unreadable.Length - 1]).Select(
        (mark, luck, bad) => luck == 15 ? Unreadable[bad] : mark);

    /// <summary>What a readable mark says.</summary>
    public static ParsedMarking Parsed(Marking mark) => ((MarkingReading.Readable)MarkingReader.Read(mark, MarkingKind.Portion, MarkingRegistry.Default)).Marking;

    private static bool IsReadable(Marking mark) => MarkingReader.Read(mark, MarkingKind.Portion, MarkingRegistry.Default) is MarkingReading.Readable;

    private static bool IsOpen(Marking mark) => Parsed(mark) is { NationalOnly: null, Fgi: null, DisplayOnly: null } parsed
        && (parsed.ReleasableTo is { } list ? list.Contains("FRA") || list.Contains("NATO") : parsed.Level == Level.Unclassified);

    private static IEnumerable<Marking> Tried()
    {
        foreach (string level in new[] { "U", "C", "S", "TS" })
        {
            foreach (string control in Controls)
            {
                yield return new Marking { Policy = "US", Text = control.Length == 0 ? $"({level})" : $"({level}//{control})" };
            }
        }

        foreach (string foreign in new[] { "//FRA S", "//FRA C", "//GBR TS", "//NS", "//NC", "//CTS", "//FGI S", "//JOINT S FRA USA", "//JOINT S GBR USA" })
        {
            foreach (string list in Lists.Prepend(""))
            {
                yield return new Marking { Policy = "US", Text = list.Length == 0 ? $"({foreign})" : $"({foreign}//{list})" };
            }
        }

        foreach (Marking mark in Lights().Concat(National()))
        {
            yield return mark;
        }
    }

    private static IEnumerable<Marking> Lights() =>
        from light in new[] { "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED" }
        from list in new[] { "", "FRA", "FRA GBR SWE USA", "NATO", "FVEY" }
        from community in new[] { "", "ewp" }
        select new Marking { Policy = "TLP", Text = "TLP:" + light, ReleasableTo = Codes(list), Community = community };

    // Nations without a grammar of their own share one; the others, and NATO and the EU, take of this what is theirs.
    private static IEnumerable<Marking> National() =>
        from policy in MarkingRegistry.Default.Policies
        where MarkingRegistry.Default.Levels.TryGetNation(policy, out _)
        from word in Words(policy)
        from tail in new[] { "", "//REL TO FRA, USA", "//REL TO USA", "//REL TO GBR, NATO", " SPÉCIAL FRANCE", " - UK/US EYES ONLY", " Releasable to FRA", "//AUSTEO" }
        from stated in new[] { "", "FRA USA" }
        select new Marking { Policy = policy, Text = word + tail, ReleasableTo = Codes(stated) };

    private static IEnumerable<string> Words(string policy) =>
        MarkingRegistry.Default.Levels.TryGetNation(policy, out NationLevels? levels) ? levels.Words.DistinctBy(word => word.Level).Select(word => word.Word) : [];

    private static ImmutableArray<string> Codes(string list) => [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
