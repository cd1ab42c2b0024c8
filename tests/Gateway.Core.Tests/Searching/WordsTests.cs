using CsCheck;
using Gateway.Core.Searching;

namespace Gateway.Core.Tests.Searching;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Côte d'Ivoire", "cote d ivoire")]
    [InlineData("ÅNGSTRÖM Łódź Ðuro Straße ﬁre Œuvre", "angstrom lodz duro strasse fire oeuvre")]
    [InlineData("e\u0301te\u0301", "ete")] // decomposed
    [InlineData("soft\u00ADhyphen zero\u200Bwidth bi\u202Edi", "softhyphen zerowidth bidi")]
    [InlineData("Ｆｕｌｌ　ｗｉｄｔｈ １２", "full width 12")]
    [InlineData("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ")]
    [InlineData("Ёлка Їжак", "елка іжак")]
    [InlineData("أإآا ى ة ک ـــ", "اااا ي ه ك")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("हिन्दी", "हिन्दी")] // vowel signs are part of the word
    [InlineData("大屠杀2023 x", "大 屠 杀 2023 x")]
    [InlineData("パリ", "パ リ")]
    [InlineData("𐐀 𝐀", "𐐨 𝐀")]
    [InlineData("U.S. §12 a_b 3,5", "u s 12 a b 3 5")]
    public void Text_is_cut_and_folded(string text, string words) => Assert.Equal(words, string.Join(' ', Words.Of(text).Select(word => word.Text)));

    [Fact]
    public void A_word_knows_where_it_stands()
    {
        const string Text = "the é\u0301té of 大屠";
        Assert.Equal(["the", "é\u0301té", "of", "大", "屠"], Words.Of(Text).Select(word => Text.Substring(word.Start, word.Length)));
    }

    [Fact]
    public void A_word_without_end_is_cut_off() => Assert.Equal(Words.Longest, Assert.Single(Words.Of(new string('x', 10_000))).Text.Length);

    [Fact]
    public void Any_text_is_cut_into_words_within_it_and_in_order() => Gen.String[Gen.Char, 0, 40].Sample(text =>
    {
        int at = 0;
        foreach (Word word in Words.Of(text))
        {
            if (word.Start < at || word.Length == 0 || word.Start + word.Length > text.Length || word.Text.Length == 0)
            {
                return false;
            }

            at = word.Start + word.Length;
        }

        return true;
    });

    [Fact]
    public void Folding_again_changes_nothing() => Gen.String[Gen.Char['\u00a1', '\uffef'], 0, 20].Sample(text =>
    {
        string once = string.Join(' ', Words.Of(text).Select(word => word.Text));
        return once == string.Join(' ', Words.Of(once).Select(word => word.Text));
    });
}
