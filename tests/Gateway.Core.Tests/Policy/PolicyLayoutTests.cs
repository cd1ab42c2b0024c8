using System.Collections.Immutable;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy;

/// <summary>What the formatter does to what an officer wrote beside the rules.</summary>
public sealed class PolicyLayoutTests
{
    private const string Canonical = """
        # Above it all.

        # And again.
        policy out version 1
        schema marking/1
        effective 2026-01-01 review-by 2027-01-01

        # Why the rule stands.
        give L05-judgement
          because "MOU # 17"
          field class judgement
          to partner FRA
          outcome release

        example "as the MOU says"
          field class judgement
          marking US "(U)"
          to FRA at 2026-10-02
          expect release by L05-judgement

        # A remark on nothing that follows.

        give L06-factor
          because "MOU"
          field class factor
          to partner FRA
          outcome release

        # The end.

        """;

    public static TheoryData<string> Policies => LanguageFiles.SamplePolicies;

    [Fact]
    public void Comments_before_blocks_stay_where_they_stand() => Assert.Equal(Canonical, Format(Canonical));

    [Fact]
    public void What_is_badly_laid_out_is_laid_out_and_keeps_its_comments() => Assert.Equal(
        Canonical,
        Format(Canonical
            .Replace("  because \"MOU # 17\"\n  field class judgement\n", " because\n    \"MOU # 17\" field   class judgement\n", StringComparison.Ordinal)
            .Replace("give L05", "give\n L05", StringComparison.Ordinal)
            .Replace("\n# The end.\n", "\n\n\n  # The end.\n\n\n", StringComparison.Ordinal)));

    [Fact]
    public void Without_comments_the_layout_is_the_canonical_text()
    {
        string bare = string.Join('\n', Canonical.Split('\n').Where(line => !line.StartsWith('#')));

        Assert.Equal(PolicyFormatter.Format(Read(bare)), Format(bare));
    }

    [Fact]
    public void The_digest_never_sees_a_comment() => Assert.Equal(
        PolicyFormatter.Format(Read(Canonical)),
        PolicyFormatter.Format(Read(string.Join('\n', Canonical.Split('\n').Where(line => !line.StartsWith('#'))))));

    [Fact]
    public void An_example_stays_beside_its_rule() => Assert.True(
        Format(Canonical).IndexOf("example", StringComparison.Ordinal) < Format(Canonical).IndexOf("L06-factor", StringComparison.Ordinal));

    [Theory]
    [InlineData("  to partner FRA\n", "  to partner FRA # and SWE soon\n", 12, 18)]
    [InlineData("  because \"MOU # 17\"\n", "  because \"MOU # 17\"\n  # ask again\n", 11, 3)]
    public void A_comment_inside_a_block_is_refused_where_it_stands(string old, string @new, int line, int column)
    {
        int at = Canonical.IndexOf(old, StringComparison.Ordinal);
        var source = new PolicySource("out.relpol", Canonical[..at] + @new + Canonical[(at + old.Length)..]);

        Assert.False(PolicyLayout.TryFormat(source, Read(source.Text), out string text, out ImmutableArray<PolicyError> errors));

        Assert.Equal("", text);
        PolicyError error = Assert.Single(errors);
        Assert.Equal(("comment-inside", line, column), (error.Rule, error.Line, error.Column));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void The_sample_policies_are_in_canonical_form(string path)
    {
        string text = LanguageFiles.Text(path);

        Assert.True(PolicyLayout.TryFormat(
            new PolicySource(path, text), PolicyLoader.ReadFile(new PolicySource(path, text), new World().Roster, out _)!, out string laidOut, out _));

        Assert.Equal(text, laidOut);
    }

    private static PolicyFile Read(string text)
    {
        PolicyFile? file = PolicyLoader.ReadFile(new PolicySource("out.relpol", text), new World().Roster, out ImmutableArray<PolicyError> errors);
        Assert.Empty(errors);
        return file!;
    }

    private static string Format(string text)
    {
        Assert.True(PolicyLayout.TryFormat(new PolicySource("out.relpol", text), Read(text), out string laidOut, out ImmutableArray<PolicyError> errors), string.Join('\n', errors));
        return laidOut;
    }
}
