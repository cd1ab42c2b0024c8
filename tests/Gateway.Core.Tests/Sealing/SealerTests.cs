using System.Collections.Immutable;
using Gateway.Core.Sealing;
using Gateway.Core.Wire;
using Gateway.Testing;

namespace Gateway.Core.Tests.Sealing;

public sealed class SealerTests
{
    private static readonly DraftPortion Draft = TestSchema.Drafts[5];

    [Fact]
    public void Every_portion_opens_its_commitment_and_reads_back()
    {
        SealedProduct product = Seal(TestSchema.Drafts);
        using var commitment = new Commitment();
        byte[] hash = new byte[32];
        foreach (Portion portion in product.Portions)
        {
            commitment.Portion(product.Manifest.ProductUid.Span, portion.Index, portion.Salt.Span, portion.Encoded.Span, hash);
            Assert.Equal(product.Manifest.CommitmentAt(portion.Index), hash);
            Assert.True(PortionBody.TryDecode(portion.Encoded, out PortionBody? body, out WireFault _));
            Assert.Equal(portion.Encoded.ToArray(), body.Encode());
        }

        Assert.True(Manifest.TryDecode(product.ManifestBytes, out Manifest? manifest, out _));
        Assert.Equal(32, manifest.Count);
        Assert.Equal(ProductId.OfManifest(product.ManifestBytes.Span), product.Id);
    }

    [Fact]
    public void At_least_four_decoys_remain()
    {
        Assert.Equal(28, Seal([.. Enumerable.Repeat(Draft, 28)]).Portions.Length);
        Assert.Throws<ArgumentException>(() => Seal([.. Enumerable.Repeat(Draft, 29)]));
        Assert.Throws<ArgumentException>(() => Seal([]));
    }

    [Fact]
    public void No_two_salts_commitments_or_uids_are_equal()
    {
        SealedProduct[] products = [.. Enumerable.Range(0, 50).Select(_ => Seal(TestSchema.Drafts, RandomSource.System))];
        string[] secrets =
        [
            .. products.SelectMany(p => p.Portions).Select(p => Convert.ToHexString(p.Salt.Span)),
            .. products.Select(p => Convert.ToHexString(p.Manifest.ProductUid.Span)),
            .. products.SelectMany(p => Enumerable.Range(0, 32).Select(i => Convert.ToHexString(p.Manifest.CommitmentAt(i)))),
        ];
        Assert.Equal(secrets.Length, secrets.Distinct().Count());
    }

    [Fact]
    public void Every_position_is_as_likely_as_another()
    {
        int[] hits = new int[32];
        for (int i = 0; i < 1600; i++)
        {
            hits[Seal([Draft]).Portions[0].Index]++;
        }

        // 50 expected, standard deviation 7.
        Assert.All(hits, count => Assert.InRange(count, 15, 95));
    }

    [Fact]
    public void Ranks_and_variants_of_a_path_differ_and_keep_the_authors_preference()
    {
        for (int run = 0; run < 200; run++)
        {
            PortionBody[] bodies = [.. Seal(TestSchema.Drafts).Portions.Select(p => p.Body).Where(b => b.Type == "gateway.v1.Judgement").OrderBy(b => b.Rank)];
            Assert.Equal(["SECRET//REL TO USA", "DIFFUSION RESTREINTE//REL TO DEU, USA"], bodies.Select(b => b.Marking.Text));
            Assert.True(bodies[0].Rank != bodies[1].Rank && bodies[0].Variant != bodies[1].Variant);
        }
    }

    [Fact]
    public void The_rank_of_a_tear_line_does_not_tell_that_there_is_something_fuller()
    {
        double alone = MeanRank([Draft]), second = MeanRank([Draft with { Preference = -1 }, Draft]);

        // Uniform ranks of two would differ by a sixth; the standard deviation of a mean is below 0.007.
        Assert.InRange(second - alone, -0.04, 0.04);

        double MeanRank(ImmutableArray<DraftPortion> drafts) => Enumerable.Range(0, 2000)
            .Average(_ => Seal(drafts).Portions.Max(p => p.Body.Rank) / (double)uint.MaxValue);
    }

    [Fact]
    public void Companions_point_to_where_the_drafts_went()
    {
        SealedProduct product = Seal(TestSchema.Drafts);
        foreach (Portion judgement in product.Portions.Where(p => p.Body.Type == "gateway.v1.Judgement"))
        {
            Portion companion = product.Portions.Single(p => p.Index == judgement.Body.MustAccompany.Single());
            Assert.Equal("gateway.v1.Confidence", companion.Body.Type);
            Assert.Equal(judgement.Body.Marking, companion.Body.Marking);
        }
    }

    [Fact]
    public void Products_with_much_and_with_little_in_them_have_manifests_of_one_length() =>
        Assert.Equal(Seal(TestSchema.Drafts).ManifestBytes.Length, Seal([Draft]).ManifestBytes.Length);

    [Fact]
    public void A_portion_over_the_limit_is_refused() =>
        Assert.Throws<ArgumentException>(() => Seal([Draft with { Value = new byte[Limits.PortionBody] }]));

    [Fact]
    public void A_lineage_that_nobody_could_read_is_refused()
    {
        using var sealer = new Sealer(RandomSource.System);
        SealTerms terms = TestSchema.Terms(RandomSource.System, 1) with { LineageId = new byte[31] };
        Assert.Throws<ArgumentException>(() => sealer.Seal([Draft], terms));
    }

    private static readonly SeededRandom Random = new("sealer");

    private static SealedProduct Seal(ImmutableArray<DraftPortion> drafts, RandomSource? random = null)
    {
        using var sealer = new Sealer(random ?? Random);
        return sealer.Seal(drafts, TestSchema.Terms(random ?? Random, 1_790_000_000_000));
    }
}
