using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Searching;

/// <summary>What every <see cref="ISearchIndex"/> promises: the same hits for the same words, whatever it stands on.</summary>
public abstract class SearchContract
{
    private readonly Corpus _corpus = new();
    private long _through;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The index of this test: empty at first, the same one afterwards.</summary>
    protected abstract ISearchIndex Index { get; }

    /// <summary>Closes the index and opens it again.</summary>
    protected abstract void Reopen();

    [Theory]
    [InlineData("genocide", true)]
    [InlineData("GENOCIDE", true)]
    [InlineData("genocidal", false)]
    [InlineData("genoc*", true)]
    [InlineData("cote ivoire", true)]
    [InlineData("\"côte d'ivoire\"", true)]
    [InlineData("\"ivoire côte\"", false)]
    [InlineData("Cote dIvoire", false)]
    [InlineData("genocide -militia", false)]
    [InlineData("genocide -\"armed militia\"", true)]
    [InlineData("genocide -\"the militia\"", false)]
    [InlineData("genocide -milit*", false)]
    [InlineData("genocide -drone", true)]
    [InlineData("door-to-door", true)]
    [InlineData("\"to door searches\"", true)]
    public async Task A_word_is_found_as_it_is_written(string query, bool found)
    {
        await Put(Doc(1, "Genocide warning: the militia in Côte d'Ivoire began door-to-door searches."));
        Assert.Equal(found ? [(1L, 0)] : [], await Hits(query));
    }

    [Theory]
    [InlineData("الجنجويد")] // as written, with the article
    [InlineData("الجَنْجَوِيد")] // with vowel points
    [InlineData("الفاشر")]
    [InlineData("الفاشر هجوم")]
    [InlineData("الي")] // alef maqsura and ya are one
    [InlineData("2023")] // Arabic-Indic digits
    public async Task Arabic_is_found_with_and_without_points(string query)
    {
        await Put(Doc(1, "هجوم الجنجويد على الفاشر إلى ٢٠٢٣"));
        Assert.Equal([(1L, 0)], await Hits(query));
    }

    [Theory]
    [InlineData("大屠杀", true)]
    [InlineData("屠杀", true)]
    [InlineData("杀屠", false)]
    [InlineData("虐殺", true)]
    [InlineData("ジェノサイド", true)]
    [InlineData("학살", true)]
    [InlineData("학*", false)] // one syllable is too short before a star
    [InlineData("학살을*", false)]
    [InlineData("สังหาร", true)]
    [InlineData("нацгвардия", true)]
    [InlineData("НАЦГВАРДИЯ", true)]
    [InlineData("Ξενοφοβία", true)]
    [InlineData("ξενοφοβια", true)]
    public async Task Scripts_without_spaces_are_found_by_any_part_of_them(string query, bool found)
    {
        await Put(Doc(1, "警告：大屠杀的危险。虐殺の危険、ジェノサイド。학살 위험. การสังหารหมู่ Нацгвардия ΞΕΝΟΦΟΒΊΑ"));
        Assert.Equal(found ? [(1L, 0)] : [], await Hits(query));
    }

    [Fact]
    public async Task All_words_hold_within_one_portion()
    {
        await Put(_corpus.Add(1, [new Told("drones over Darfur"), new Told("militia in Kordofan")]), _corpus.Add(2, [new Told("a drone", "and a militia")]));
        Assert.Empty(await Hits("darfur kordofan"));
        Assert.Equal([(2L, 0)], await Hits("drone militia"));
    }

