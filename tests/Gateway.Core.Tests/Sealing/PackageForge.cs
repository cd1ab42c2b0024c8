using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Gateway.Testing;

namespace Gateway.Core.Tests.Sealing;

/// <summary>
/// Makes packages by hand, every stage open to change before the next one is hashed or signed over it: what a dishonest originator,
/// releaser or middleman could make. Unchanged, it makes the package of the vectors: France to the United States.
/// </summary>
internal sealed record PackageForge : IForge
{
    private readonly SeededRandom _random = new("package");

    public PackageForge()
    {
        using var sealer = new Sealer(_random);
        Product = sealer.Seal(TestSchema.Drafts, TestSchema.Terms(_random, Parties.Noon.AddHours(-1).ToUnixTimeMilliseconds()));
        Seed = _random.Bytes(32);
        Nonce = _random.Bytes(32);
        Sealed = [.. Product.Portions.Select(portion => new Opening(portion.Index, portion.Salt, portion.Encoded))];
        Opened = [.. Product.Portions.Where(IsForUsa).Select(portion => portion.Index)];
    }

    /// <summary>The product as it was sealed.</summary>
    public SealedProduct Product { get; }

    public byte[] Seed { get; init; }

    public byte[] Nonce { get; init; }

    /// <summary>What the commitments are made of.</summary>
    public ImmutableArray<Opening> Sealed { get; init; }

    /// <summary>The indexes that the log states.</summary>
    public ImmutableArray<ushort> Opened { get; init; }

    /// <summary>What is sent, made from what is sealed and opened.</summary>
    public Func<ImmutableArray<Opening>, ImmutableArray<Opening>> Sent { get; init; } = openings => openings;

    public Func<byte[], byte[]> ManifestBytes { get; init; } = Same;

    /// <summary>The manifest that travels, when it is another than the one released.</summary>
    public Func<byte[], byte[]> SentManifest { get; init; } = Same;

    public Func<ReleaseTerms, ReleaseTerms> Terms { get; init; } = terms => terms;

    public Func<byte[], byte[]> TermsBytes { get; init; } = Same;

    public Func<ReleaseBody, ReleaseBody> Release { get; init; } = release => release;

    public Func<byte[], byte[]> ReleaseBytes { get; init; } = Same;

    public Func<Statement, Statement> Statement { get; init; } = statement => statement;

    public Func<byte[], byte[]> StatementBytes { get; init; } = Same;

    /// <summary>Whose log it is logged in.</summary>
    public PartnerCode Log { get; init; } = Parties.Fra;

    public Func<byte[], byte[]> Note { get; init; } = Same;

    public Func<Hop, Hop> Hop { get; init; } = hop => hop;

    public Func<Package, Package> Package { get; init; } = package => package;

    public Func<byte[], byte[]> PackageBytes { get; init; } = Same;

    public byte[] Build()
    {
        using var commitment = new Commitment();
        var salts = new ReleaseSalts(Seed);
        byte[] manifest = ManifestBytes(Manifest(commitment));
        var product = ProductId.OfManifest(manifest);
        byte[] terms = TermsBytes(Terms(DefaultTerms()).Encode());
        var release = new ReleaseBody
        {
            Product = product,
            Recipient = Parties.Usa,
            OpeningsDigest = commitment.Openings(product, salts.Openings, Opened),
            TermsDigest = commitment.Terms(salts.Terms, terms),
        };
        byte[] statement = StatementBytes(Statement(new Statement
        {
            Origin = Parties.Origin(Parties.Fra),
            Kind = StatementKind.Release,
            Author = Parties.Fra,
            AtMs = Parties.Noon.AddMinutes(-1).ToUnixTimeMilliseconds(),
            Nonce = Nonce,
            Body = ReleaseBytes(Release(release).Encode()),
        }).Encode());
        var hop = Hop(Logged(statement, out byte[] note) with { OpeningsSalt = salts.Openings, Terms = terms, TermsSalt = salts.Terms });
        return PackageBytes(Package(new Package
        {
            Manifest = SentManifest(manifest),
            Openings = Sent([.. Sealed.Where(opening => Opened.Contains(opening.Index))]),
            Hops = [hop],
            Checkpoints = [Note(note)],
        }).Encode());
    }

    /// <summary>The manifest over what is sealed.</summary>
    public byte[] SealedManifest
    {
        get
        {
            using var commitment = new Commitment();
            return Manifest(commitment);
        }
    }

    public ReleaseTerms DefaultTerms() => new()
    {
        Banner = new Marking { Policy = "FRA", Text = "SECRET//REL TO USA", ReleasableTo = ["USA"] },
        FeedSequence = 1,
        PolicyId = "open",
        PolicyVersion = 1,
        PolicyDigest = Fixed(0x70),
        RosterDigest = Convert.FromHexString(Parties.Roster.Digest),
        Record = Fixed(0x72),
        Lane = Lane.Products,
    };

    /// <summary>The forge with one portion's body changed before it is sealed.</summary>
    public PackageForge Resealed(int index, Func<PortionBody, PortionBody> change) =>
        ResealedBytes(index, bytes => PortionBody.TryDecode(bytes, out PortionBody? body, out _) ? change(body).Encode() : throw new FormatException());

    public PackageForge ResealedBytes(int index, Func<byte[], byte[]> change) => this with
    {
        Sealed = [.. Sealed.Select(o => o.Index == index ? o with { Body = change(o.Body.ToArray()) } : o)],
    };

    /// <summary>Index of the opened portion at this path.</summary>
    public ushort At(string path) => Product.Portions.First(portion => portion.Body.Path == path && Opened.Contains(portion.Index)).Index;

    public static byte[] Fixed(byte value) => [.. Enumerable.Repeat(value, 32)];

    private static byte[] Same(byte[] bytes) => bytes;

    private static bool IsForUsa(Portion portion) =>
        portion.Body.Marking.Text is "UNCLASSIFIED" or "SECRET//REL TO USA";

    private byte[] Manifest(Commitment commitment)
    {
        byte[] commitments = Product.Manifest.Commitments.ToArray();
        foreach (Opening opening in Sealed)
        {
            commitment.Portion(
                Product.Manifest.ProductUid.Span, opening.Index, opening.Salt.Span, opening.Body.Span, commitments.AsSpan(32 * opening.Index, 32));
        }

        return (Product.Manifest with { Commitments = commitments }).Encode();
    }

    /// <summary>The third of five entries of the log.</summary>
    private Hop Logged(byte[] statement, out byte[] note)
    {
        var tree = new MerkleTree();
        for (byte i = 0; i < 5; i++)
        {
            tree.Append(i == 2 ? Merkle.LeafHash(statement) : Fixed(i));
        }

        note = Parties.Signer(Log).Sign(Parties.Origin(Log), 5, tree.Root(5), Parties.Noon.AddMinutes(-1).ToUnixTimeSeconds());
        return new Hop
        {
            Statement = statement,
            Index = 2,
            Path = tree.InclusionPath(2, 5),
            Checkpoint = new CheckpointName(Parties.Origin(Log), 5, tree.Root(5)),
        };
    }
}
