using System.Collections.Concurrent;
using System.Threading.Channels;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Releasing;

namespace Gateway.Node.Witnessing;

/// <summary>
/// The heads of others' logs, wherever they come by: as witness, in feeds, with receipts. Two roots for one size are a fork, proved by the
/// two notes. Remembers the newest heads of each log, so comparing costs no store; after a restart those that the record holds. What is
/// found goes to <see cref="ContradictionRecorder"/>. Thread-safe.
/// </summary>
internal sealed class HeadLedger(INodeRead read, TimeProvider clock)
{
    private const int MostHeads = 256;
    private const int MostFound = 64;

    private readonly ConcurrentDictionary<string, Shelf> _shelves = new();
    private readonly Channel<ContradictionRow> _found = Channel.CreateBounded<ContradictionRow>(1024);

    /// <summary>What was found and is not on record yet.</summary>
    public ChannelReader<ContradictionRow> Found => _found.Reader;

    /// <summary>Compares a head that was verified and accepted, and remembers it. True if it contradicts none.</summary>
    public bool Observe(string origin, long size, ReadOnlyMemory<byte> root, ReadOnlyMemory<byte> note, string place) =>
        Compare(origin, new ObservedHead(size, root, note, place), remember: true);

    /// <summary>
    /// Compares a head that was refused: what the log's own keys signed is evidence all the same. A note without all lines of the log is
    /// nobody's word, and nothing.
    /// </summary>
    public void Suspect(Partner owner, ReadOnlyMemory<byte> note, string place)
    {
        // Verified under a roster of this one partner: the question is whose word it is, not whether it counts.
        var roster = new Roster(new RosterTerms(1, "", DateTimeOffset.MaxValue, 1), [owner], []);
        if (new WitnessQuorum(roster).TryVerify(note.Span, clock.GetUtcNow(), out Checkpoint? head, out _, out _, atLeast: 0))
        {
            Compare(head.Origin, new ObservedHead(head.Size, head.Root.AsMemory(), note, place), remember: false);
        }
    }

    /// <summary>Records that a head does not extend one held before, though the log was asked to prove it.</summary>
    public void Report(HeldHead held, HeldHead head, string place) => Report(
        held.Origin,
        held.Size == head.Size ? ContradictionKind.SameSize : ContradictionKind.NotExtending,
        new ObservedHead(held.Size, held.Root, held.Note, "held"),
        new ObservedHead(head.Size, head.Root, head.Note, place));

    /// <summary>Records a contradiction; a log that makes very many has its first ones kept.</summary>
    public void Report(string origin, ContradictionKind kind, ObservedHead first, ObservedHead second)
    {
        if (Of(origin).MayReport(kind, first, second))
        {
            _found.Writer.TryWrite(new ContradictionRow(0, origin, kind, first, second, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        }
    }

    private bool Compare(string origin, ObservedHead head, bool remember)
    {
        if (Of(origin).Other(head, remember) is not { } known)
        {
            return true;
        }

        Report(origin, ContradictionKind.SameSize, known, head);
        return false;
    }

    // Origins come from verified notes, and so from the roster: a peer cannot grow the table.
    private Shelf Of(string origin) => _shelves.GetOrAdd(origin, name =>
    {
        var shelf = new Shelf();
        if (read.Held(name) is { } held)
        {
            shelf.Other(new ObservedHead(held.Size, held.Root, held.Note, "feed"), remember: true);
        }

        if (read.Witnessed(name) is { } witnessed)
        {
            shelf.Other(new ObservedHead(witnessed.Size, witnessed.Root, witnessed.Note, "witness"), remember: true);
        }

        return shelf;
    });

    private sealed class Shelf
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<long, ObservedHead> _heads = [];
        private readonly Queue<long> _order = [];
        private readonly HashSet<(ContradictionKind, string, string)> _reported = [];

        /// <summary>The head of this size that is another one; null where there is none.</summary>
        public ObservedHead? Other(ObservedHead head, bool remember)
        {
            lock (_gate)
            {
                if (_heads.TryGetValue(head.Size, out ObservedHead? known))
                {
                    return known.Root.Span.SequenceEqual(head.Root.Span) ? null : known;
                }

                if (remember)
                {
                    _heads.Add(head.Size, head);
                    _order.Enqueue(head.Size);
                    if (_order.Count > MostHeads)
                    {
                        _heads.Remove(_order.Dequeue());
                    }
                }

                return null;
            }
        }

        public bool MayReport(ContradictionKind kind, ObservedHead first, ObservedHead second)
        {
            lock (_gate)
            {
                return _reported.Count < MostFound
                    && _reported.Add((kind, Convert.ToHexStringLower(first.Root.Span), Convert.ToHexStringLower(second.Root.Span)));
            }
        }
    }
}
