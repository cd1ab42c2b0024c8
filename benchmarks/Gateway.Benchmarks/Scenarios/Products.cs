using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Hop = Gateway.Core.Sealing.Hop;
using Package = Gateway.Core.Sealing.Package;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>Sealing, verifying and taking apart one product; one thread.</summary>
internal static class Products
{
    // Domain, uid, index, salt, length prefix: what stands before a body in its commitment.
    private const int BeforeBody = 19 + 32 + 2 + 32 + 4;

    public static Result Seal(Contest contest, BenchWorld world)
    {
        var drafts = BenchAssessment.Drafts();
        using var sealer = new Sealer(RandomSource.System);
        SealedProduct product = sealer.Seal(drafts, BenchNode.Terms(world));
        using var bare = new BareHashes([.. Lengths(product.Portions), product.ManifestBytes.Length]);
        return contest.Run("seal 40 portions in 64", new Gate(15_000, 0.5, "encoding bodies and drawing salts stand beside the hashes"), () => sealer.Seal(drafts, BenchNode.Terms(world)), bare.Run);
    }

    public static async Task<Result> VerifyAsync(Contest contest, BenchWorld world, string folder)
    {
        // A log of some depth, so that the inclusion path has its usual length.
        const int Products = 40;
        await using var node = new BenchNode(world, folder);
        for (int i = 0; i < Products; i++)
        {
            await node.PublishAsync(node.Seal());
        }

        (byte[] package, byte[] head) = await node.DeliverAsync(BenchWorld.France, Products);
        var context = new VerificationContext
        {
            Roster = world.Roster,
            Schemas = world.Find,
            Markings = world.Model.Markings,
            Now = world.Now,
            Recipient = BenchWorld.France,
        };
        var book = new CheckpointBook(world.Roster);
        book.TryAdd(head, out _, out _);
        using var verifier = new PackageVerifier();
        var verified = verifier.Verify(package, book, context) as Verification.Verified
            ?? throw new InvalidOperationException("A delivered package verifies.");
        using var bare = new BareHashes(Lengths(package, verified.Release));
        return contest.Run(
            $"verify {verified.Release.Portions.Length} portions, head known", new Gate(10_000, 0.45, "each of up to 256 grants is proved by a path of its own"), () => verifier.Verify(package, book, context), bare.Run);
    }

    public static Result Assessment(Contest contest)
    {
        RiskAssessment assessment = BenchAssessment.Make();
        ProductSchema schema = Schemas.All[1];
        using var sealer = new Sealer(RandomSource.System);
        var portions = sealer.Seal(
            BenchAssessment.Drafts(), new SealTerms(BenchWorld.Usa, new byte[32], 1, Core.Sealing.Mode.Exercise, schema)).Portions;
        return contest.Run(
            "flatten and reassemble (15 µs)",
            new Gate(1_000_000 / 15.0, 0, "protobuf alone takes 15 µs to write and parse the same"),
            () =>
            {
                Flattener.Flatten(assessment, schema, RandomSource.System);
                Reassembler.Reassemble(portions, schema);
            },
            () => RiskAssessment.Parser.ParseFrom(assessment.ToByteArray()));
    }

    private static IEnumerable<int> Lengths(IEnumerable<Portion> portions) => portions.Select(portion => BeforeBody + portion.Encoded.Length);

    // Commitments, product id, leaf, inclusion path, opened set, terms.
    private static IEnumerable<int> Lengths(byte[] bytes, VerifiedRelease release)
    {
        if (!Package.TryDecode(bytes, out Package? package, out _))
        {
            throw new InvalidOperationException("A verified package can be read.");
        }

        Hop hop = package.Hops[0];
        return
        [
            .. Lengths(release.Portions),
            package.Manifest.Length,
            1 + hop.Statement.Length,
            .. Enumerable.Repeat(65, hop.Path.Length / 32),
            20 + 32 + 32 + 4 + (2 * release.Portions.Length),
            17 + 32 + 4 + hop.Terms.Length,
        ];
    }
}
