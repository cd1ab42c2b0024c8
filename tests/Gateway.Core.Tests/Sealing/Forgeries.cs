using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using static Gateway.Core.Sealing.VerificationFault;

namespace Gateway.Core.Tests.Sealing;

/// <summary>A package that must be refused.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Fault">What a verifier answers.</param>
/// <param name="Forge">The package.</param>
/// <param name="Verifier">Who verifies.</param>
/// <param name="Now">When.</param>
internal sealed record Forgery(string Name, VerificationFault Fault, IForge Forge, PartnerCode Verifier, DateTimeOffset Now);

/// <summary>Every way to cheat that a package offers, each with the check that finds it.</summary>
internal static class Forgeries
{
    private static readonly PackageForge Good = new();
    private static readonly ushort Header = Good.At("header");
    private static readonly ushort Judgement = Good.At($"judgements/{TestSchema.Id}");
    private static readonly ushort Confidence = Good.At($"judgements/{TestSchema.Id}/confidence");
    private static readonly ushort Evidence = Good.Product.Portions.Single(p => p.Body.Path.StartsWith("evidence", StringComparison.Ordinal)).Index;

    public static ImmutableArray<Forgery> All { get; } = [.. Packages(), .. Logs(), .. Statements(), .. Products(), .. Openings(), .. Bodies(), .. Terms(), .. ChainForgeries.All];

    public static IEnumerable<TheoryDataRow<string>> Names => All.Select(forgery => new TheoryDataRow<string>(forgery.Name));

    private static IEnumerable<Forgery> Packages()
    {
        yield return Of("no opening", MalformedPackage, Good with { Sent = _ => [] });
        yield return Of("no hop", MalformedPackage, Good with { Package = p => p with { Hops = [] } });
        yield return Of("seventeen checkpoints", MalformedPackage, Good with { Package = p => p with { Checkpoints = [.. Enumerable.Repeat(p.Checkpoints[0], 17)] } });
        yield return Of("the same hop twice", BrokenChain, Good with { Package = p => p with { Hops = [p.Hops[0], p.Hops[0]] } });
        yield return Of("an unknown field in the package", MalformedPackage, Good with { PackageBytes = WireEdits.UnknownField });
        yield return Of("an unknown field in an opening", MalformedPackage, Good with { PackageBytes = p => WireEdits.At(p, [2], WireEdits.UnknownField) });
        yield return Of("an unknown field in a hop", MalformedPackage, Good with { PackageBytes = p => WireEdits.At(p, [3], WireEdits.UnknownField) });
        yield return Of("an unknown field in a checkpoint's name", MalformedPackage, Good with { PackageBytes = p => WireEdits.At(p, [3, 4], WireEdits.UnknownField) });
        yield return Of("a field twice in a hop", MalformedPackage, Good with { PackageBytes = p => WireEdits.At(p, [3], hop => WireEdits.Twice(hop, 1)) });
        yield return Of("the manifest twice", MalformedPackage, Good with { PackageBytes = p => WireEdits.Twice(p, 1) });
    }

    private static IEnumerable<Forgery> Logs()
    {
        yield return Of("a log that the roster does not name", UnknownLog, Good with
        {
            Hop = hop => hop with { Checkpoint = hop.Checkpoint with { Origin = "gateway.example.xx/log" } },
        });
        yield return Of("a log whose name only looks the same", UnknownLog, Good with
        {
            Hop = hop => hop with { Checkpoint = hop.Checkpoint with { Origin = "gateway.example.fr/l\u043eg" } },
        });
        yield return Of("no checkpoint", MissingCheckpoint, Good with { Package = p => p with { Checkpoints = [] } });
        yield return Of("a checkpoint of another size", MissingCheckpoint, Good with { Hop = hop => hop with { Checkpoint = hop.Checkpoint with { Size = 6 } } });
        yield return Of("a checkpoint of another root", MissingCheckpoint, Good with { Hop = UnderAnotherRoot });
        yield return Of("one log's checkpoint under another's name", BadCheckpoint, Good with { Note = note => SignedByGermany(note) });
        yield return Of("no ML-DSA line", BadCheckpoint, Good with { Note = note => Lines(note, lines => [lines[0]]) });
        yield return Of("no Ed25519 line", BadCheckpoint, Good with { Note = note => Lines(note, lines => [lines[1]]) });
        yield return Of("a line by another partner's key", BadCheckpoint, Good with
        {
            Note = note => Lines(note, lines => [lines[0], Parties.Key(Parties.Deu, "log", KeyAlgorithm.MLDsa44, Parties.Origin(Parties.Fra)).Sign(Text(note), 0)]),
        });
        yield return Of("a changed root", BadCheckpoint, Good with { Note = note => WithRoot(note, PackageForge.Fixed(9)) });
        yield return Of("an index beyond the log", NotInLog, Good with { Hop = hop => hop with { Index = 5 } });
        yield return Of("the largest index", NotInLog, Good with { Hop = hop => hop with { Index = long.MaxValue } });
        yield return Of("another entry's index", NotInLog, Good with { Hop = hop => hop with { Index = 3 } });
        yield return Of("a truncated path", NotInLog, Good with { Hop = hop => hop with { Path = hop.Path[..^32] } });
        yield return Of("a path with a hash too many", NotInLog, Good with { Hop = hop => hop with { Path = (byte[])[.. hop.Path.Span, .. PackageForge.Fixed(1)] } });
        yield return Of("a release that is in no log", NotInLog, Good with { Hop = hop => hop with { Statement = Restated(hop.Statement) } });
        yield return Of("one bit of the statement changed", NotInLog, Good with { Hop = hop => hop with { Statement = Flip(hop.Statement.ToArray(), ^1) } });
    }

