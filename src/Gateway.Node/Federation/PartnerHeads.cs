using System.Collections.Concurrent;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using ProofMessage = Gateway.Protocol.V1.ConsistencyProof;

namespace Gateway.Node.Federation;

/// <summary>What putting a head beside the newest one known came to.</summary>
internal abstract record HeadLink
{
    private HeadLink()
    {
    }

    /// <summary>The head lies on the one history that this node knows of the log.</summary>
    public sealed record Linked : HeadLink;

    /// <summary>Not known yet: the proof from the smaller to the larger of the two sizes is missing.</summary>
    public sealed record ProofMissing(HeldHead Newest) : HeadLink;

    /// <summary>The log shows two histories: a fork.</summary>
    public sealed record Contradiction(HeldHead Newest) : HeadLink;
}

/// <summary>
/// The one history that this node knows of every other log, wherever its heads come from: the feed, receipts, files. A stream follows its
/// own chain of heads; before anything is taken under one of them, it is linked here, so two branches shown on two ways are found at
/// once. Thread-safe.
/// </summary>
internal sealed class PartnerHeads(INodeRead read)
{
    private readonly ConcurrentDictionary<string, Line> _lines = new();

    /// <summary>The newest head known of a log; null before the first.</summary>
    public HeldHead? Newest(string origin) => Of(origin).Newest;

    /// <summary>Links a head that was proved to extend <paramref name="basis"/>, itself linked before (null: nothing).</summary>
    public HeadLink Link(HeldHead head, HeldHead? basis)
    {
        Line line = Of(head.Origin);
        lock (line)
        {
            if (line.Newest is not { } newest || (basis is not null && Same(basis, newest) && head.Size >= newest.Size))
            {
                line.Newest = head;
                return new HeadLink.Linked();
            }

            return newest.Size != head.Size ? new HeadLink.ProofMissing(newest)
                : Same(newest, head) ? new HeadLink.Linked()
                : new HeadLink.Contradiction(newest);
        }
    }

    /// <summary>Links a head by a proof between it and <paramref name="newest"/>, whichever of them is the larger.</summary>
    public HeadLink Link(HeldHead head, HeldHead newest, ProofMessage proof)
    {
        (HeldHead small, HeldHead large) = head.Size <= newest.Size ? (head, newest) : (newest, head);
        bool proved = proof.Path.TryPath(out byte[] path)
            && ConsistencyProof.Verify(small.Size, small.Root.Span, large.Size, large.Root.Span, path);
        if (!proved)
        {
            return new HeadLink.Contradiction(newest);
        }

        Line line = Of(head.Origin);
        lock (line)
        {
            // Behind the newest a proved head is linked for good; ahead of it only while the newest is still the one proved against.
            if (head.Size <= newest.Size)
            {
                return new HeadLink.Linked();
            }

            if (line.Newest is { } now && !Same(now, newest))
            {
                return new HeadLink.ProofMissing(now);
            }

            line.Newest = head;
            return new HeadLink.Linked();
        }
    }

    private static bool Same(HeldHead one, HeldHead other) => one.Size == other.Size && one.Root.Span.SequenceEqual(other.Root.Span);

    // Origins come from the roster only, so a peer cannot grow the table.
    private Line Of(string origin) => _lines.GetOrAdd(origin, name => new Line { Newest = read.Held(name) });

    private sealed class Line
    {
        public HeldHead? Newest { get; set; }
    }
}