    [Fact]
    public async Task No_phrase_goes_from_one_field_into_the_next()
    {
        await Put(_corpus.Add(1, [new Told("they will attack", "civilians were moved")]));
        Assert.Empty(await Hits("\"attack civilians\""));
        Assert.Equal([(1L, 0)], await Hits("attack -\"attack civilians\""));
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        await Put(
            _corpus.Add(1, [new Told("massacre") { Countries = ["SDN", "TCD"] }, new Told("massacre") { Class = FieldClass.Evidence }], originator: "FRA"),
            _corpus.Add(2, [new Told("massacre") { Countries = ["MLI"] }], originator: "NATO"),
            _corpus.Add(3, [new Told("massacre")], originator: "EU_1", kind: "Warning"));
        Assert.Equal([(3L, 0), (2L, 0), (1L, 1), (1L, 0)], await Hits("massacre"));
        Assert.Equal([(2L, 0), (1L, 0)], await Hits("massacre", Any(SearchFacets.Country("TCD"), SearchFacets.Country("MLI"))));
        Assert.Equal([(1L, 0)], await Hits("massacre", Any(SearchFacets.Country("SDN")), Any(SearchFacets.Originator(PartnerCode.Of("FRA"))), Any(SearchFacets.Class(FieldClass.Judgement))));
        Assert.Equal([(3L, 0)], await Hits("massacre", Any(SearchFacets.Originator(PartnerCode.Of("EU_1")))));
        Assert.Equal([(3L, 0)], await Hits("", Any(SearchFacets.Kind("gateway.v1.Warning/32"))));
        Assert.Equal([(1L, 1)], await Hits("", Any(SearchFacets.Class(FieldClass.Evidence))));
        Assert.Empty(await Hits("csdn"));
        Assert.Empty(await Hits("ofra*"));
    }

    [Fact]
    public async Task A_tag_belongs_to_the_product_and_its_spelling_does_not_matter()
    {
        await Put(
            _corpus.Add(1, [new Told("massacre"), new Told("Hate Speech", "Protection") { Tags = ["Hate Speech", "Protection"] }]),
            _corpus.Add(2, [new Told("massacre")]));
        ImmutableArray<string> tags = [SearchFacets.Tag("hate-speech"), SearchFacets.Tag("incitement")];
        Assert.Equal([(1L, 0)], await Hits(Plan("massacre") with { OfProduct = tags }));
        Assert.Equal([(1L, 1)], await Hits("", tags));
        Assert.Empty(await Hits("", Any(SearchFacets.Tag("hate"))));
    }

    [Fact]
    public async Task Dates_are_from_and_before()
    {
        await Put(Doc(1, "siege"), Doc(2, "siege"), Doc(3, "siege"));
        Assert.Equal([(2L, 0)], await Hits(Plan("siege") with { FromMs = 2_000, UntilMs = 3_000 }));
        Assert.Equal([(3L, 0), (2L, 0)], await Hits(Plan("siege") with { FromMs = 2_000 }));
    }

    [Fact]
    public async Task Modes_never_mix()
    {
        await Put(
            _corpus.Add(1, [new Told("siege") { Tags = ["x"] }], Mode.Actual),
            _corpus.Add(2, [new Told("siege") { Tags = ["x"] }], Mode.Exercise),
            _corpus.Add(3, [new Told("siege") { Tags = ["x"] }], Mode.Test));
        foreach ((Mode mode, long ordinal) in new[] { (Mode.Actual, 1L), (Mode.Exercise, 2L), (Mode.Test, 3L) })
        {
            SearchPlan plan = Plan("siege") with { Mode = mode, OfProduct = [SearchFacets.Tag("x")] };
            Assert.Equal([SearchKey.Of(ordinal, 0)], await Index.FindAsync(plan with { Classes = await Classes() }, long.MaxValue, 10, Cancellation));
        }
    }

    [Fact]
    public async Task Portions_of_other_classes_are_passed_over()
    {
        await Put(
            _corpus.Add(1, [new Told("siege") { Mark = "TLP:RED" }, new Told("siege") { Mark = "TLP:CLEAR" }]),
            _corpus.Add(2, [new Told("siege") { Mark = "TLP:CLEAR" }], originator: "DEU"));
        IReadOnlyList<SightClass> classes = await Index.ClassesAsync(0, Cancellation);
        Assert.Equal(3, classes.Count);
        Assert.Equal(classes.Select(one => one.Number).Order(), classes.Select(one => one.Number));
        Assert.Empty(await Index.ClassesAsync(classes[^1].Number, Cancellation));
        SightClass clear = classes.Single(one => one.Marking.Text == "TLP:CLEAR" && one.Originator == PartnerCode.Of("FRA"));
        Assert.Equal([SearchKey.Of(1, 1)], await Index.FindAsync(Plan("siege") with { Classes = [clear.Number] }, long.MaxValue, 10, Cancellation));
        Assert.Empty(await Index.FindAsync(Plan("siege"), long.MaxValue, 10, Cancellation));
    }

