using Gateway.Core.Policy;
using Gateway.Fuzz.Decisions;

namespace Gateway.Core.Tests.Policy.Compiled;

/// <summary>
/// Interpreter, partner by partner, row and memo say the same: outcome, ids, and until when. Seconds of what
/// <c>./dev fuzz --target engine</c> does for as long as it is let.
/// </summary>
public sealed class EngineDifferenceTests
{
    private const int FixedSeed = 20_261_122;

    public static TheoryData<int> Sizes => [.. RandomWorld.Sizes];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Compiled_and_interpreted_decisions_are_the_same(int partners)
    {
        int chance = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seeds {FixedSeed} and {chance}");
        foreach (int seed in (int[])[FixedSeed, chance])
        {
            foreach (byte[] bytes in Cases(seed, 60))
            {
                new Comparison(bytes, partners).Run();
            }
        }
    }

    [Fact]
    public void More_rules_than_a_word_has_bits_are_decided_the_same()
    {
        foreach (byte[] bytes in Cases(FixedSeed, 30))
        {
            new Comparison(bytes, partners: 9, mostRules: 120).Run();
        }
    }

    [Fact]
    public void The_cases_reach_every_check_and_every_outcome()
    {
        var seen = new HashSet<string>();
        int decisions = 0;
        foreach (byte[] bytes in Cases(FixedSeed, 500))
        {
            Comparison compared = new Comparison(bytes).Run();
            seen.UnionWith(compared.Seen);
            decisions += compared.Decisions;
        }

        string[] expected =
        [
            .. RuleIds.All.Except([RuleIds.Recalled, RuleIds.ThirdParty, RuleIds.Addressee]).Select(id => $"{Outcome.Withhold} {id}"),
            $"{Outcome.Hold} {RuleIds.Agreement}", $"{Outcome.TearLine} {RuleIds.Agreement}", $"{Outcome.Hold} {RuleIds.Releasability}",
            $"{Outcome.Release} {RuleIds.Officer}",
            .. Enum.GetNames<Outcome>().Select(outcome => $"{outcome} rule"),
        ];
        Assert.Empty(expected.Except(seen));
        Assert.True(decisions > 40_000, $"{decisions} decisions");
    }

    private static IEnumerable<byte[]> Cases(int seed, int count)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = new byte[16];
            random.NextBytes(bytes);
            yield return bytes;
        }
    }
}
