using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using ProofMessage = Gateway.Protocol.V1.ConsistencyProof;

namespace Gateway.Node.Federation;

/// <summary>
/// Follows one other log: accepts a checkpoint only when it carries every line that the roster demands and extends, by proof, the newest
/// one held. The first is taken on the roster's keys alone. The book alone is no word for a head: it holds whatever the log's keys signed,
/// forks included. Not thread-safe.
/// </summary>
internal sealed class HeadFollower(string origin, CheckpointBook book, HeldHead? held)
{
    /// <summary>The newest head accepted; null before the first.</summary>
    public HeldHead? Held { get; private set; } = held;

    /// <summary>True for the newest head accepted, and no other.</summary>
    public bool Follows(CheckpointName name) => Held is { } head && Same(head, name);

    /// <summary>
    /// Puts the held head into the book where it is not: after a restart the publisher does not send it again, and the book forgets when
    /// it is full.
    /// </summary>
    public void Remember()
    {
        if (Held is { } head && !book.TryGet(new CheckpointName(head.Origin, head.Size, head.Root), out _))
        {
            book.TryAdd(head.Note, out _, out _);
        }
    }

    /// <summary>Whether a name is that of a head.</summary>
    public static bool Same(HeldHead head, CheckpointName name) =>
        name.Origin == head.Origin && name.Size == head.Size && name.Root.Span.SequenceEqual(head.Root.Span);

    /// <summary>Accepts the next checkpoint, or says why not.</summary>
    public VerificationFault? Accept(ReadOnlyMemory<byte> note, ProofMessage? consistency)
    {
        if (!book.TryAdd(note, out CheckpointName? name, out VerificationFault fault))
        {
            return fault;
        }

        if (name.Origin != origin)
        {
            return VerificationFault.UnknownLog;
        }

        if (Held is { } held && !Extends(held, name, consistency))
        {
            return VerificationFault.BadCheckpoint;
        }

        Held = new HeldHead(name.Origin, name.Size, name.Root, note);
        return null;
    }

    private static bool Extends(HeldHead held, CheckpointName next, ProofMessage? proof)
    {
        if (next.Size == held.Size)
        {
            return next.Root.Span.SequenceEqual(held.Root.Span);
        }

        return next.Size > held.Size
            && proof is not null
            && proof.Path.TryPath(out byte[] path)
            && ConsistencyProof.Verify(held.Size, held.Root.Span, next.Size, next.Root.Span, path);
    }
}
