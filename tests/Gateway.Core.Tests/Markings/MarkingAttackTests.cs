using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Policy;
using Gateway.Core.Tests.Markings.Tables;

namespace Gateway.Core.Tests.Markings;

/// <summary>Texts and circumstances made to get more than a mark allows.</summary>
public sealed class MarkingAttackTests
{
    private const int Width = 5;

    // What looks like nothing, like a separator, or like a letter of a mark.
    private static readonly string[] Tricks =
    [
        "\u0131", "\u0130", "\u017f", "\u212a", "\uff0f", "\uff33", "\u2215", "\u2044", "\u29f8", "\u0301", "\u0338", "\u0345", "\u00a0", "\u2003", "\u3000", "\u200b", "\u200d", "\u2060",
        "\u00ad", "\u202e", "\u202c", "\u2066", "\u200f", "\ufeff", "\ufe0f", "\u0391", "\u0421", "\u0415", "\u2010", "\u2011", "\u2013", "\ud800", "\udc00", "\ud83d\ude00", "\0", "\t", "\n",
        "\r", "\u0085", "\u2028",
    ];

    public static TheoryData<int, string> Rows => Table.Cases("attacks", Width);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Nobody_gets_more_than_the_mark_allows(int line, string row)
    {
        var attack = new DecisionRow(Table.Row("attacks", Width, line));
        MandatoryResult result = MandatoryChecks.ForRelease(attack.Facts, attack.Recipient, attack.Context);
        Assert.True(result.Ceiling == Outcome.Withhold, $"{row}: {result.Ceiling}");
    }

    [Theory]
    [InlineData("reading-us")]
    [InlineData("reading-others")]
    public void A_text_that_looks_like_a_mark_never_says_less_than_it(string table)
    {
        foreach (TableRow row in Table.Rows(table, 8).Where(row => row[5] is not "!"))
        {
            Marking honest = TableMarks.State(row[1], row[3], row[4]);
            MarkingKind kind = row[2] == "portion" ? MarkingKind.Portion : MarkingKind.Banner;
            LatticePoint meant = MarkingLattice.Of(Marks.Parsed(honest, kind), Marks.Registry);
            foreach (string text in LookAlikes(honest.Text))
            {
                if (MarkingReader.Read(honest with { Text = text }, kind, Marks.Registry) is MarkingReading.Readable readable)
                {
                    Assert.True(MarkingLattice.Of(readable.Marking, Marks.Registry).Dominates(meant), $"{row}: {Visible(text)} is read as {readable.Marking.Canonical}");
                }
            }
        }
    }

    [Fact]
    public void Every_level_word_is_read_as_its_own_level()
    {
        foreach (NationLevels nation in Marks.Registry.Levels.Nations)
        {
            Assert.All(nation.Words, word =>
            {
                Assert.True(Marks.Registry.Levels.TryMap(nation.Nation, word.Word, out Level level));
                Assert.Equal((nation.Nation, word.Word, word.Level), (nation.Nation, word.Word, level));
            });
        }
    }

    [Fact]
    public void A_banner_of_one_nation_never_says_less_than_the_portion_of_another()
    {
        string[] nations = [.. Marks.Registry.Levels.Nations.Select(row => row.Nation).Where(Marks.Registry.IsNation)];
        foreach (string owner in nations.Where(nation => nation != "USA"))
        {
            foreach (LevelWord word in Words(owner))
            {
                foreach (string holder in nations.Where(nation => nation != owner))
                {
                    ParsedMarking portion = Marks.Parsed(owner == "AUS" && word.Level > Level.Restricted
                        ? Marks.Of(owner, $"{word.Word}//REL {string.Join(", ", new[] { owner, holder }.Order(StringComparer.Ordinal))}")
                        : Marks.Of(owner, word.Word, holder));
                    if (RollUp.Banner([portion], holder == "USA" ? "US" : holder, Marks.Registry) is MarkingReading.Readable banner)
                    {
                        Assert.True(banner.Marking.Level >= word.Level, $"{holder} writes {banner.Marking.Canonical} over {owner} {word.Word}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Missing_lists_and_codes_are_refused_like_any_other_input()
    {
        Marking bare = new() { Policy = "FRA", Text = "SECRET", ReleasableTo = default, OriginatorList = default, Community = null! };
        Assert.Null(Marks.Parsed(bare).ReleasableTo);
        Assert.NotEmpty(Marks.Errors(MarkingReader.Read(bare with { ReleasableTo = [null!] }, MarkingKind.Portion, Marks.Registry)));
        Assert.NotEmpty(Marks.Errors(MarkingReader.Read(bare with { OriginatorList = ["FRA", null!] }, MarkingKind.Portion, Marks.Registry)));
    }

    [Fact]
    public void What_was_read_once_does_not_vouch_for_its_like()
    {
        Marking open = Marks.Of("FRA", "SECRET", "DEU", "USA");
        Assert.Equal(["DEU", "USA"], Marks.Parsed(open).ReleasableTo!.Value);
        Assert.Null(Marks.Parsed(open with { ReleasableTo = [] }).ReleasableTo);
        Assert.Equal(["USA"], Marks.Parsed(open with { ReleasableTo = ["USA"] }).ReleasableTo!.Value);
        Assert.NotEmpty(Marks.Errors(MarkingReader.Read(open with { Policy = "US" }, MarkingKind.Portion, Marks.Registry)));
    }

    [Theory]
    [InlineData("US")]
    [InlineData("FRA")]
    [InlineData("NATO")]
    [InlineData("EU")]
    [InlineData("GBR")]
    [InlineData("AUS")]
    [InlineData("TLP")]
    public void A_text_too_long_is_refused_unread(string policy)
    {
        var marking = new Marking { Policy = policy, Text = new string('/', 8_000_000) };
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("MARK-LENGTH", Marks.Errors(MarkingReader.Read(marking, MarkingKind.Banner, Marks.Registry))[0].Rule);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    private static IEnumerable<LevelWord> Words(string nation) =>
        Marks.Registry.Levels.TryGetNation(nation, out NationLevels? levels) ? levels.Words.Where(word => word.Level > Level.Unclassified) : [];

    // One trick inserted, or in the place of a character; and every character folded or widened to its full form.
    private static IEnumerable<string> LookAlikes(string text)
    {
        for (int at = 0; at <= text.Length; at++)
        {
            foreach (string trick in Tricks)
            {
                yield return text.Insert(at, trick);
                if (at < text.Length)
                {
                    yield return text.Remove(at, 1).Insert(at, trick);
                }
            }
        }

        yield return string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xfee0) : c));
        yield return string.Concat(text.Select(c => $"{c}\u0336"));
        yield return text.ToLowerInvariant();
        yield return text.Normalize(NormalizationForm.FormKD);
        yield return $"\u202e{string.Concat(text.Reverse())}";
    }

    private static string Visible(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:x4}"));
}
