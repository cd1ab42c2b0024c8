using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

public sealed class LevelMapTests
{
    private static readonly LevelMap Levels = MarkingRegistry.Default.Levels;

    [Theory]
    [InlineData("GBR", Level.Confidential, "FRA", Level.Secret)] // France has two levels since July 2021
    [InlineData("USA", Level.Confidential, "GBR", Level.Secret)]
    [InlineData("DEU", Level.Restricted, "USA", Level.Confidential)] // EU-US 2007 art. 3.2: no US equivalent
    [InlineData("DEU", Level.Restricted, "FRA", Level.Restricted)] // DIFFUSION RESTREINTE handles it
    [InlineData("DEU", Level.Restricted, "CAN", Level.Restricted)]
    [InlineData("FRA", Level.TopSecret, "CHE", Level.TopSecret)]
    [InlineData("FRA", Level.Confidential, "FRA", Level.Confidential)] // its own legacy mark
    [InlineData("USA", Level.Secret, "SWE", Level.Secret)]
    [InlineData("USA", Level.Unclassified, "JPN", Level.Unclassified)]
    [InlineData("USA", Level.Restricted, "JPN", Level.TopSecret)] // no row: fail closed
    public void Information_maps_up(string owner, Level level, string recipient, Level expected) =>
        Assert.Equal(expected, Levels.ReceiveAs(owner, level, recipient));

    [Theory]
    [InlineData("AUS", "Baseline", Level.Restricted)] // although PROTECTED information is CONFIDENTIAL
    [InlineData("AUS", "NV1", Level.Secret)]
    [InlineData("GBR", "SC", Level.Secret)]
    [InlineData("DEU", "ü2", Level.Secret)]
    [InlineData("SWE", "HEMLIG", Level.Secret)]
    [InlineData("ROU", "SECRET", Level.Confidential)]
    public void Clearance_is_read_by_nation(string nation, string clearance, Level expected)
    {
        Assert.True(Levels.TryMapClearance(nation, clearance, out Level level));
        Assert.Equal(expected, level);
    }

    [Theory]
    [InlineData("GBR", Level.Confidential, Level.Restricted)]
    [InlineData("CHE", Level.TopSecret, Level.Secret)]
    [InlineData("USA", Level.Restricted, Level.Unclassified)]
    [InlineData("JPN", Level.Secret, Level.Unclassified)]
    public void Clearance_maps_down(string nation, Level level, Level expected) =>
        Assert.Equal(expected, Levels.ClearanceAs(nation, level));

    [Fact]
    public void Unknown_nation_or_word_is_not_mapped()
    {
        Assert.False(Levels.TryMap("JPN", "SECRET", out _));
        Assert.False(Levels.TryMap("FRA", "HEMLIG", out _));
        Assert.False(Levels.TryMap(null!, null!, out _));
        Assert.False(Levels.TryMapClearance("FRA", "SECRET DÉFENSE", out _)); // legacy words clear nobody
    }

    [Fact]
    public void Folding_never_merges_words_of_different_levels() =>
        Assert.All(Levels.Nations, row => Assert.All(row.Words, word =>
            Assert.True(Levels.TryMap(row.Nation, word.Word, out Level level) && level == word.Level, $"{row.Nation} {word.Word}")));

    [Fact]
    public void Every_word_is_found_without_case_and_accents() =>
        Assert.All(Levels.Nations, row => Assert.All(row.Words, word =>
            Assert.True(Levels.TryMap(row.Nation, word.Word.ToLowerInvariant(), out Level level) && level == word.Level, $"{row.Nation} {word.Word}")));

    [Fact]
    public void Every_row_has_a_source() => Assert.All(Levels.Nations, row => Assert.NotEmpty(row.Sources));

    [Fact]
    public void Group_members_are_known_nations() =>
        Assert.All(MarkingRegistry.Default.Coalitions, group => Assert.All(group.Members, code => Assert.True(MarkingRegistry.Default.IsNation(code))));

    [Fact]
    public void Opaque_groups_stand_for_nobody()
    {
        Assert.Equal(["TEYE"], MarkingRegistry.Default.Expand("TEYE"));
        Assert.Equal(["EU"], MarkingRegistry.Default.Expand("EU"));
        Assert.Equal(["AUS", "CAN", "GBR", "USA"], MarkingRegistry.Default.Expand("ACGU"));
        Assert.Equal(33, MarkingRegistry.Default.Expand("NATO").Length);
    }

    [Fact]
    public void Policies_are_nations_with_words_and_the_four_others()
    {
        Assert.All(["US", "NATO", "EU", "TLP", "SWE"], policy => Assert.Contains(policy, MarkingRegistry.Default.Policies));
        Assert.DoesNotContain("USA", MarkingRegistry.Default.Policies);
        Assert.DoesNotContain("FVEY", MarkingRegistry.Default.Policies);
    }
}
