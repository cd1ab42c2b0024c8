using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Google.Protobuf;
using NoticeOpening = Gateway.Core.Sealing.NoticeOpening;
using NoticeProof = Gateway.Core.Sealing.NoticeProof;

namespace Gateway.Node.Federation;

/// <summary>Notices with their proofs, as messages and back.</summary>
internal static class NoticeMessages
{
    /// <summary>What a subscriber announces beside its schemas when it reads notices; nobody else is sent any.</summary>
    public const string Capability = "gateway.v1.NoticeBody/1";

    /// <summary>Openings of one notice: its portions and the note.</summary>
    public const int MostOpenings = NoticeBody.MostPortions + 1;

    public static Protocol.V1.NoticeProof ToMessage(this NoticePermit permit)
    {
        NoticeProof proof = permit.Proof;
        var message = new Protocol.V1.NoticeProof
        {
            Statement = UnsafeByteOperations.UnsafeWrap(proof.Statement),
            Index = (ulong)proof.LogIndex,
            Checkpoint = proof.Checkpoint.ToMessage(),
            Note = UnsafeByteOperations.UnsafeWrap(permit.Note),
        };
        message.Path.AddPath(proof.Path.Span);
        foreach (NoticeOpening opening in proof.Openings)
        {
            var one = new Protocol.V1.NoticeOpening
            {
                Position = (uint)Math.Max(0, opening.Position),
                Salt = UnsafeByteOperations.UnsafeWrap(opening.Salt),
                Body = UnsafeByteOperations.UnsafeWrap(opening.Body),
            };
            if (opening.Position == NoticeOpening.Note)
            {
                message.NoteOpening = one;
            }
            else
            {
                message.Openings.Add(one);
            }
        }

        return message;
    }

    /// <summary>False when it cannot be a proof, whatever it proves.</summary>
    public static bool TryToCore(this Protocol.V1.NoticeProof message, out NoticeProof proof)
    {
        bool whole = message.Path.TryPath(out byte[] path)
            & (message.Index <= long.MaxValue && message.Openings.Count < MostOpenings && message.Openings.All(opening => opening.Position <= ushort.MaxValue));
        var openings = message.Openings.Select(opening => Opening(opening, (int)Math.Min(opening.Position, ushort.MaxValue)));
        proof = new NoticeProof(
            message.Statement.ToByteArray(),
            whole ? (long)message.Index : 0,
            path,
            (message.Checkpoint ?? new Protocol.V1.CheckpointName()).ToCore(),
            [.. message.NoteOpening is { } note ? openings.Prepend(Opening(note, NoticeOpening.Note)) : openings]);
        return whole;
    }

    private static NoticeOpening Opening(Protocol.V1.NoticeOpening opening, int position) =>
        new(position, opening.Salt.ToByteArray(), opening.Body.ToByteArray());
}
