using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>
/// Checks a package from wire bytes to banner, in the order of docs/protocol.md, "Verification": cheap and structural checks first,
/// signatures next, content last; content is read only after its hash was found in a log. Needs no node and no network. What depends on
/// the verifier's own memory (feed order, replay, editions) is <see cref="Releasing.Intake"/>'s. Not thread-safe; one per worker.
/// </summary>
public sealed class PackageVerifier : IDisposable
{
    private readonly Commitment _commitment = new();

    /// <summary>Verifies. Checkpoints that the package carries are added to the book when they verify.</summary>
    public Verification Verify(ReadOnlyMemory<byte> bytes, CheckpointBook book, VerificationContext context)
    {
        var run = new VerificationRun(bytes, book, context, _commitment);
        return run.Package()
            ?? run.Checkpoints()
            ?? run.Inclusion()
            ?? run.Statement()
            ?? run.Manifest()
            ?? run.Chain()
            ?? run.Openings()
            ?? run.Companions()
            ?? run.Terms()
            ?? run.Recipient()
            ?? run.Banner()
            ?? run.Verified();
    }

    /// <inheritdoc/>
    public void Dispose() => _commitment.Dispose();
}

/// <summary>One run; each member is one check of the list and returns null when it passes.</summary>
internal sealed class VerificationRun(ReadOnlyMemory<byte> bytes, CheckpointBook book, VerificationContext context, Commitment commitment)
{
    private readonly ImmutableArray<VerificationStep>.Builder _steps = ImmutableArray.CreateBuilder<VerificationStep>();
    private readonly ImmutableArray<Portion>.Builder _portions = ImmutableArray.CreateBuilder<Portion>();
    // By the mark as it travelled: the same few stand on many portions.
    private readonly Dictionary<Marking, ParsedMarking> _markings = [];
    private Marking? _lastMarking;
    private Package _package = null!;
    private Manifest _manifest = null!;
    private ProductId _product;
    private ProductSchema _schema = null!;
    private ReleaseBody _release = null!;
    private ReleaseTerms _terms = null!;
    private PartnerCode _releaser;
    private byte[] _leaf = [];

    private Hop Last => _package.Hops[^1];

    public Verification? Package()
    {
        if (!Sealing.Package.TryDecode(bytes, out Package? package, out WireFault fault))
        {
            return Refuse(VerificationFault.MalformedPackage, $"the package cannot be read ({fault})");
        }

        _package = package;
        return null;
    }

    public Verification? Checkpoints()
    {
        if (book.RosterDigest != context.Roster.Digest || !book.IsInForce(context.Now))
        {
            return Refuse(VerificationFault.UnknownLog, "the roster has expired, or is not the one that checkpoints were verified under");
        }

        foreach (ReadOnlyMemory<byte> note in _package.Checkpoints)
        {
            if (!book.TryAdd(note, out _, out VerificationFault fault))
            {
                return Refuse(fault, "a checkpoint lacks a signature line that the roster requires, or one of them fails");
            }
        }

        foreach (Hop hop in _package.Hops)
        {
            if (!book.TryGet(hop.Checkpoint, out _))
            {
                return Refuse(
                    book.TryOwner(hop.Checkpoint.Origin, out _) ? VerificationFault.MissingCheckpoint : VerificationFault.UnknownLog,
                    "a hop names a checkpoint that is not here");
            }
        }

        return Pass("checkpoint", $"{Last.Checkpoint.Origin} at size {Last.Checkpoint.Size}, every required signature line");
    }

    public Verification? Inclusion()
    {
        // A hand-on needs grants, which this version does not read; a chain of more than one hop is therefore not granted.
        if (_package.Hops.Length != 1)
        {
            return Refuse(VerificationFault.BrokenChain, "the chain has hops that nobody granted");
        }

        _leaf = Merkle.LeafHash(Last.Statement.Span);
        return InclusionProof.Verify(_leaf, Last.Index, Last.Checkpoint.Size, Last.Path.Span, Last.Checkpoint.Root.Span)
            ? Pass("inclusion", $"entry {Last.Index} of {Last.Checkpoint.Size}")
            : Refuse(VerificationFault.NotInLog, "the release is not in the releaser's log");
    }

