using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Gateway.Testing;

namespace Gateway.Core.Tests.Sealing;

/// <summary>Something that makes a package.</summary>
internal interface IForge
{
    byte[] Build();
}

/// <summary>An owner's ONWARD_GRANT, and whose log it stands in.</summary>
internal sealed record ConsentForge(PartnerCode Owner, PartnerCode Log, int Hop)
{
    public Func<OnwardGrantBody, OnwardGrantBody> Body { get; init; } = body => body;

    public Func<OnwardProof, OnwardProof> Proof { get; init; } = proof => proof;

    public StatementKind Kind { get; init; } = StatementKind.OnwardGrant;

    /// <summary>Whether the RELEASE names it.</summary>
    public bool IsNamed { get; init; } = true;
}

/// <summary>
/// Makes chains by hand, every stage open to change before the next one is hashed or signed over it. Unchanged: France to the United States to
/// Germany, the portions that France grants Germany.
/// </summary>
internal sealed record ChainForge : IForge
{
    private SeededRandom Random { get; init; } = new("chain");

    public PackageForge Base { get; init; } = new();

    /// <summary>The originator and every recipient after it.</summary>
    public ImmutableArray<PartnerCode> Route { get; init; } = [Parties.Fra, Parties.Usa, Parties.Deu];

    /// <summary>The indexes that the last hop opens.</summary>
    public ImmutableArray<ushort>? Opens { get; init; }

    /// <summary>What the originator's tree holds.</summary>
    public Func<ImmutableArray<GrantedTo>, ImmutableArray<GrantedTo>> Granted { get; init; } = granted => granted;

    /// <summary>The product that the tree is made for.</summary>
    public Func<ProductId, ProductId> TreeOf { get; init; } = product => product;

    /// <summary>The grants that travel.</summary>
    public Func<ImmutableArray<Grant>, ImmutableArray<Grant>> Grants { get; init; } = grants => grants;

    public Func<int, ReleaseBody, ReleaseBody> Release { get; init; } = (_, release) => release;

    public Func<int, Statement, Statement> Statement { get; init; } = (_, statement) => statement;

    public Func<int, Hop, Hop> Hop { get; init; } = (_, hop) => hop;

    public Func<Package, Package> Package { get; init; } = package => package;

    public ImmutableArray<ConsentForge> Consents { get; init; } = [];

    /// <summary>The portions marked for Germany.</summary>
    public ImmutableArray<ushort> ForGermany => [.. Base.Product.Portions.Where(portion => portion.Body.Marking.Text is "UNCLASSIFIED" or "DIFFUSION RESTREINTE//REL TO DEU, USA").Select(portion => portion.Index)];

    public ProductId Product => ProductId.OfManifest(Base.SealedManifest);

    public Marking Banner { get; init; } = new() { Policy = "FRA", Text = "SECRET//REL TO USA", ReleasableTo = ["USA"] };

    public GrantTree Tree => new(TreeOf(Product), PackageForge.Fixed(0x5e), Granted(
    [
        new GrantedTo(Parties.Usa, Base.Opened), new GrantedTo(Parties.Deu, ForGermany), new GrantedTo(Parties.Swe, ForGermany),
    ]));

    /// <summary>The same bytes every time: rows are shared by tests and vectors.</summary>
    public byte[] Build() => (this with { Random = new SeededRandom("chain") }).Make();

    private byte[] Make()
    {
        ImmutableArray<ushort> opened = Opens ?? ForGermany;
        GrantTree tree = Tree;
        var hops = new List<Hop>();
        var notes = new List<ReadOnlyMemory<byte>>();
        var onward = new List<OnwardProof>();
        for (int i = 0; i + 1 < Route.Length; i++)
        {
            List<OnwardProof> own = [.. Consents.Where(consent => consent.Hop == i).Select(consent => Consent(consent, opened, notes))];
            onward.AddRange(own);
            bool last = i + 2 == Route.Length;
            hops.Add(Hop(i, OneHop(i, last ? opened : Base.Opened, tree, hops, Named(i, own), last, notes)));
        }

        return Package(new Package
        {
            Manifest = Base.SealedManifest,
            Openings = [.. Base.Sealed.Where(opening => opened.Contains(opening.Index))],
            Hops = [.. hops],
            Grants = Grants([.. tree.For(default, opened).Where(grant => Route.Skip(2).Contains(grant.To))]),
            Checkpoints = [.. notes],
            Onward = [.. onward],
        }).Encode();
    }

