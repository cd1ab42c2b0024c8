using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Policy;
using static Gateway.Core.Tests.Policy.InterpreterTests;
using static Gateway.Core.Tests.Policy.World;

namespace Gateway.Core.Tests.Policy;

public sealed class PolicyLoaderTests
{
    private const string Sound = """
        policy outbound version 2 supersedes 1 sha256:0000000000000000000000000000000000000000000000000000000000000000
        schema risk-assessment/1 marking/1 roster/2026-09-01
        effective 2026-01-01T00:00Z  review-by 2027-04-01

        # Comments are for the author; they are no part of the canonical text.
        give L05-judgement
          because "MOU 2024/17 annex B"
          field class judgement, confidence
          to coalition NATO
          when region in (NER, MLI)
               level <= SECRET
          outcome release
          until 2027-04-01

        limit L11-sources
          because "Originators keep their sources"
          field class sources-and-methods
          to all partners
          outcome withhold

        example "Judgements on the Sahel go to allies"
          field class judgement marking "(S//REL TO USA, FRA)" region MLI
          to FRA at 2026-10-02
          expect release by L05-judgement

        example "Sources stay"
          field class sources-and-methods marking "(S//REL TO USA, FRA)"
          to FRA at 2026-10-02
          expect withhold by L11-sources

        example "ORCON without approval stays home"
          field class judgement marking "(S//OC/REL TO USA, FRA)" region MLI
          to FRA at 2026-10-02
          expect withhold by M07-orcon

        invariant "sources and methods never leave"
          for all fields class sources-and-methods, all partners: withhold

        """;

    private static readonly World WorldTable = new();

    [Fact]
    public void A_sound_file_loads()
    {
        PolicySet policy = Loaded(Sound);

        Assert.Equal(["L05-judgement", "L11-sources"], policy.Rules.Select(r => r.Id));
        Assert.Equal(64, policy.Digest.Length);
    }