    private static IEnumerable<Forgery> Statements()
    {
        yield return Of("another kind", WrongStatement, Good with { Statement = s => s with { Kind = StatementKind.Withdrawn } });
        yield return Of("a kind of the internal log", WrongStatement, Good with { Statement = s => s with { Kind = StatementKind.Seal } });
        yield return Of("an unknown kind", WrongStatement, Good with { Statement = s => s with { Kind = (StatementKind)14 } });
        yield return Of("a statement of another log", WrongStatement, Good with { Statement = s => s with { Origin = Parties.Origin(Parties.Deu) } });
        yield return Of("a statement copied into another partner's log", WrongStatement, Good with { Log = Parties.Deu });
        yield return Of("another author than the log's owner", WrongStatement, Good with { Statement = s => s with { Author = Parties.Deu } });
        yield return Of("a statement for another log's owner", WrongStatement, Good with
        {
            ManifestBytes = m => Manifest(m, x => x with { Originator = Parties.Deu }),
            Statement = s => s with { Origin = Parties.Origin(Parties.Deu), Author = Parties.Deu },
        });
        yield return Of("an unknown field in the statement", WrongStatement, Good with { StatementBytes = WireEdits.UnknownField });
        yield return Of("a field twice in the statement", WrongStatement, Good with { StatementBytes = WireEdits.FirstTwice });
        yield return Of("a long varint in the statement", WrongStatement, Good with { StatementBytes = WireEdits.LongVarint });
        yield return Of("an unknown field in the release", WrongStatement, Good with { ReleaseBytes = WireEdits.UnknownField });
        yield return Of("a release without product id", WrongStatement, Good with { ReleaseBytes = WireEdits.WithoutFirst });
        yield return Of("a release of another product", WrongProduct, Good with { Release = r => r with { Product = Other(r.Product) } });
        yield return Of("one bit of the manifest changed", WrongProduct, Good with { SentManifest = m => Flip(m, 2) });
        yield return Of("a release that hands on another", BrokenChain, Good with { Release = r => r with { PreviousRelease = PackageForge.Fixed(3) } });
        yield return Of("a release by somebody who did not write it", BrokenChain, Good with
        {
            Log = Parties.Deu,
            Statement = s => s with { Origin = Parties.Origin(Parties.Deu), Author = Parties.Deu },
        });
        yield return Of("expired", Expired, Good with { Release = r => r with { ExpiresAtMs = Parties.Noon.ToUnixTimeMilliseconds() } });
        yield return Of("for another partner", WrongRecipient, Good, Parties.Swe);
        yield return Of("after the roster's expiry", UnknownLog, Good) with { Now = Parties.Roster.Terms.Expires };
    }