    public Verification? Statement()
    {
        if (!Sealing.Statement.TryDecode(Last.Statement, out Statement? statement, out WireFault fault))
        {
            return Refuse(VerificationFault.WrongStatement, $"the statement cannot be read ({fault})");
        }

        bool owned = book.TryOwner(statement.Origin, out _releaser);
        if (statement.Kind != StatementKind.Release || statement.Origin != Last.Checkpoint.Origin || !owned || statement.Author != _releaser)
        {
            return Refuse(VerificationFault.WrongStatement, "the statement is not a release by the owner of this log");
        }

        if (!ReleaseBody.TryDecode(statement.Body.Span, out ReleaseBody? release, out fault))
        {
            return Refuse(VerificationFault.WrongStatement, $"the release cannot be read ({fault})");
        }

        _release = release;
        return null;
    }

    public Verification? Manifest()
    {
        // By hash first: a manifest that no log speaks of is not read.
        _product = ProductId.OfManifest(_package.Manifest.Span);
        if (_release.Product != _product)
        {
            return Refuse(VerificationFault.WrongProduct, "the release is of another product");
        }

        if (!Sealing.Manifest.TryDecode(_package.Manifest, out Manifest? manifest, out WireFault fault))
        {
            return Refuse(VerificationFault.MalformedManifest, $"the manifest cannot be read ({fault})");
        }

        _manifest = manifest;
        if (context.Schemas(manifest.Schema) is not { } schema || schema.Commitments != manifest.Count)
        {
            return Refuse(VerificationFault.UnknownSchema, "the schema is not known here, or has another number of commitments");
        }

        _schema = schema;
        return Pass("manifest", $"{manifest.Schema} by {manifest.Originator}, {manifest.Count} commitments");
    }

    public Verification? Chain()
    {
        if (_releaser != _manifest.Originator || !_release.PreviousRelease.IsEmpty)
        {
            return Refuse(VerificationFault.BrokenChain, "the first release is not by the originator");
        }

        return _release.ExpiresAtMs != 0 && _release.ExpiresAtMs <= context.Now.ToUnixTimeMilliseconds()
            ? Refuse(VerificationFault.Expired, "the release has expired")
            : Pass("release", $"by {_releaser} to {_release.Recipient}");
    }

    public Verification? Openings()
    {
        Span<byte> expected = stackalloc byte[Limits.Hash];
        var variants = new HashSet<uint>(_package.Openings.Length);
        _portions.Capacity = _package.Openings.Length;
        _portions.Capacity = _package.Openings.Length;
        int previous = -1;
        foreach (Opening opening in _package.Openings)
        {
            if (opening.Index <= previous || opening.Index >= _manifest.Count)
            {
                return Refuse(VerificationFault.BadOpenings, "openings are repeated, out of order or beyond the manifest");
            }

            previous = opening.Index;
            commitment.Portion(_manifest.ProductUid.Span, opening.Index, opening.Salt.Span, opening.Body.Span, expected);
            if (!expected.SequenceEqual(_manifest.CommitmentAt(opening.Index)))
            {
                return Refuse(VerificationFault.CommitmentMismatch, $"opening {opening.Index} is not what the originator sealed");
            }

            if (!PortionBody.TryDecode(opening.Body, out PortionBody? body, out WireFault fault))
            {
                return Refuse(VerificationFault.MalformedPortion, $"portion {opening.Index} cannot be read ({fault})");
            }

            if (!_schema.TryResolve(body.Path, body.Type, out PortionType? type)
                || StrictWire.Check(body.Value.Span, type.Shape) != WireFault.None
                || (!variants.Add(body.Variant) && StandsAt(body.Path, body.Variant)))
            {
                return Refuse(VerificationFault.MalformedPortion, $"portion {opening.Index} is not in the schema, or stands twice");
            }

            if (!Reads(body.Marking))
            {
                return Refuse(VerificationFault.UnreadableMarking, $"the marking of portion {opening.Index} cannot be read");
            }

            _portions.Add(new Portion(opening.Index, opening.Salt, opening.Body, body));
        }

        return Pass("openings", $"{_portions.Count} portions equal to their commitments");
    }