    [Fact]
    public void The_canonical_text_is_stable_and_means_the_same()
    {
        string once = PolicyFormatter.Format(Loaded(Sound).Files[0]);
        string twice = PolicyFormatter.Format(Loaded(once).Files[0]);

        Assert.Equal(once, twice);
        Assert.Equal(Loaded(Sound).Digest, Loaded(once).Digest);
        Assert.DoesNotContain('#', once);
        Assert.Contains("when level <= SECRET", PolicyFormatter.Format(Loaded(Sound.Replace("region in (NER, MLI)\n       level", "level", StringComparison.Ordinal)).Files[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_and_layout_do_not_change_the_digest_and_a_rule_does()
    {
        string digest = Loaded(Sound).Digest;

        Assert.Equal(digest, Loaded(Sound.Replace("(NER, MLI)", "(MLI,NER)   # sorted", StringComparison.Ordinal)).Digest);
        Assert.NotEqual(digest, Loaded(Sound.Replace("until 2027-04-01", "until 2027-04-02", StringComparison.Ordinal)).Digest);
    }

    [Fact]
    public void No_files_are_refused() => Assert.Equal("no-policy", Assert.Single(Errors()).Rule);

    [Theory]
    [InlineData("give L05-judgement", "grant L05-judgement", 6, 1, "syntax")]
    [InlineData("  field class judgement, confidence", "  field class judgement confidence", 8, 25, "syntax")]
    [InlineData("level <= SECRET", "level < SECRET", 11, 14, "syntax")]
    [InlineData("  outcome release\n", "  outcome perhaps\n", 12, 11, "syntax")]
    [InlineData("\"MOU 2024/17 annex B\"", "\"MOU 2024/17 annex B", 7, 11, "syntax")]
    [InlineData("  because \"MOU 2024/17 annex B\"\n", "", 6, 6, "missing-because")]
    [InlineData("\"MOU 2024/17 annex B\"", "\" \"", 7, 11, "missing-because")]
    [InlineData("class judgement, confidence", "class judgment, confidence", 8, 15, "unknown-name")]
    [InlineData("to coalition NATO", "to coalition NATTO", 9, 16, "unknown-name")]
    [InlineData("to coalition NATO", "to partner FRE", 9, 14, "unknown-name")]
    [InlineData("(NER, MLI)", "(NER, Mali)", 10, 24, "unknown-name")]
    [InlineData("level <= SECRET", "level <= SECRETO", 11, 17, "unknown-name")]
    [InlineData("by L05-judgement", "by L06-judgement", 21, 9, "unknown-name")]
    [InlineData("risk-assessment/1", "risk-assessment/7", 2, 8, "unknown-name")]
    [InlineData("level <= SECRET", "level >= SECRET", 11, 8, "not-monotone")]
    [InlineData("when region", "when not region", 10, 12, "not-monotone")]
    [InlineData("  to all partners\n  outcome withhold", "  to coalition NATO\n  outcome withhold", 18, 6, "not-monotone")]
    [InlineData("  to all partners\n  outcome withhold", "  to all partners\n  when level <= SECRET\n  outcome withhold", 19, 8, "not-monotone")]
    [InlineData("  to all partners\n  outcome withhold", "  to all partners\n  when partner in NATO\n  outcome withhold", 19, 8, "not-monotone")]
    [InlineData("  to all partners\n  outcome withhold", "  to all partners\n  when not level >= SECRET\n  outcome withhold", 19, 12, "not-monotone")]
    [InlineData("  to all partners\n  outcome withhold", "  to all partners\n  when region in partner.regions\n  outcome withhold", 19, 8, "not-monotone")]
    [InlineData("limit L11-sources", "limit L05-judgement", 15, 7, "duplicate-id")]
    [InlineData("limit L11-sources", "limit M11-sources", 15, 7, "reserved-id")]
    [InlineData("until 2027-04-01", "until 1.4.2027", 13, 9, "not-a-date")]
    [InlineData("  to all partners\n  outcome withhold", "  to all partners\n  outcome release", 19, 11, "limit-releases")]
    [InlineData("level <= SECRET\n  outcome release", "level <= SECRET\n  outcome withhold", 12, 11, "give-withholds")]
    [InlineData("version 2", "version two", 1, 25, "not-a-version")]
    [InlineData("supersedes 1", "supersedes 2", 1, 38, "header")]
    [InlineData("effective 2026-01-01T00:00Z  review-by 2027-04-01\n", "", 1, 1, "header")]
    [InlineData("expect release by", "expect tear line by", 21, 9, "failing-example")]
    [InlineData("expect withhold by L11-sources", "expect withhold by M07-orcon", 26, 9, "failing-example")]
    public void Each_error_points_at_its_place(string sound, string broken, int line, int column, string rule)
    {
        string text = Sound.Replace(sound, broken, StringComparison.Ordinal);
        Assert.NotEqual(Sound, text);

        PolicyError error = Errors(text).First(e => e.Rule == rule);

        Assert.True((line, column) == (error.Line, error.Column), error.ToString());
        Assert.Equal("0.relpol", error.File);
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        string text = Sound
            .Replace("give L05", "grant L05", StringComparison.Ordinal)
            .Replace("\"Originators keep their sources\"", "Originators", StringComparison.Ordinal)
            .Replace("to FRA at 2026-10-02\n  expect release", "to XXX at 2026-10-02\n  expect release", StringComparison.Ordinal);

        Assert.Equal(["syntax", "syntax", "unknown-name", "unknown-name", "unknown-name"], Errors(text).Select(e => e.Rule));
    }

    [Fact]
    public void A_rule_that_no_example_shows_deciding_is_refused()
    {
        PolicyError error = Assert.Single(Errors(Sound + Give("Z-idle", to: "to partner GBR")).Where(e => e.Rule == "rule-without-example"));

        Assert.Contains("Z-idle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_topic_shows_because_its_limit_never_decides()
    {
        string text = Sound + Limit("Z-topic", field: "field topic sanktions")
            + "\nexample \"sanctions stay\"\n  field class judgement marking \"(S//REL TO USA, FRA)\" region MLI topic sanctions\n"
            + "  to FRA at 2026-10-02\n  expect withhold\n";

        Assert.Equal(["rule-without-example", "failing-example"], Errors(text).Select(e => e.Rule));
    }

    [Fact]
    public void An_invariant_needs_a_limit_that_always_applies()
    {
        string open = Sound + Give("Z-open") + "\nexample \"e\"\n  field class actor marking \"(U)\"\n  to GBR at 2026-10-02\n  expect release by Z-open\n";

        Loaded(open);
        string conditional = open.Replace("  to all partners\n  outcome withhold", "  to all partners\n  when level >= SECRET\n  outcome withhold", StringComparison.Ordinal);
        Assert.Equal("violated-invariant", Assert.Single(Errors(conditional)).Rule);
        string some = open.Replace("  to all partners\n  outcome withhold", "  to partner FRA, SWE\n  outcome withhold", StringComparison.Ordinal);
        Assert.Equal("violated-invariant", Assert.Single(Errors(some)).Rule);
        string softer = open.Replace("  to all partners\n  outcome withhold", "  to all partners\n  outcome tear line", StringComparison.Ordinal)
            .Replace("expect withhold by L11-sources", "expect tear line by L11-sources", StringComparison.Ordinal);
        Assert.Equal("violated-invariant", Assert.Single(Errors(softer)).Rule);
    }

    [Fact]
    public void An_invariant_for_named_partners_needs_no_more_than_them()
    {
        string text = Head("p") + Give("A", to: "to partner FRA, SWE") + Limit("B", to: "to partner FRA", field: "field class actor")
            + "\nexample \"a\"\n  field class actor marking \"(U)\"\n  to SWE at 2026-10-02\n  expect release by A\n"
            + "\nexample \"b\"\n  field class actor marking \"(U)\"\n  to FRA at 2026-10-02\n  expect withhold by B\n"
            + "\ninvariant \"no actors for France or Britain\"\n  for all fields class actor, partner FRA, GBR: withhold\n";

        Loaded(text);
        Assert.Equal("violated-invariant", Assert.Single(Errors(text.Replace("partner FRA, GBR: ", "all partners: ", StringComparison.Ordinal))).Rule);
    }

    [Fact]
    public void Files_for_one_partner_may_name_no_other()
    {
        string text = Head("p", scope: " for partner FRA") + Give("A", to: "to partner SWE");

        Assert.Contains(Errors(text), e => e.Rule == "out-of-scope");
    }

    [Fact]
    public void Two_files_may_not_share_a_policy_name() => Assert.Contains(Errors(Sound, Sound), e => e.Rule == "duplicate-policy");

    [Fact]
    public void No_text_makes_the_loader_throw_or_loads_by_chance()
    {
        string[] words =
        [
            "policy", "version", "give", "limit", "because", "\"x\"", "field", "class", "topic", "any", "to", "partner", "nation", "coalition", "all",
            "partners", "when", "not", "level", "region", "in", "(", ")", ",", ":", "<=", ">=", "<", "outcome", "withhold", "tear", "line", "release",
            "until", "2027-04-01", "example", "invariant", "marking", "expect", "by", "at", "FRA", "SECRET", "judgement", "7", "\n", "\n  ", " ", "\"",
            "#", "\r", "\t", "é", "\ud800", "\0", "schema", "effective", "review-by", "supersedes", "sha256:00", "for",
        ];
        Gen<string> word = Gen.Int[0, words.Length - 1].Select(i => words[i]);
        Gen<string> soup = word.Array[0, 60].Select(w => string.Join(' ', w));
        Gen<string> cut = Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Int[0, 40], word)
            .Select((at, length, w) => Sound[..at] + w + Sound[Math.Min(Sound.Length, at + length)..]);

        Gen.OneOf(soup, cut, Gen.String).Sample(text => PolicyLoader.Load([new PolicySource("soup", text)], WorldTable.Surroundings) is not null, iter: 3000);
        soup.Sample(text => PolicyLoader.Load([new PolicySource("soup", text)], WorldTable.Surroundings) is PolicyLoading.Refused, iter: 1000);
    }

    private static PolicySet Loaded(params string[] texts)
    {
        PolicyLoading loading = Load(texts);
        return loading is PolicyLoading.Loaded loaded ? loaded.Policy : throw new InvalidOperationException(string.Join('\n', ((PolicyLoading.Refused)loading).Errors));
    }

    private static ImmutableArray<PolicyError> Errors(params string[] texts) => Assert.IsType<PolicyLoading.Refused>(Load(texts)).Errors;

    private static PolicyLoading Load(string[] texts) => PolicyLoader.Load(texts.Select((t, i) => new PolicySource($"{i}.relpol", t)), WorldTable.Surroundings);
}