    [Fact]
    public async Task Pages_follow_each_other_while_more_arrives()
    {
        await Put([.. Enumerable.Range(1, 20).Select(i => Doc(i, $"siege number{i}"))]);
        SearchPlan plan = Plan("siege") with { Classes = await Classes() };
        IReadOnlyList<long> first = await Index.FindAsync(plan, long.MaxValue, 7, Cancellation);
        await Put(Doc(21, "siege that came later"));
        IReadOnlyList<long> second = await Index.FindAsync(plan, first[^1], 7, Cancellation);
        Assert.Equal(Enumerable.Range(7, 14).Reverse().Select(i => SearchKey.Of(i, 0)), first.Concat(second));
    }

    [Fact]
    public async Task Putting_a_product_again_puts_it_in_place_of_what_was_there()
    {
        await Put(_corpus.Add(1, [new Told("siege"), new Told("famine")]), Doc(2, "siege"));
        await Put(_corpus.Add(1, [new Told("drought")]));
        Assert.Equal([(2L, 0)], await Hits("siege"));
        Assert.Empty(await Hits("famine"));
        Assert.Equal([(1L, 0)], await Hits("drought"));
        await Put(_corpus.Add(1, [new Told("drought")]));
        Assert.Equal([(1L, 0)], await Hits("drought"));
        await Put(_corpus.Remove(1));
        Assert.Empty(await Hits("drought"));
    }

    [Fact]
    public async Task It_knows_how_far_it_is_after_it_was_closed()
    {
        Assert.Equal(0, await Index.ThroughAsync(Cancellation));
        await Put(Doc(1, "siege"), Doc(2, "siege"));
        Reopen();
        Assert.Equal(_through, await Index.ThroughAsync(Cancellation));
        Assert.Equal([(2L, 0), (1L, 0)], await Hits("siege"));
    }

    [Theory]
    [InlineData("NEAR(siege militia)")]
    [InlineData("words : siege")]
    [InlineData("{facets} : csdn")]
    [InlineData("siege OR nothing")]
    [InlineData("siege AND NOT militia")]
    [InlineData("siege) OR (words : *")]
    [InlineData("siege' | 'militia")]
    [InlineData("siege <-> militia")]
    [InlineData("siege:* & !militia")]
    [InlineData("'; DROP TABLE product; --")]
    [InlineData("siege\\' || \\'")]
    [InlineData("^siege + militia")]
    [InlineData("siege:ABCD")]
    [InlineData("%_ siege")]
    [InlineData("\"siege\"\" OR \"militia\"")]
    public async Task No_operator_of_a_backend_means_anything(string query)
    {
        await Put(Doc(1, "the siege and the militia"), Doc(2, "siege or militia or not near words facets csdn drop table product abcd nothing"));
        Assert.Equal(_corpus.Expected(Plan(query)).Select(Place), await Hits(query));
    }

    [Fact]
    public async Task The_largest_query_is_answered()
    {
        string[] words = [.. Enumerable.Range(0, QueryReader.MostTerms).Select(i => $"w{i}")];
        await Put(Doc(1, string.Join(' ', words)), Doc(2, string.Join(' ', words.Skip(1))));
        Assert.Equal([(1L, 0)], await Hits(string.Join(' ', words)));
        ImmutableArray<string> many = [.. Enumerable.Range(0, 50).Select(i => SearchFacets.Country($"C{i:00}")), SearchFacets.Country("SDN")];
        Assert.Equal([(2L, 0), (1L, 0)], await Hits("w5 w*".Replace("w*", "w1*", StringComparison.Ordinal), many));
    }