    private static IEnumerable<Forgery> Products()
    {
        yield return Of("an unknown field in the manifest", MalformedManifest, Good with { ManifestBytes = WireEdits.UnknownField });
        yield return Of("a field twice in the manifest", MalformedManifest, Good with { ManifestBytes = WireEdits.FirstTwice });
        yield return Of("fields of the manifest out of order", MalformedManifest, Good with { ManifestBytes = WireEdits.FirstLast });
        yield return Of("a long varint in the manifest", MalformedManifest, Good with { ManifestBytes = WireEdits.LongVarint });
        yield return Of("a manifest issued after the year 9999", MalformedManifest, Good with { ManifestBytes = m => Manifest(m, x => x with { IssuedAtMs = 253_402_300_800_000 }) });
        yield return Of("an unknown schema", UnknownSchema, Good with { ManifestBytes = m => Manifest(m, x => x with { Schema = "gateway.v1.RiskAssessment/33" }) });
        yield return Of("a commitment too many", UnknownSchema, Good with { ManifestBytes = m => Manifest(m, x => x with { Commitments = (byte[])[.. x.Commitments.Span, .. PackageForge.Fixed(1)] }) });
    }

    private static IEnumerable<Forgery> Openings()
    {
        yield return Of("openings out of order", BadOpenings, Good with { Sent = o => [o[1], o[0], .. o[2..]] });
        yield return Of("an opening twice", BadOpenings, Good with { Sent = o => [o[0], .. o] });
        yield return Of("an opening beyond the manifest", BadOpenings, Good with { Sent = o => [.. o, o[0] with { Index = 32 }] });
        yield return Of("one bit of a body changed", CommitmentMismatch, Sent(Judgement, o => o with { Body = Flip(o.Body.ToArray(), ^1) }));
        yield return Of("one bit of a salt changed", CommitmentMismatch, Sent(Judgement, o => o with { Salt = Flip(o.Salt.ToArray(), 0) }));
        yield return Of("a lowered marking", CommitmentMismatch, Sent(Judgement, o => o with { Body = Lowered(o.Body) }));
        yield return Of("a portion of another product", CommitmentMismatch, Sent(Judgement, o => AnotherProduct(o.Index)));
        yield return Of("a portion of an earlier edition", CommitmentMismatch, Sent(Judgement, o => EarlierEdition(o.Index)));
        yield return Of("a portion at another index", CommitmentMismatch, Sent(Header, o => o with { Index = Free(o.Index) }));
        yield return Of("an opening more than the log says", OpenedSetDiffers, Good with { Sent = o => [.. o.Append(Sealed(Evidence)).OrderBy(x => x.Index)] });
        yield return Of("an opening fewer than the log says", OpenedSetDiffers, Good with { Sent = o => [.. o.Where(x => x.Index != Header)] });
        yield return Of("no salt of the opened set", OpenedSetDiffers, Unsalted());
        yield return Of("a judgement without its confidence", MissingCompanion, Good with { Opened = [.. Good.Opened.Where(i => i != Confidence)] });
        yield return Of("a companion that is a decoy", MissingCompanion, Good.Resealed(Header, b => b with { MustAccompany = [Free(Header)] }));
        yield return Of("a companion beyond the manifest", MissingCompanion, Good.Resealed(Header, b => b with { MustAccompany = [65_535] }));
        yield return Of("a companion beyond sixteen bits", MalformedPortion, Good.Resealed(Header, b => b with { MustAccompany = [65_536] }));
    }

