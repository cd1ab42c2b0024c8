using Gateway.Fuzz;
using Gateway.Fuzz.Targets;

namespace Gateway.Core.Tests.Fuzzing;

/// <summary>Seconds of what <c>./dev fuzz</c> does for minutes.</summary>
public sealed class ReaderFuzzTests
{
    private const int FixedSeed = 20_261_122;
    private const int Runs = 1500;

    public static TheoryData<string> Targets => [.. AllTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_input_makes_a_reader_break_its_promises(string target)
    {
        int chance = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seeds {FixedSeed} and {chance}; ./dev fuzz --target {target} --seed {chance} runs the second again");
        foreach (int seed in (int[])[FixedSeed, chance])
        {
            Finding? finding = new Fuzzer(Find(target), seed).Run(runs => runs < Corpus.Seeds.Count + Runs);
            Assert.True(finding is null, $"{finding?.Reason}; seed {seed}; input {Convert.ToHexStringLower(finding?.Input ?? [])}");
        }
    }

    [Fact]
    public void What_once_broke_a_promise_does_not_any_more()
    {
        foreach ((string target, byte[] input) in Corpus.Reproducers())
        {
            Assert.Null(Fuzzer.Breaks(Find(target), input));
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_target_reads_some_seed_and_refuses_another(string target)
    {
        string[] words = [.. Corpus.Seeds.Select(Find(target).Run).Distinct()];
        Assert.True(words.Length > 1, $"{target} always says {words[0]}");
    }

    [Fact]
    public void A_reader_that_throws_allocates_or_changes_what_it_read_is_found()
    {
        Assert.Contains("threw", new Fuzzer(new FuzzTarget("throws", bytes => bytes.Length > 3 && bytes[3] == 7 ? throw new FormatException() : "read"), 1).Run(_ => true)!.Reason, StringComparison.Ordinal);
        Assert.Contains("allocate", Fuzzer.Breaks(new FuzzTarget("allocates", _ => new string('a', 4 << 20)), new byte[8]), StringComparison.Ordinal);
        Assert.Equal("twice", Fuzzer.Breaks(new FuzzTarget("changes", _ => throw new BrokenPromiseException("twice")), []));
    }

    [Fact]
    public void A_finding_is_made_small_and_found_again_by_its_seed()
    {
        var target = new FuzzTarget("small", bytes => bytes.AsSpan().Count((byte)0xff) >= 2 ? throw new FormatException() : $"{bytes.Length % 64}");
        Finding finding = new Fuzzer(target, 5).Run(_ => true)!;
        Assert.Equal([0xff, 0xff], finding.Input);
        Assert.Equal(finding.Input, new Fuzzer(target, 5).Run(_ => true)!.Input);
        Assert.StartsWith("small-", finding.FileName, StringComparison.Ordinal);
    }

    private static FuzzTarget Find(string name) => AllTargets.WithOracles.Single(target => target.Name == name);
}
