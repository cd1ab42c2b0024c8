using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Searching;

namespace Gateway.Core.Tests.Searching;

public sealed class ExcerptTests
{
    [Fact]
    public void What_matched_is_marked_and_nothing_else() =>
        Assert.Equal("field0: the [Siege] of [El Fasher] goes on", Shown("siege \"el fasher\"", "the Siege of El Fasher goes on"));

    [Fact]
    public void Every_field_that_matches_has_its_own_up_to_three() => Assert.Equal(
        "field0: a [siege] | field2: [siege] b | field3: [siege]",
        Shown("siege", "a siege", "nothing", "siege b", "siege", "siege at last"));

    [Fact]
    public void A_long_text_is_cut_around_the_first_match_at_words()
    {
        string text = string.Join(' ', Enumerable.Range(1000, 400).Select(i => $"w{i}"));
        string shown = Shown("w1200", text);
        Assert.StartsWith("field0: …w1", shown, StringComparison.Ordinal);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.Contains(" [w1200] ", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 100, 190);
    }

    [Fact]
    public void Terms_that_overlap_are_marked_once() =>
        Assert.Equal("field0: [mass killings] again", Shown("\"mass kill*\" killing*", "mass killings again"));

    [Fact]
    public void Line_breaks_do_not_break_an_excerpt() => Assert.Equal("field0: one [two] three", Shown("two", "one\r\ntwo\tthree"));

    [Fact]
    public void Without_words_it_is_the_beginning() => Assert.Equal("field0: all of it", Shown("", "all of it", "more"));

    [Fact]
    public void What_is_left_out_is_never_marked()
    {
        Assert.Null(PortionMatch.Of(Query("siege -drone"), [new FieldText("a", "siege"), new FieldText("b", "drones and a drone")]));
        Assert.Equal("field0: [siege] drones", Shown("siege -drone", "siege drones"));
    }

    [Fact]
    public void An_excerpt_is_a_piece_of_its_text() => Gen.Select(
        Gen.OneOf(OneOf("siege", "x", "大屠", "é", "\ud83d\ude00", "\ud83d", " "), Gen.String[Gen.Char, 1, 30]).Array[0, 80],
        OneOf("siege", "x", "大屠", "e", "si*"))
        .Sample((parts, query) =>
        {
            string text = string.Join(' ', parts);
            FieldText[] fields = [new FieldText("a", text)];
            return PortionMatch.Of(Query(query), fields) is not { } spans || Excerpt.Of(fields, spans).All(excerpt =>
                text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ').Contains(
                    string.Concat(excerpt.Runs.Where((run, i) => run.Text != "…" || (i > 0 && i < excerpt.Runs.Length - 1)).Select(run => run.Text)),
                    StringComparison.Ordinal)
                && excerpt.Runs.Any(run => run.Matched));
        });

    private static string Shown(string query, params string[] texts)
    {
        FieldText[] fields = [.. texts.Select((text, i) => new FieldText($"field{i}", text))];
        ImmutableArray<MatchedSpan>? spans = PortionMatch.Of(Query(query), fields);
        Assert.NotNull(spans);
        return string.Join(" | ", Excerpt.Of(fields, spans.Value).Select(excerpt =>
            $"{excerpt.Field}: {string.Concat(excerpt.Runs.Select(run => run.Matched ? $"[{run.Text}]" : run.Text))}"));
    }

    private static SearchQuery Query(string text) => Assert.IsType<QueryReading.Readable>(QueryReader.Read(text)).Query;

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
