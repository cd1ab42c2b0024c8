using CsCheck;
using Gateway.Core.Searching;

namespace Gateway.Core.Tests.Searching;

public sealed class QueryReaderTests
{
    private const string Signs = "\"*-:(){}'\\^+~§\0 ";

    [Theory]
    [InlineData("", "")]
    [InlineData("Siege", "siege")]
    [InlineData("  siege \t famine ", "siege famine")]
    [InlineData("\"Armed Militia\"", "\"armed militia\"")]
    [InlineData("“armed militia”", "\"armed militia\"")]
    [InlineData("«armed militia»", "\"armed militia\"")]
    [InlineData("recruit*", "recruit*")]
    [InlineData("siege -drone -\"air strike\" -milit*", "siege -drone -\"air strike\" -milit*")]
    [InlineData("door-to-door", "\"door to door\"")]
    [InlineData("\"mass kill*\"", "\"mass kill*\"")]
    [InlineData("\"mass kill\"*", "\"mass kill*\"")]
    [InlineData("大屠杀", "\"大 屠 杀\"")]
    [InlineData("siege OR NEAR(x) AND NOT facets:y", "siege or \"near x\" and not \"facets y\"")]
    [InlineData("a\"b c\"", "a \"b c\"")]
    [InlineData("siege ??? & | :", "siege")]
    public void A_query_is_understood(string text, string understood) =>
        Assert.Equal(understood, Assert.IsType<QueryReading.Readable>(QueryReader.Read(text)).Query.ToString());

    [Theory]
    [InlineData("siege \"armed mil", 7, "This quote is not closed; put another '\"' behind the phrase.")]
    [InlineData("\"", 1, "This quote is not closed; put another '\"' behind the phrase.")]
    [InlineData("siege -", 7, "A '-' stands directly before what to leave out.")]
    [InlineData("siege - drone", 7, "A '-' stands directly before what to leave out.")]
    [InlineData("siege \"\"", 7, "The quotes are empty.")]
    [InlineData("siege \" ?! \"", 7, "The quotes are empty.")]
    [InlineData("siege *", 7, "Put at least 2 letters before '*'.")]
    [InlineData("siege x*", 7, "Put at least 2 letters before '*'.")]
    [InlineData("si*ge", 1, "A '*' stands at the end of a word, for whatever follows.")]
    [InlineData("-siege", 1, "Say at least one thing to look for; a query cannot only leave out.")]
    public void A_fault_is_named_with_its_column(string text, int column, string message)
    {
        QueryReading.Unreadable unreadable = Assert.IsType<QueryReading.Unreadable>(QueryReader.Read(text));
        Assert.Equal([new QueryError(column, message)], unreadable.Errors);
    }

    [Fact]
    public void Every_fault_is_told_at_once() => Assert.Equal(
        [1, 6, 8],
        Assert.IsType<QueryReading.Unreadable>(QueryReader.Read("si*g - \"open")).Errors.Select(error => error.Column));

    [Fact]
    public void Size_is_limited()
    {
        Assert.IsType<QueryReading.Readable>(QueryReader.Read(string.Join(' ', Enumerable.Range(0, QueryReader.MostTerms))));
        Assert.IsType<QueryReading.Unreadable>(QueryReader.Read(string.Join(' ', Enumerable.Range(0, QueryReader.MostTerms + 1))));
        Assert.IsType<QueryReading.Unreadable>(QueryReader.Read(string.Join(' ', Enumerable.Range(0, 10_000))));
        Assert.IsType<QueryReading.Readable>(QueryReader.Read(new string('大', QueryReader.MostWords)));
        Assert.IsType<QueryReading.Unreadable>(QueryReader.Read(new string('大', QueryReader.MostWords + 1)));
    }

    [Fact]
    public void Nothing_that_is_typed_makes_it_throw_and_every_word_is_plain() => Gen.String[Gen.OneOf(Gen.Char, OneOf(Signs.ToCharArray())), 0, 60]
        .Sample(text => QueryReader.Read(text) is not QueryReading.Readable readable
            || readable.Query.Terms.All(term => term.Words.All(word => word.Length is > 0 and <= Words.Longest && !word.Any(Signs.Contains))));

    [Fact]
    public void What_was_understood_is_understood_the_same() => Gen.String[OneOf("ab1éß大 \"*-".ToCharArray()), 0, 30].Sample(text =>
        QueryReader.Read(text) is not QueryReading.Readable readable
        || (QueryReader.Read(readable.Query.ToString()) is QueryReading.Readable again && again.Query.ToString() == readable.Query.ToString()));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
