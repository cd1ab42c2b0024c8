using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Gateway.Core.Policy.WhatIf;

namespace Gateway.Core.Tests.Policy.WhatIf;

public sealed class CorpusIndexReaderTests
{
    private static readonly string Sound = Text(CorpusIndex.Of(World.Usa,
    [
        new() { Product = CorpusCases.Product(1), Index = 3, Facts = World.Portion("(S//REL TO USA, FRA)"), Released = [World.Swe, World.Fra] },
        new() { Product = CorpusCases.Product(1), Index = 7, Facts = World.Portion("(S//REL TO USA, FRA)"), Released = [World.Fra, World.Swe] },
        new() { Product = CorpusCases.Product(2), Index = 3, Facts = World.Portion("(U)") },
    ]));

    [Fact]
    public void What_was_written_reads_as_itself() => CorpusCases.Portions.Sample(portions =>
    {
        var index = CorpusIndex.Of(World.Usa, portions);
        byte[] file = CorpusIndexWriter.Write(index);
        Assert.True(CorpusIndexReader.TryRead(file, out CorpusIndex? read, out ImmutableArray<CorpusIndexError> errors), string.Join('\n', errors));
        Assert.Equal(index.Root, read.Root);
        Assert.Equal(file, CorpusIndexWriter.Write(read));
        Assert.Equal(index.Portions, read.Portions);
    });

    [Fact]
    public void A_diff_over_what_was_read_is_the_same() => Gen.Select(CorpusCases.Portions, CorpusCases.Context, CorpusCases.Context).Sample((portions, before, after) =>
    {
        var index = CorpusIndex.Of(World.Usa, portions);
        Assert.True(CorpusIndexReader.TryRead(CorpusIndexWriter.Write(index), out CorpusIndex? read, out _));
        Assert.Equal(PolicyDiff.Between(index, before, after).CanonicalText, PolicyDiff.Between(read, before, after).CanonicalText);
    });

    [Fact]
    public void Holders_of_a_portion_are_a_set() => Assert.Contains("\nreleased FRA SWE\n", Sound, StringComparison.Ordinal);

    [Theory]
    [InlineData("corpus-index 1", "corpus-index 2", "header")]
    [InlineData("holder USA", "holder usa", "header")]
    [InlineData("product ", "produce ", "order")]
    [InlineData(" exercise ", " drill ", "product")]
    [InlineData(" exercise ", "  exercise ", "product")]
    [InlineData("released FRA SWE", "released SWE FRA", "released")]
    [InlineData("released FRA SWE", "released FRA FRA", "released")]
    [InlineData("released FRA SWE", "released FRA swe", "released")]
    [InlineData("\"class\":\"judgement\"", "\"class\":\"judgment\"", "class")]
    [InlineData("\"originator\":\"USA\"", "\"originator\":\"usa\"", "class")]
    [InlineData("\"originator\":\"USA\",", "", "class")]
    [InlineData("\"originator\":\"USA\"", "\"originator\": \"USA\"", "class")]
    [InlineData("\"floors\":[]", "\"floors\":[],\"more\":1", "class")]
    [InlineData("\"topics\":[]", "\"topics\":[1]", "class")]
    [InlineData("\"not_before_ms\":0", "\"not_before_ms\":1e3", "class")]
    [InlineData("\"recipients\":[]}", "\"recipients\":[]", "class")]
    [InlineData(" 3,7\n", " 7,3\n", "order")]
    [InlineData(" 3,7\n", " 3,3\n", "order")]
    [InlineData(" 3,7\n", " 3,07\n", "portions")]
    [InlineData(" 3,7\n", " 3,65536\n", "portions")]
    [InlineData(" 3,7\n", " 3,\n", "portions")]
    [InlineData(" 3,7\n", " 3;7\n", "portions")]
    [InlineData(" 3,7\n", " -3,7\n", "portions")]
    [InlineData(" 3,7\n", "\n", "portions")]
    [InlineData(" 3,7\n", " 3,7\n\n", "order")]
    [InlineData("1 1 3,7\n", "2 1 3,7\n", "portions")]
    [InlineData("1 1 3,7\n", "1 2 3,7\n", "portions")]
    [InlineData("1 1 3,7\n", "", "portions")]
    [InlineData("1 1 3,7\n", "1 1 3\n1 1 7\n", "order")]
    public void What_is_written_otherwise_is_refused_and_the_line_is_named(string old, string @new, string rule)
    {
        Assert.Contains(old, Sound, StringComparison.Ordinal);
        string changed = Sealed(Sound[..Sound.LastIndexOf("root ", StringComparison.Ordinal)].Replace(old, @new, StringComparison.Ordinal));

        ImmutableArray<CorpusIndexError> errors = Errors(changed);

        Assert.Contains(errors, error => error.Rule == rule);
        Assert.All(errors, error => Assert.InRange(error.Line, 1, changed.Count(c => c == '\n') + 1));
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        string changed = Sound.Replace("holder USA", "holder usa", StringComparison.Ordinal)
            .Replace("released FRA SWE", "released SWE FRA", StringComparison.Ordinal)
            .Replace("\"judgement\"", "\"judgment\"", StringComparison.Ordinal);

        Assert.Superset(new HashSet<string> { "header", "released", "class" }, Errors(changed).Select(error => error.Rule).ToHashSet());
    }

    [Fact]
    public void A_changed_line_does_not_match_the_root() =>
        Assert.Equal(["root"], Errors(Sound.Replace(" 3,7\n", " 3,8\n", StringComparison.Ordinal)).Select(error => error.Rule));

    [Fact]
    public void A_product_without_portions_is_refused()
    {
        int at = Sound.IndexOf("product ", StringComparison.Ordinal);
        string more = $"product {new string('0', 64)} {new string('0', 64)} test 1\n";

        Assert.Contains(Errors(Sealed(Sound[..at] + more + Sound[at..Sound.LastIndexOf("root ", StringComparison.Ordinal)])), error => error.Rule is "order" or "portions");
    }

    [Fact]
    public void Whatever_is_cut_off_is_refused() => Assert.All(Enumerable.Range(0, Sound.Length), length => Assert.NotEmpty(Errors(Sound[..length])));

    [Fact]
    public void What_follows_the_root_is_refused() => Assert.Contains(Errors(Sound + "\n"), error => error.Rule == "root");

    [Fact]
    public void No_byte_can_be_changed() => Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Byte).Sample((at, value) =>
    {
        byte[] file = Encoding.ASCII.GetBytes(Sound);
        bool same = file[at] == value;
        file[at] = value;
        return CorpusIndexReader.TryRead(file, out _, out _) == same;
    });

    [Fact]
    public void Noise_is_refused() => Gen.Byte.Array[0, 300].Sample(noise => !CorpusIndexReader.TryRead(noise, out _, out ImmutableArray<CorpusIndexError> errors) && !errors.IsEmpty);

    [Fact]
    public void No_more_than_a_hundred_errors_are_told() => Assert.Equal(100, Errors("corpus-index 1\nholder USA\n" + string.Concat(Enumerable.Repeat("noise\n", 1_000))).Length);

    private static string Text(CorpusIndex index) => Encoding.ASCII.GetString(CorpusIndexWriter.Write(index));

    private static string Sealed(string body) => $"{body}root {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(body)))}\n";

    private static ImmutableArray<CorpusIndexError> Errors(string file)
    {
        Assert.False(CorpusIndexReader.TryRead(Encoding.ASCII.GetBytes(file), out CorpusIndex? index, out ImmutableArray<CorpusIndexError> errors));
        Assert.Null(index);
        return errors;
    }
}