    [Fact]
    public async Task Long_portions_are_found_to_their_last_word()
    {
        string text = string.Join(' ', Enumerable.Range(0, 20_000).Select(i => i % 2 == 0 ? "and" : "so")) + " the very last";
        await Put(Doc(1, text));
        Assert.Equal([(1L, 0)], await Hits("\"the very last\""));
        Assert.Equal([(1L, 0)], await Hits("\"so the very\""));
    }

    [Fact]
    public async Task No_length_that_a_partner_may_send_keeps_a_portion_out()
    {
        string tag = string.Concat(Enumerable.Range(0, 9_000).Select(i => $"w{i} "));
        await Put(_corpus.Add(1, [new Told("siege", tag) { Tags = [tag], Mark = new string('X', 500) }]));
        Assert.Equal([(1L, 0)], await Hits("siege w8999", Any(SearchFacets.Tag(tag))));
    }

    [Fact]
    public void Words_find_what_the_rules_say() => Gen.Select(
        Gen.Select(RandomText, RandomText).Select((one, other) => new Told(one, other)).Array[1, 3].Array[1, 8], RandomQuery.Array[1, 8])
        .Sample(
            (products, queries) =>
            {
                foreach (long ordinal in _corpus.Ordinals.ToArray())
                {
                    Put(_corpus.Remove(ordinal)).GetAwaiter().GetResult();
                }

                Put([.. products.Select((portions, i) => _corpus.Add(i + 1, portions))]).GetAwaiter().GetResult();
                foreach (string query in queries)
                {
                    if (QueryReader.Read(query) is QueryReading.Readable)
                    {
                        Assert.Equal(_corpus.Expected(Plan(query)).Select(Place), Hits(query).GetAwaiter().GetResult());
                    }
                }

                return true;
            },
            iter: 40,
            threads: 1);

    private static readonly Gen<string> RandomWord = OneOf("ab", "abc", "b", "Ab", "äb", "abc-b", "大屠杀", "大", "杀", "12", "ا", "§", "NOT", "\"", "*", "-", "'");

    private static readonly Gen<string> RandomText = RandomWord.Array[0, 6].Select(words => string.Join(' ', words));

    private static readonly Gen<string> RandomQuery = Gen.Select(OneOf("", "-", "\""), RandomWord, OneOf("", "*", " b", "\""))
        .Select((before, word, after) => before == "\"" ? $"\"{word}{(after == "\"" ? "" : after)}\"" : before + word + after)
        .Array[1, 3].Select(terms => string.Join(' ', terms));

    protected async Task Put(params IndexedProduct[] products) => await Index.ApplyAsync(products, _through += products.Length, Cancellation);

    protected Task<(long Ordinal, int Index)[]> Hits(string query, params ImmutableArray<string>[] facets) =>
        Hits(Plan(query) with { Facets = [.. facets] });

    private async Task<(long Ordinal, int Index)[]> Hits(SearchPlan plan)
    {
        if (!plan.Asks)
        {
            return [];
        }

        IReadOnlyList<long> keys = await Index.FindAsync(plan with { Classes = await Classes() }, long.MaxValue, 1_000, Cancellation);
        Assert.Equal(keys.OrderDescending(), keys);
        return [.. keys.Where(key => _corpus.Matches(plan, key)).Select(Place)];
    }

    protected IndexedProduct Doc(long ordinal, string text) => _corpus.Add(ordinal, [new Told(text)]);

    /// <summary>A query with faults asks nothing.</summary>
    protected static SearchPlan Plan(string query) => new()
    {
        Mode = Mode.Actual,
        Query = QueryReader.Read(query) is QueryReading.Readable readable ? readable.Query : SearchQuery.Empty,
    };

    protected async Task<ImmutableArray<long>> Classes() => [.. (await Index.ClassesAsync(0, Cancellation)).Select(one => one.Number)];

    private static ImmutableArray<string> Any(params string[] facets) => [.. facets];

    private static (long Ordinal, int Index) Place(long key) => (SearchKey.Ordinal(key), SearchKey.Index(key));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