    public Verification? Companions()
    {
        var indexes = new ushort[_portions.Count];
        for (int i = 0; i < indexes.Length; i++)
        {
            indexes[i] = _portions[i].Index;
        }

        ImmutableArray<ushort> opened = ImmutableCollectionsMarshal.AsImmutableArray(indexes);
        foreach (Portion portion in _portions)
        {
            foreach (uint companion in portion.Body.MustAccompany)
            {
                // Opened indexes ascend; so they were checked.
                if (opened.BinarySearch((ushort)companion) < 0)
                {
                    return Refuse(VerificationFault.MissingCompanion, "a portion came without one that must accompany it");
                }
            }
        }

        // A salt of another length could make one digest open to two sets.
        if (Last.OpeningsSalt.Length != Limits.Hash)
        {
            return Refuse(VerificationFault.OpenedSetDiffers, "the salt of the opened set is missing");
        }

        byte[] digest = commitment.Openings(_product, Last.OpeningsSalt.Span, opened);
        return CryptographicOperations.FixedTimeEquals(digest, _release.OpeningsDigest.Span)
            ? Pass("opened set", "exactly the openings that were logged")
            : Refuse(VerificationFault.OpenedSetDiffers, "more or fewer portions were opened than the log says");
    }

    public Verification? Terms()
    {
        byte[] digest = commitment.Terms(Last.TermsSalt.Span, Last.Terms.Span);
        if (Last.TermsSalt.Length != Limits.Hash
            || !CryptographicOperations.FixedTimeEquals(digest, _release.TermsDigest.Span)
            || !ReleaseTerms.TryDecode(Last.Terms.Span, out ReleaseTerms? terms, out _))
        {
            return Refuse(VerificationFault.BadTerms, "the terms are not those of the release");
        }

        _terms = terms;
        return Pass("terms", $"lane {(int)terms.Lane}, place {terms.FeedSequence}, policy {terms.PolicyId} version {terms.PolicyVersion}");
    }

    public Verification? Recipient() => context.Recipient is { } me && me != _release.Recipient
        ? Refuse(VerificationFault.WrongRecipient, "the release is for another partner")
        : Pass("recipient", _release.Recipient.Value);

    public Verification? Banner()
    {
        if (MarkingReader.Read(_terms.Banner, MarkingKind.Banner, context.Markings) is not MarkingReading.Readable banner)
        {
            return Refuse(VerificationFault.UnreadableMarking, "the banner cannot be read");
        }

        // The banner dominates; it need not equal our own roll-up (a mended roll-up must not make nodes reject each other).
        return _markings.Values.All(portion => MarkingLattice.Dominates(banner.Marking, portion, context.Markings))
            ? Pass("banner", banner.Marking.Canonical)
            : Refuse(VerificationFault.BannerTooLow, "the banner is lower than a portion under it");
    }

    public Verification Verified() => new Verification.Verified(new VerifiedRelease
    {
        Product = _product,
        Manifest = _manifest,
        Schema = _schema,
        Portions = _portions.DrainToImmutable(),
        Releaser = _releaser,
        Release = _release,
        Terms = _terms,
        LeafHash = _leaf,
        LogIndex = Last.Index,
        Checkpoint = Last.Checkpoint,
        Steps = _steps.ToImmutable(),
    });

    // Variants are random: hardly ever do two portions have the same, and only then paths are compared.
    private bool StandsAt(string path, uint variant)
    {
        foreach (Portion portion in _portions)
        {
            if (portion.Body.Variant == variant && portion.Body.Path == path)
            {
                return true;
            }
        }

        return false;
    }

    private bool Reads(Marking marking)
    {
        if (ReferenceEquals(marking, _lastMarking) || _markings.ContainsKey(marking))
        {
            _lastMarking = marking;
            return true;
        }

        if (MarkingReader.Read(marking, MarkingKind.Portion, context.Markings) is not MarkingReading.Readable readable)
        {
            return false;
        }

        _markings.Add(marking, readable.Marking);
        return true;
    }

    private Verification? Pass(string name, string detail)
    {
        _steps.Add(new VerificationStep(name, detail));
        return null;
    }

    private Verification.Refused Refuse(VerificationFault fault, string detail) => new(fault, detail, _steps.ToImmutable());
}
