using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Releasing;
using Gateway.Testing;

namespace Gateway.Core.Tests.Sealing;

/// <summary>What somebody tries who knows everything about a withheld portion but one number, and everything that was opened.</summary>
public sealed class WithheldTests
{
    [Fact]
    public void A_withheld_likelihood_is_not_found_by_trying_all_of_them()
    {
        using var sealer = new Sealer(RandomSource.System);
        SealedProduct product = sealer.Seal(TestSchema.Drafts, TestSchema.Terms(RandomSource.System, 1_790_000_000_000));
        Portion withheld = product.Portions.Single(portion => portion.Body.Marking.Text == "SECRET//REL TO USA" && portion.Body.Type == "gateway.v1.Judgement");
        byte[][] salts = [.. Guesses(product), .. product.Portions.Where(portion => portion.Index != withheld.Index).Select(portion => portion.Salt.ToArray())];
        using var commitment = new Commitment();
        byte[] hash = new byte[32];
        for (int horizon = 1; horizon <= 60; horizon++)
        {
            byte[] value = TestSchema.Value((2, "Attacks on herders by the end of May are likely."), (4, horizon));
            byte[] body = (withheld.Body with { Value = value }).Encode();
            foreach (byte[] salt in salts)
            {
                commitment.Portion(product.Manifest.ProductUid.Span, withheld.Index, salt, body, hash);
                Assert.False(hash.AsSpan().SequenceEqual(product.Manifest.CommitmentAt(withheld.Index)), "found by trying");
            }
        }

        // The right value was among those tried: only the salt was not.
        byte[] right = (withheld.Body with { Value = TestSchema.Value((2, "Attacks on herders by the end of May are likely."), (4, 6)) }).Encode();
        commitment.Portion(product.Manifest.ProductUid.Span, withheld.Index, withheld.Salt.Span, right, hash);
        Assert.Equal(product.Manifest.CommitmentAt(withheld.Index), hash);
    }

    [Fact]
    public void A_salt_used_again_does_not_show_that_two_portions_are_equal()
    {
        using var commitment = new Commitment();
        byte[][] hashes = [.. Enumerable.Range(0, 3).Select(_ => new byte[32])];
        commitment.Portion(PackageForge.Fixed(1), 3, PackageForge.Fixed(9), "body"u8, hashes[0]);
        commitment.Portion(PackageForge.Fixed(2), 3, PackageForge.Fixed(9), "body"u8, hashes[1]);
        commitment.Portion(PackageForge.Fixed(1), 4, PackageForge.Fixed(9), "body"u8, hashes[2]);
        Assert.Equal(3, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void The_log_does_not_show_that_two_products_open_the_same_places()
    {
        using var commitment = new Commitment();
        byte[] one = commitment.Openings(ProductId.OfManifest("one"u8), PackageForge.Fixed(9), [1, 2]);
        Assert.NotEqual(one, commitment.Openings(ProductId.OfManifest("two"u8), PackageForge.Fixed(9), [1, 2]));
    }

    [Fact]
    public async Task The_opened_set_is_not_found_by_trying_all_of_them()
    {
        await using var node = new TestNode(Parties.Fra);
        SealedProduct product = node.Seal();
        await node.PublishAsync(product);
        FeedRow row = node.Row(Parties.Usa);
        Assert.True(ReleaseBody.TryDecode(node.StatementAt(row.LogIndex).Body.Span, out ReleaseBody? release, out _));
        using var commitment = new Commitment();
        ushort[] places = [.. product.Portions.Select(portion => portion.Index)];
        for (int set = 1; set < 1 << places.Length; set++)
        {
            ImmutableArray<ushort> opened = [.. places.Where((_, i) => (set & (1 << i)) != 0)];
            Assert.All([.. Guesses(product), node.StatementAt(row.LogIndex).Nonce.ToArray()], salt =>
                Assert.NotEqual(release.OpeningsDigest.ToArray(), commitment.Openings(product.Id, salt, opened)));
        }

        Assert.Equal(release.OpeningsDigest.ToArray(), commitment.Openings(product.Id, new ReleaseSalts(row.Seed).Openings, row.Opened));
    }

    [Fact]
    public async Task Banner_and_place_are_not_found_by_trying_all_of_them()
    {
        await using var node = new TestNode(Parties.Fra);
        SealedProduct product = node.Seal();
        await node.PublishAsync(product);
        FeedRow row = node.Row(Parties.Usa);
        Assert.True(ReleaseBody.TryDecode(node.StatementAt(row.LogIndex).Body.Span, out ReleaseBody? release, out _));
        using var commitment = new Commitment();
        Assert.All(Guesses(product), salt => Assert.NotEqual(release.TermsDigest.ToArray(), commitment.Terms(salt, row.Terms.Span)));
        Assert.Equal(release.TermsDigest.ToArray(), commitment.Terms(new ReleaseSalts(row.Seed).Terms, row.Terms.Span));
    }

    [Fact]
    public async Task No_two_releases_share_a_salt()
    {
        await using var node = new TestNode(Parties.Fra);
        await node.PublishAsync(node.Seal());
        await node.PublishAsync(node.Seal());
        string[] salts =
        [
            .. new[] { node.Row(Parties.Usa), node.Row(Parties.Usa, 2), node.Row(Parties.Deu), node.Row(Parties.Deu, 2) }
                .Select(row => new ReleaseSalts(row.Seed))
                .SelectMany(all => new[] { all.Openings, all.Terms, all.Record, all.Slot })
                .Select(Convert.ToHexString),
        ];
        Assert.Equal(salts.Length, salts.Distinct().Count());
    }

    /// <summary>What everybody knows, and what a careless program uses for a salt.</summary>
    private static byte[][] Guesses(SealedProduct product) =>
        [[], new byte[32], product.Manifest.ProductUid.ToArray(), product.Manifest.LineageId.ToArray(), product.Id.ToArray()];
}