    private Hop OneHop(
        int i, ImmutableArray<ushort> opened, GrantTree tree, List<Hop> before, byte[] named, bool last, List<ReadOnlyMemory<byte>> notes)
    {
        using var commitment = new Commitment();
        var salts = new ReleaseSalts(Random.Bytes(32));
        byte[] terms = (Base.DefaultTerms() with
        {
            Banner = Banner,
        }).Encode();
        ReleaseBody release = Release(i, new ReleaseBody
        {
            Product = Product,
            Recipient = Route[i + 1],
            OpeningsDigest = commitment.Openings(Product, salts.Openings, opened),
            TermsDigest = commitment.Terms(salts.Terms, terms),
            GrantRoot = i == 0 ? tree.Root : default,
            PreviousRelease = i == 0 ? default : Merkle.LeafHash(before[^1].Statement.Span),
            OnwardGrant = named,
        });
        byte[] statement = Statement(i, Said(Route[i], StatementKind.Release, release.Encode())).Encode();
        Hop hop = Logged(Route[i], statement, notes);
        return last ? hop with { OpeningsSalt = salts.Openings, Terms = terms, TermsSalt = salts.Terms } : hop;
    }

    private OnwardProof Consent(ConsentForge consent, ImmutableArray<ushort> opened, List<ReadOnlyMemory<byte>> notes)
    {
        OnwardGrantBody body = consent.Body(new OnwardGrantBody(Product, Route[consent.Hop + 1], Route[consent.Hop], opened, 0));
        byte[] statement = (Said(consent.Log, consent.Kind, body.Encode()) with { Author = consent.Owner }).Encode();
        Hop logged = Logged(consent.Log, statement, notes);
        return consent.Proof(new OnwardProof(statement, logged.Index, logged.Path, logged.Checkpoint, consent.Hop));
    }

    private byte[] Named(int hop, List<OnwardProof> proofs) =>
    [
        .. Consents.Where(consent => consent.Hop == hop).Zip(proofs)
            .Where(pair => pair.First.IsNamed)
            .Select(pair => pair.Second.Leaf)
            .OrderBy(Convert.ToHexStringLower, StringComparer.Ordinal)
            .SelectMany(leaf => leaf),
    ];

    private Statement Said(PartnerCode log, StatementKind kind, byte[] body) => new()
    {
        Origin = Parties.Origin(log),
        Kind = kind,
        Author = log,
        AtMs = Parties.Noon.AddMinutes(-1).ToUnixTimeMilliseconds(),
        Nonce = Random.Bytes(32),
        Body = body,
    };

    /// <summary>The second of three entries of a log; every statement has a checkpoint of its own.</summary>
    private Hop Logged(PartnerCode log, byte[] statement, List<ReadOnlyMemory<byte>> notes)
    {
        var tree = new MerkleTree();
        tree.Append(Random.Bytes(32));
        tree.Append(Merkle.LeafHash(statement));
        tree.Append(Random.Bytes(32));
        notes.Add(Parties.Signer(log).Sign(Parties.Origin(log), 3, tree.Root(3), Parties.Noon.AddMinutes(-1).ToUnixTimeSeconds()));
        return new Hop
        {
            Statement = statement,
            Index = 1,
            Path = tree.InclusionPath(1, 3),
            Checkpoint = new CheckpointName(Parties.Origin(log), 3, tree.Root(3)),
        };
    }
}
