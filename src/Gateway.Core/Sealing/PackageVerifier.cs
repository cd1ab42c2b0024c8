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
            ?? run.Grants()
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
    private ImmutableArray<ChainHop> _chain = [];
    private ReleaseTerms _terms = null!;

    private Hop Last => _package.Hops[^1];

    private ReleaseBody Release => _chain[^1].Release;

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

        foreach (CheckpointName name in _package.Hops.Select(hop => hop.Checkpoint).Concat(_package.Onward.Select(proof => proof.Checkpoint)))
        {
            if (!book.TryGet(name, out _))
            {
                return Refuse(
                    book.TryOwner(name.Origin, out _) ? VerificationFault.MissingCheckpoint : VerificationFault.UnknownLog,
                    "a hop or a grant names a checkpoint that is not here");
            }
        }

        if (_package.Consistency.Any(proof => !proof.Holds))
        {
            return Refuse(VerificationFault.BadCheckpoint, "a proof between two checkpoints does not hold");
        }

        return Pass("checkpoint", $"{Last.Checkpoint.Origin} at size {Last.Checkpoint.Size}, every required signature line");
    }

    public Verification? Inclusion()
    {
        // What opens digests is for the direct recipient; the next hop must not learn what an earlier one had.
        if (_package.Hops.SkipLast(1).Any(hop => !hop.OpeningsSalt.IsEmpty || !hop.Terms.IsEmpty || !hop.TermsSalt.IsEmpty))
        {
            return Refuse(VerificationFault.BrokenChain, "salts or terms of an earlier hop travel");
        }

        return _package.Hops.All(hop => InclusionProof.Verify(
                Merkle.LeafHash(hop.Statement.Span), hop.Index, hop.Checkpoint.Size, hop.Path.Span, hop.Checkpoint.Root.Span))
            ? Pass("inclusion", $"entry {Last.Index} of {Last.Checkpoint.Size}")
            : Refuse(VerificationFault.NotInLog, "a release is not in its releaser's log");
    }

    public Verification? Statement()
    {
        var chain = ImmutableArray.CreateBuilder<ChainHop>(_package.Hops.Length);
        foreach (Hop hop in _package.Hops)
        {
            if (!ChainHop.TryRead(hop, book, out ChainHop? read, out string detail))
            {
                return Refuse(VerificationFault.WrongStatement, detail);
            }

            chain.Add(read);
        }

        _chain = chain.MoveToImmutable();
        return null;
    }

    public Verification? Manifest()
    {
        // By hash first: a manifest that no log speaks of is not read.
        _product = ProductId.OfManifest(_package.Manifest.Span);
        if (_chain.Any(hop => hop.Release.Product != _product))
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

    public Verification? Chain() => ChainRules.Check(_chain, _manifest.Originator, context.Now) is { } broken
        ? Refuse(broken.Fault, broken.Detail)
        : Pass("release", string.Join(", then ", _chain.Select(hop => $"by {hop.Releaser} to {hop.Recipient}")));

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
        return CryptographicOperations.FixedTimeEquals(digest, Release.OpeningsDigest.Span)
            ? Pass("opened set", "exactly the openings that were logged")
            : Refuse(VerificationFault.OpenedSetDiffers, "more or fewer portions were opened than the log says");
    }

    public Verification? Grants()
    {
        // Most packages come straight from the originator, and nothing of them may go on.
        if (_chain.Length == 1 && _package.Grants.IsEmpty && _package.Onward.IsEmpty)
        {
            return null;
        }

        var grants = new ChainGrants(_chain);
        if (!grants.TakeGrants(_package.Grants, [.. _portions.Select(portion => portion.Index)], _product, commitment)
            || !grants.TakeConsents(_package.Onward, _product, book, context.Now))
        {
            return Refuse(VerificationFault.BadGrants, "a grant does not prove, stands twice, or is not for these portions and hops");
        }

        return _portions.All(portion => grants.Cover(portion, _markings[portion.Body.Marking], _manifest.Originator))
            ? Pass("grants", $"{_package.Grants.Length} of the originator, {_package.Onward.Length} of owners")
            : Refuse(VerificationFault.NotGranted, "a portion went on to a partner that nobody granted it to");
    }

    public Verification? Terms()
    {
        byte[] digest = commitment.Terms(Last.TermsSalt.Span, Last.Terms.Span);
        if (Last.TermsSalt.Length != Limits.Hash
            || !CryptographicOperations.FixedTimeEquals(digest, Release.TermsDigest.Span)
            || !ReleaseTerms.TryDecode(Last.Terms.Span, out ReleaseTerms? terms, out _))
        {
            return Refuse(VerificationFault.BadTerms, "the terms are not those of the release");
        }

        _terms = terms;
        return Pass("terms", $"lane {(int)terms.Lane}, place {terms.FeedSequence}, policy {terms.PolicyId} version {terms.PolicyVersion}");
    }

    public Verification? Recipient() => context.Recipient is { } me && me != Release.Recipient
        ? Refuse(VerificationFault.WrongRecipient, "the release is for another partner")
        : Pass("recipient", Release.Recipient.Value);

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
        Releaser = _chain[^1].Releaser,
        Release = Release,
        Terms = _terms,
        LeafHash = _chain[^1].LeafHash,
        LogIndex = Last.Index,
        Checkpoint = Last.Checkpoint,
        Chain = _chain,
        Grants = _package.Grants,
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
