using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Node.Witnessing;

/// <summary>What adding a witness's lines came to.</summary>
/// <param name="Row">The cosignature, to be stored.</param>
/// <param name="Cosigned">The head that has its quorum now, to be stored; null where it has not, or a newer one has.</param>
internal sealed record CosignatureAdded(CosignatureRow Row, StoredHead? Cosigned);

/// <summary>
/// Heads of our own release log with the cosignatures that they have. Starts with what the record holds, as far as it is of this log.
/// Thread-safe.
/// </summary>
internal sealed class CosignedHeads
{
    /// <summary>How long a partner is shown the newest cosigned head while a newer one waits for its quorum.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const int MostHeads = 8;

    private readonly Lock _gate = new();
    private readonly TransparencyLog _log;
    private readonly WitnessQuorum _quorum;
    private readonly PartnerCode _self;
    private readonly TimeProvider _clock;
    private readonly SortedDictionary<long, Note> _notes = [];
    private SignedHead? _newest;
    private DateTimeOffset _newestAt;

    public CosignedHeads(TransparencyLog log, Roster roster, PartnerCode self, INodeRead read, TimeProvider clock)
    {
        (_log, _self, _clock) = (log, self, clock);
        _quorum = new WitnessQuorum(roster);
        if (read.Cosigned() is { } stored
            && _quorum.TryVerify(stored.Note.Span, clock.GetUtcNow(), out Checkpoint? checkpoint, out _, out _)
            && log.TryRoot(checkpoint.Size, out byte[] root)
            && checkpoint.Root.AsSpan().SequenceEqual(root))
        {
            _newest = new SignedHead(checkpoint, stored.Note);
        }
    }

    /// <summary>How many partners the roster asks for.</summary>
    public int Required => _quorum.Required;

    /// <summary>The partners that may cosign this log.</summary>
    public ImmutableArray<PartnerCode> Witnesses => [.. _quorum.WitnessesOf(_self)];

    /// <summary>Those of them that are asked, with what they said; empty before the first round.</summary>
    public ImmutableArray<AskedWitness> Asked { get; set; } = [];

    /// <summary>
    /// The newest head with its quorum, its note with all cosignatures: what to hand on to partners that do not follow this log. With a
    /// quorum of none the newest head, with such lines as it has. Null before the first.
    /// </summary>
    public SignedHead? Newest
    {
        get
        {
            lock (_gate)
            {
                return Required > 0 ? _newest : _log.Head is { } head ? WithLines(head) : null;
            }
        }
    }

    /// <summary>
    /// What partners are shown as this log's checkpoint: the newest head as soon as it has its quorum, until then the newest cosigned one,
    /// and when that has waited longer than <see cref="Patience"/>, or there is none, the newest head as it is: witnesses that are away
    /// never hide the log.
    /// </summary>
    public SignedHead? Shown(bool newest)
    {
        SignedHead? head = _log.Head;
        lock (_gate)
        {
            if (head is not null && Required == 0)
            {
                return WithLines(head);
            }

            if (head is null || (_newest is { } cosigned
                && (cosigned.Checkpoint.Size >= head.Checkpoint.Size || (!newest && _clock.GetUtcNow() - _newestAt < Patience))))
            {
                return _newest;
            }
        }

        return head;
    }

    /// <summary>Whether this head has its quorum.</summary>
    public bool HasQuorum(SignedHead head)
    {
        lock (_gate)
        {
            return Required == 0 || _newest?.Checkpoint.Size >= head.Checkpoint.Size;
        }
    }

    /// <summary>Adds the lines of one witness to a head of ours. Null when they do not verify as this witness's, with all its algorithms.</summary>
    public CosignatureAdded? Add(SignedHead head, PartnerCode witness, IEnumerable<NoteSignature> lines)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (!CosignatureLines.TryJoin(head.Note.Span, lines, out Note? alone)
            || _quorum.Cosigners(alone, _self, now).FirstOrDefault(cosigner => cosigner.Partner == witness) is not { } cosigner)
        {
            return null;
        }

        var row = new CosignatureRow(witness, head.Checkpoint.Size, cosigner.At.ToUnixTimeSeconds(), alone.ToBytes());
        lock (_gate)
        {
            byte[] known = _notes.TryGetValue(head.Checkpoint.Size, out Note? note) ? note.ToBytes() : head.Note.ToArray();
            if (!CosignatureLines.TryJoin(known, lines, out Note? joined) || joined.ToBytes() is not { Length: <= Limits.Statement } bytes)
            {
                // As many witnesses as one checkpoint can carry have cosigned it already.
                return new CosignatureAdded(row, null);
            }

            Remember(head.Checkpoint.Size, joined);
            if (_quorum.Cosigners(joined, _self, now).Length < Required || head.Checkpoint.Size < (_newest?.Checkpoint.Size ?? 0))
            {
                return new CosignatureAdded(row, null);
            }

            (_newest, _newestAt) = (new SignedHead(head.Checkpoint, bytes), now);
            return new CosignatureAdded(row, new StoredHead(LogName.Release, head.Checkpoint.Size, bytes));
        }
    }

    private SignedHead WithLines(SignedHead head) =>
        _notes.TryGetValue(head.Checkpoint.Size, out Note? note) ? new SignedHead(head.Checkpoint, note.ToBytes()) : head;

    private void Remember(long size, Note note)
    {
        _notes[size] = note;
        if (_notes.Count > MostHeads)
        {
            _notes.Remove(_notes.Keys.First());
        }
    }
}