    private static IEnumerable<Forgery> Bodies()
    {
        yield return Of("an unknown field in a body", MalformedPortion, Good.ResealedBytes(Header, WireEdits.UnknownField));
        yield return Of("a field twice in a body", MalformedPortion, Good.ResealedBytes(Header, WireEdits.FirstTwice));
        yield return Of("a long varint in a body", MalformedPortion, Good.ResealedBytes(Header, WireEdits.LongVarint));
        yield return Of("an unknown field in a value", MalformedPortion, Good.Resealed(Header, b => b with { Value = WireEdits.UnknownField(b.Value.ToArray()) }));
        yield return Of("a field twice in a value", MalformedPortion, Good.Resealed(Header, b => b with { Value = WireEdits.FirstTwice(b.Value.ToArray()) }));
        yield return Of("no marking", MalformedPortion, Good.ResealedBytes(Header, body => WireEdits.Without(body, 4)));
        yield return Of("a marking twice", MalformedPortion, Good.ResealedBytes(Header, body => WireEdits.Twice(body, 4)));
        yield return Of("an unknown field in a marking", MalformedPortion, Good.ResealedBytes(Header, body => WireEdits.At(body, [4], WireEdits.UnknownField)));
        yield return Of("a field twice in a marking", MalformedPortion, Good.ResealedBytes(Header, body => WireEdits.At(body, [4], WireEdits.FirstTwice)));
        yield return Of("a marking without text", MalformedPortion, Good.Resealed(Header, b => b with { Marking = b.Marking with { Text = "" } }));
        yield return Of("a marking without policy", MalformedPortion, Good.Resealed(Header, b => b with { Marking = b.Marking with { Policy = "" } }));
        yield return Of("a path that the schema does not have", MalformedPortion, Good.Resealed(Header, b => b with { Path = "headers" }));
        yield return Of("a type that does not stand at this path", MalformedPortion, Good.Resealed(Header, b => b with { Type = "gateway.v1.Judgement" }));
        yield return Of("a path that climbs", MalformedPortion, Good.Resealed(Header, b => b with { Path = "judgements/../header" }));
        yield return Of("a companion named twice", MalformedPortion, Good.Resealed(Judgement, b => b with { MustAccompany = [Confidence, Confidence] }));
        yield return Of("a region that is no code", MalformedPortion, Good.Resealed(Header, b => b with { Regions = ["M\u041bI"] }));
        yield return Of("two portions of one path and variant", MalformedPortion, Twice());
        yield return Of("an unreadable marking", UnreadableMarking, Good.Resealed(Header, b => b with { Marking = b.Marking with { Text = "SECRETT" } }));
        yield return Of("a marking of an unknown policy", UnreadableMarking, Good.Resealed(Header, b => b with { Marking = b.Marking with { Policy = "XXX" } }));
    }

    private static IEnumerable<Forgery> Terms()
    {
        yield return Of("no terms", BadTerms, Good with { Hop = hop => hop with { Terms = default } });
        yield return Of("other terms", BadTerms, Good with { Hop = hop => hop with { Terms = (Good.DefaultTerms() with { FeedSequence = 2 }).Encode() } });
        yield return Of("an unknown field in the terms", BadTerms, Good with { TermsBytes = WireEdits.UnknownField });
        yield return Of("an unknown field in the banner", BadTerms, Good with { TermsBytes = terms => WireEdits.At(terms, [1], WireEdits.UnknownField) });
        yield return Of("terms committed to without a salt", BadTerms, UnsaltedTerms());
        yield return Of("a policy name with a line break", BadTerms, Good with { Terms = t => t with { PolicyId = "open\nrecipient SWE" } });
        yield return Of("no salt of the terms", BadTerms, Good with { Hop = hop => hop with { TermsSalt = default } });
        yield return Of("an unreadable banner", UnreadableMarking, Good with { Terms = t => t with { Banner = t.Banner with { Text = "(S)" } } });
        yield return Of("a banner below a portion's level", BannerTooLow, Banner("DIFFUSION RESTREINTE//REL TO USA", "USA"));
        yield return Of("a banner with a wider list", BannerTooLow, Banner("SECRET//REL TO DEU, USA", "DEU", "USA"));
    }

    private static Forgery Of(string name, VerificationFault fault, PackageForge forge, PartnerCode? verifier = null) =>
        new(name, fault, forge, verifier ?? Parties.Usa, Parties.Noon);

    private static PackageForge Sent(int index, Func<Opening, Opening> change) =>
        Good with { Sent = all => [.. all.Select(o => o.Index == index ? change(o) : o).OrderBy(o => o.Index)] };

    private static PackageForge Banner(string text, params string[] to) =>
        Good with { Terms = terms => terms with { Banner = new Marking { Policy = "FRA", Text = text, ReleasableTo = [.. to] } } };

    private static PackageForge Unsalted() => Good with
    {
        Release = release =>
        {
            using var commitment = new Commitment();
            return release with { OpeningsDigest = commitment.Openings(release.Product, [], Good.Opened) };
        },
        Hop = hop => hop with { OpeningsSalt = default },
    };

    private static PackageForge UnsaltedTerms() => Good with
    {
        Release = release =>
        {
            using var commitment = new Commitment();
            return release with { TermsDigest = commitment.Terms([], Good.DefaultTerms().Encode()) };
        },
        Hop = hop => hop with { TermsSalt = default },
    };

    /// <summary>A tree of the same size that nobody signed, with the statement in it.</summary>
    private static Hop UnderAnotherRoot(Hop hop)
    {
        var tree = new MerkleTree();
        for (byte i = 0; i < 5; i++)
        {
            tree.Append(i == 2 ? Merkle.LeafHash(hop.Statement.Span) : PackageForge.Fixed(0x77));
        }

        return hop with { Path = tree.InclusionPath(2, 5), Checkpoint = hop.Checkpoint with { Root = tree.Root(5) } };
    }

