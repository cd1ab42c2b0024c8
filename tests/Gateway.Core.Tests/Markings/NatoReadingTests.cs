using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

/// <summary>NATO marks in their own form (grammar and rules: docs/markings.md, "NATO").</summary>
public sealed class NatoReadingTests
{
    [Theory]
    [InlineData("NATO UNCLASSIFIED", null, Level.Unclassified)]
    [InlineData("NATO RESTRICTED", null, Level.Restricted)]
    [InlineData("NATO CONFIDENTIAL", null, Level.Confidential)]
    [InlineData("NATO SECRET", null, Level.Secret)]
    [InlineData("COSMIC TOP SECRET", null, Level.TopSecret)]
    [InlineData("NATO/EAPC SECRET", null, Level.Secret)]
    [InlineData("NATO/RESOLUTE SUPPORT CONFIDENTIAL", null, Level.Confidential)]
    [InlineData("NATO/Releasable SECRET Releasable to Sweden", "NATO SECRET Releasable to Sweden", Level.Secret)] // hidden value of a label
    [InlineData("NATO SECRET ATOMAL", null, Level.Secret)]
    [InlineData("COSMIC TOP SECRET BOHEMIA", null, Level.TopSecret)]
    [InlineData("NATO SECRET CRYPTO ATOMAL", "NATO SECRET ATOMAL CRYPTO", Level.Secret)]
    [InlineData("NATO SECRET Releasable to Sweden", null, Level.Secret)]
    [InlineData("NATO RESTRICTED Releasable To Japan, Australia, PFP", "NATO RESTRICTED Releasable to Australia, Japan, PFP", Level.Restricted)]
    [InlineData("NATO/EAPC CONFIDENTIAL Releasable to RESOLUTE SUPPORT", "NATO/EAPC CONFIDENTIAL Releasable to RSMA", Level.Confidential)]
    [InlineData("NATO SECRET Releasable to JPN, United States, UK", "NATO SECRET Releasable to United Kingdom, Japan, United States of America", Level.Secret)]
    [InlineData("NATO SECRET Releasable to Bosnia and Herzegovina, Republic of Korea", null, Level.Secret)]
    [InlineData("NATO CONFIDENTIAL - STAFF", null, Level.Confidential)]
    [InlineData("NATO SECRET Norway, United States Only", "NATO SECRET Norway, United States of America ONLY", Level.Secret)]
    [InlineData("NATO/KFOR CONFIDENTIAL Ireland, Ukraine, NATO ONLY", null, Level.Confidential)]
    [InlineData("COSMIC TOP SECRET ATOMAL - STAFF Norway ONLY", null, Level.TopSecret)]
    [InlineData("NATO SECRET CRYPTO Releasable to Japan - MEDICAL Japan, Norway ONLY", null, Level.Secret)]
    [InlineData("NATO SECRET Releasable to Japan Japan, Norway ONLY", null, Level.Secret)]
    [InlineData("NATO CONFIDENTIEL", "NATO CONFIDENTIAL", Level.Confidential)] // French alias
    [InlineData("COSMIC TRÈS SECRET", "COSMIC TOP SECRET", Level.TopSecret)]
    public void NATO_mark_is_read(string text, string? canonical, Level level)
    {
        ParsedMarking mark = Marks.Parsed(Marks.Of("NATO", text));
        Assert.Equal((canonical ?? text, level), (mark.Canonical, mark.Level));
        Assert.Equal(["NATO"], mark.Owners);
    }

