using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Sealing;

/// <summary>A notice that verified: in its author's log, readable, and every opening is what was committed to.</summary>
/// <param name="Originator">Who says it.</param>
/// <param name="Body">What it says.</param>
/// <param name="AtMs">The author's clock, milliseconds since the Unix epoch.</param>
/// <param name="LeafHash">Leaf hash of the NOTICE, 32 bytes.</param>
/// <param name="LogIndex">Position in the originator's release log.</param>
/// <param name="Statement">The NOTICE, verbatim.</param>
/// <param name="Path">Inclusion path, leaf to root, 32-byte hashes end to end.</param>
/// <param name="Checkpoint">The checkpoint that the path leads to.</param>
/// <param name="Openings">What was opened, by position.</param>
public sealed record VerifiedNotice(
    PartnerCode Originator,
    NoticeBody Body,
    long AtMs,
    ReadOnlyMemory<byte> LeafHash,
    long LogIndex,
    ReadOnlyMemory<byte> Statement,
    ReadOnlyMemory<byte> Path,
    CheckpointName Checkpoint,
    ImmutableArray<NoticeOpening> Openings);

/// <summary>A notice as it travels: its statement with proof, and the openings that the recipient may have.</summary>
/// <param name="Statement">The NOTICE, verbatim.</param>
/// <param name="LogIndex">Position in the originator's release log.</param>
/// <param name="Path">Inclusion path, leaf to root, 32-byte hashes end to end.</param>
/// <param name="Checkpoint">The checkpoint that the path leads to.</param>
/// <param name="Openings">Openings.</param>
public sealed record NoticeProof(
    ReadOnlyMemory<byte> Statement,
    long LogIndex,
    ReadOnlyMemory<byte> Path,
    CheckpointName Checkpoint,
    ImmutableArray<NoticeOpening> Openings)
{
    /// <summary>
    /// Verifies against a checkpoint that the caller has verified under the roster, in the order inclusion, statement, body, openings. Whose
    /// word it is, the log says; that the author originated the product, only the manifest says.
    /// </summary>
    public bool TryVerify(Partner originator, [NotNullWhen(true)] out VerifiedNotice? notice, out VerificationFault fault)
    {
        notice = null;
        fault = VerificationFault.NotInLog;
        byte[] leaf = Merkle.LeafHash(Statement.Span);
        if (Checkpoint.Origin != originator.ReleaseLog.Origin
            || !InclusionProof.Verify(leaf, LogIndex, Checkpoint.Size, Path.Span, Checkpoint.Root.Span))
        {
            return false;
        }

        fault = VerificationFault.WrongStatement;
        if (!Sealing.Statement.TryDecode(Statement, out Statement? statement, out _)
            || statement.Kind != StatementKind.Notice
            || statement.Origin != originator.ReleaseLog.Origin
            || statement.Author != originator.Code
            || !NoticeBody.TryDecode(statement.Body.Span, out NoticeBody? body))
        {
            return false;
        }

        fault = VerificationFault.BadOpenings;
        if (!Opens(body))
        {
            return false;
        }

        notice = new VerifiedNotice(originator.Code, body, statement.AtMs, leaf, LogIndex, Statement, Path, Checkpoint, Openings);
        return true;
    }

    private bool Opens(NoticeBody body)
    {
        using var commitment = new Commitment();
        return Openings.DistinctBy(opening => opening.Position).Count() == Openings.Length
            && Openings.All(opening => opening.Salt.Length == Limits.Hash && (opening.Position == NoticeOpening.Note
                ? commitment.Note(body.Product, body.Number, opening.Salt.Span, opening.Body.Span).AsSpan().SequenceEqual(body.NoteDigest.Span)
                    && NoticeNote.TryDecode(opening.Body.Span, out _)
                : opening.Position >= 0 && opening.Position < body.Portions.Length
                    && commitment.Notice(body.Product, body.Number, opening.Salt.Span, opening.Body.Span).AsSpan().SequenceEqual(body.Portions[opening.Position])
                    && PortionNotice.TryDecode(opening.Body.Span, out _)));
    }
}