    private static byte[] SignedByGermany(byte[] note)
    {
        Assert.True(Note.TryParse(note, out Note? parsed));
        Assert.True(Checkpoint.TryParse(parsed.Text.Span, out Checkpoint? checkpoint));
        var signer = new CheckpointSigner(
            Parties.Key(Parties.Deu, "log", KeyAlgorithm.Ed25519, checkpoint.Origin), Parties.Key(Parties.Deu, "log", KeyAlgorithm.MLDsa44, checkpoint.Origin));
        return signer.Sign(checkpoint.Origin, checkpoint.Size, checkpoint.Root.AsSpan(), 0);
    }

    /// <summary>The confidence sealed with the header's path and variant, and its type.</summary>
    private static PackageForge Twice()
    {
        PortionBody header = Good.Product.Portions.Single(p => p.Index == Header).Body;
        return Good.Resealed(Confidence, _ => header);
    }

    private static Opening Sealed(int index) => Good.Sealed.Single(o => o.Index == index);

    private static Opening AnotherProduct(ushort index)
    {
        using var sealer = new Sealer(new Testing.SeededRandom("another"));
        SealedProduct other = sealer.Seal(TestSchema.Drafts, TestSchema.Terms(new Testing.SeededRandom("lineage"), 1));
        Portion portion = other.Portions.First(p => p.Body.Type == "gateway.v1.Judgement");
        return new Opening(index, portion.Salt, portion.Encoded);
    }

    /// <summary>The same words of the same lineage, sealed an hour before.</summary>
    private static Opening EarlierEdition(ushort index)
    {
        using var sealer = new Sealer(new Testing.SeededRandom("earlier"));
        Manifest now = Good.Product.Manifest;
        SealedProduct earlier = sealer.Seal(
            TestSchema.Drafts, TestSchema.Terms(new Testing.SeededRandom("unused"), now.IssuedAtMs - 3_600_000, now.LineageId));
        Portion portion = earlier.Portions.First(p => p.Body.Type == "gateway.v1.Judgement");
        return new Opening(index, portion.Salt, portion.Encoded);
    }

    /// <summary>An index that is a decoy.</summary>
    private static ushort Free(int not) => (ushort)Enumerable.Range(0, 32).First(i => i != not && Good.Sealed.All(o => o.Index != i));

    private static byte[] Lowered(ReadOnlyMemory<byte> body) => PortionBody.TryDecode(body, out PortionBody? read, out _)
        ? (read with { Marking = read.Marking with { Text = "DIFFUSION RESTREINTE//REL TO DEU, USA" } }).Encode()
        : throw new FormatException();

    private static byte[] Manifest(byte[] bytes, Func<Manifest, Manifest> change) =>
        Core.Sealing.Manifest.TryDecode(bytes, out Manifest? manifest, out _) ? change(manifest).Encode() : throw new FormatException();

    /// <summary>The same words with another nonce: no log has them.</summary>
    private static byte[] Restated(ReadOnlyMemory<byte> bytes) => Statement.TryDecode(bytes, out Statement? statement, out _)
        ? (statement with { Nonce = PackageForge.Fixed(9) }).Encode()
        : throw new FormatException();

    private static ProductId Other(ProductId id) =>
        ProductId.TryFrom(Flip(id.ToArray(), 0), out ProductId other) ? other : throw new FormatException();

    private static byte[] Flip(byte[] bytes, Index at)
    {
        bytes[at] ^= 1;
        return bytes;
    }

    private static byte[] Text(byte[] note) => Note.TryParse(note, out Note? parsed) ? parsed.Text.ToArray() : throw new FormatException();

    private static byte[] Lines(byte[] note, Func<ImmutableArray<NoteSignature>, ImmutableArray<NoteSignature>> change) =>
        Note.TryParse(note, out Note? parsed) ? Note.Create(parsed.Text.Span, change(parsed.Signatures)).ToBytes() : throw new FormatException();

    private static byte[] WithRoot(byte[] note, byte[] root)
    {
        Assert.True(Note.TryParse(note, out Note? parsed));
        Assert.True(Checkpoint.TryCreate(Parties.Origin(Parties.Fra), 5, root, out Checkpoint? other));
        return Note.Create(other.ToText(), parsed.Signatures).ToBytes();
    }
}