    [Theory]
    [InlineData("SECRET", "NATO-LEVEL-UNKNOWN", 0)]
    [InlineData("NATO", "NATO-LEVEL-UNKNOWN", 0)]
    [InlineData("NATO  SECRET", "NATO-LEVEL-UNKNOWN", 0)]
    [InlineData("NATO/EAPC HUSH", "NATO-LEVEL-UNKNOWN", 10)]
    [InlineData("NATO TOP SECRET", "NATO-COSMIC", 0)] // §3 rule 4
    [InlineData("COSMIC SECRET", "NATO-COSMIC", 0)]
    [InlineData("NATO/EAPC TOP SECRET", "NATO-COSMIC", 0)]
    [InlineData("NATO/NOWHERE SECRET", "NATO-CONTEXT-UNKNOWN", 5)]
    [InlineData("NATO/", "NATO-CONTEXT-UNKNOWN", 5)]
    [InlineData("NATO SECRET HUSH", "NATO-TOKEN-UNKNOWN", 12)]
    [InlineData("NATO SECRET//REL TO USA", "NATO-LEVEL-UNKNOWN", 0)]
    [InlineData("NATO SECRET ", "NATO-TOKEN-UNKNOWN", 12)]
    [InlineData("NATO SECRET Norway", "NATO-TOKEN-UNKNOWN", 12)] // names without ONLY
    [InlineData("NATO SECRET Releasable to Norway,Japan", "NATO-TOKEN-UNKNOWN", 32)]
    [InlineData("NATO RESTRICTED ATOMAL", "NATO-SENSITIVITY-LEVEL", 16)]
    [InlineData("NATO SECRET BOHEMIA", "NATO-SENSITIVITY-LEVEL", 12)]
    [InlineData("NATO SECRET ATOMAL ATOMAL", "NATO-SENSITIVITY-DUPLICATE", 19)]
    [InlineData("NATO SECRET Releasable to Atlantis", "NATO-NAME-UNKNOWN", 26)]
    [InlineData("NATO SECRET Releasable to Japan, Atlantis, Norway", "NATO-NAME-UNKNOWN", 33)]
    [InlineData("NATO SECRET Atlantis ONLY", "NATO-NAME-UNKNOWN", 12)]
    [InlineData("NATO SECRET Releasable to Japan, Japan", "NATO-LIST-DUPLICATE", 33)]
    [InlineData("NATO SECRET Releasable to Japan, JPN", "NATO-LIST-DUPLICATE", 33)]
    [InlineData("COSMIC TOP SECRET Releasable to Japan", "NATO-REL-LEVEL", 18)] // §3 rule 16
    [InlineData("NATO/Releasable SECRET", "NATO-REL-MISSING", 5)]
    [InlineData("NATO SECRET - HUSH", "NATO-ADMIN-UNKNOWN", 14)]
    [InlineData("NATO SECRET - STAFF ATOMAL", "NATO-ORDER", 20)]
    [InlineData("NATO SECRET Norway ONLY Releasable to Japan", "NATO-ORDER", 24)]
    [InlineData("NATO SECRET - STAFF - MEDICAL", "NATO-ORDER", 20)]
    public void Invalid_NATO_mark_names_the_rule_and_the_place(string text, string rule, int position)
    {
        var errors = Marks.Errors(MarkingReader.Read(Marks.Of("NATO", text), MarkingKind.Portion, Marks.Registry));
        Assert.Contains(errors, error => error.Rule == rule && error.Position == position);
        Assert.All(errors, error => Assert.NotEmpty(error.Message));
    }

    [Fact]
    public void All_errors_of_a_NATO_mark_are_reported_at_once() =>
        Assert.Equal(
            ["NATO-CONTEXT-UNKNOWN", "NATO-SENSITIVITY-LEVEL", "NATO-NAME-UNKNOWN", "NATO-ADMIN-UNKNOWN"],
            Marks.Errors(MarkingReader.Read(Marks.Of("NATO", "NATO/MOON RESTRICTED ATOMAL Releasable to Atlantis, Japan - HUSH"), MarkingKind.Banner, Marks.Registry))
                .Select(error => error.Rule));

    [Fact]
    public void Everything_a_NATO_mark_says_is_in_the_parsed_mark()
    {
        ParsedMarking mark = Marks.Portion("NATO:NATO/KFOR SECRET ATOMAL Releasable to Japan - STAFF Japan, Norway ONLY");
        Assert.Equal(("KFOR", "NATO SECRET", "Japan, Norway ONLY"), (mark.Context, mark.LevelWord, mark.Caveat));
        Assert.Equal(["ATOMAL"], mark.OtherControls);
        Assert.Equal(["JPN"], mark.ReleasableTo!.Value);
        Assert.Equal(["STAFF"], mark.Informative);
        Assert.Equal(["JPN", "NOR"], mark.Only!.Value);
        Assert.Null(mark.NationalOnly);
    }

    [Fact]
    public void Obsolete_context_is_read_with_a_remark() =>
        Assert.Equal("NATO-CONTEXT-OBSOLETE", Assert.Single(Marks.Portion("NATO:NATO/IP SECRET").Warnings).Rule);

    [Fact]
    public void Stated_list_repeats_the_list_of_a_NATO_mark_or_is_empty()
    {
        Assert.Equal(["JPN"], Marks.Parsed(Marks.Of("NATO", "NATO SECRET Releasable to Japan", "JPN")).ReleasableTo!.Value);
        var reading = MarkingReader.Read(Marks.Of("NATO", "NATO SECRET", "JPN"), MarkingKind.Portion, Marks.Registry);
        Assert.Equal("MARK-LIST-DISAGREES", Assert.Single(Marks.Errors(reading)).Rule);
    }

    [Fact]
    public void Every_nation_can_be_named_and_reads_back() =>
        Assert.All(Marks.Registry.Nations, code =>
            Assert.Equal([code], Marks.Portion($"NATO:{Marks.Portion($"NATO:NATO SECRET Releasable to {code}").Canonical}").ReleasableTo!.Value));
}
