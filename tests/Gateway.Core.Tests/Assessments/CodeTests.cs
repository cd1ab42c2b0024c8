using Gateway.Core.Assessments;

namespace Gateway.Core.Tests.Assessments;

public class CodeTests
{
    [Theory]
    [InlineData("SDN", true)]
    [InlineData("PSE", true)] // no producer of forecasts numbers it
    [InlineData("XKX", true)]
    [InlineData("NAM", true)]
    [InlineData("YUG", false)]
    [InlineData("sdn", false)]
    [InlineData("", false)]
    public void A_country_has_its_code(string iso3, bool real) => Assert.Equal(real, IsoCodes.IsCountry(iso3));

    [Fact]
    public void Every_country_that_is_forecast_has_a_code() => Assert.All(Countries.All, country => Assert.True(IsoCodes.IsCountry(country.Iso3), country.Name));

    [Theory]
    [InlineData("SD-KH", true)]
    [InlineData("ML-5", true)]
    [InlineData("GB-ENG", true)]
    [InlineData("SD-", false)]
    [InlineData("SD-KHAR", false)]
    [InlineData("ZZ-KH", false)]
    [InlineData("SD KH", false)]
    [InlineData("SD-kh", false)]
    public void A_subdivision_has_its_shape(string code, bool shaped) => Assert.Equal(shaped, IsoCodes.IsSubdivision(code));

    [Theory]
    [InlineData("SDKRT", true)]
    [InlineData("SDK1T", false)] // 0 and 1 are not used
    [InlineData("ZZKRT", false)]
    [InlineData("SDKR", false)]
    public void A_city_has_its_shape(string code, bool shaped) => Assert.Equal(shaped, IsoCodes.IsCity(code));

    [Theory]
    [InlineData("Ménaka", true)]
    [InlineData("", true)]
    [InlineData("می\u200Cخواهم", true)] // joiners belong to the script
    [InlineData("क्\u200Dष", true)]
    [InlineData("👩🏽", true)]
    [InlineData("a\u202Eb", false)]
    [InlineData("a\u2067b", false)]
    [InlineData("a\u200Fb", false)]
    [InlineData("a\tb", false)]
    [InlineData("a\u00ADb", false)]
    [InlineData("\U000E0041", false)] // a tag character
    [InlineData("\uE000", false)]
    public void A_name_is_what_it_looks_like(string text, bool plain) => Assert.Equal(plain, PlainText.IsPlain(text));

    [Fact]
    public void Half_a_surrogate_pair_is_no_name()
    {
        Assert.False(PlainText.IsPlain("a" + '\uD83D'));
        Assert.False(PlainText.IsPlain('\uDC00' + "a"));
    }
}
