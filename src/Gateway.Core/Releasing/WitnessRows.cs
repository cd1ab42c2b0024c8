using Gateway.Core.Partners;

namespace Gateway.Core.Releasing;

/// <summary>The newest checkpoint of another's log that this node cosigned; it moves forward only, and before the answer is given.</summary>
/// <param name="Origin">The log.</param>
/// <param name="Size">Entries under it.</param>
/// <param name="Root">Root, 32 bytes.</param>
/// <param name="Note">The signed note, verbatim.</param>
/// <param name="AtMs">Our clock, milliseconds since the Unix epoch.</param>
public sealed record WitnessedHead(string Origin, long Size, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Note, long AtMs);

/// <summary>The newest head of our own release log that a partner cosigned.</summary>
/// <param name="Partner">Who.</param>
/// <param name="Size">Entries under it.</param>
/// <param name="CosignedAt">When it says it saw it, Unix seconds.</param>
/// <param name="Note">The checkpoint with this partner's lines.</param>
public sealed record CosignatureRow(PartnerCode Partner, long Size, long CosignedAt, ReadOnlyMemory<byte> Note);

/// <summary>In which way two heads of one log, both signed with all its keys, do not go together.</summary>
public enum ContradictionKind
{
    /// <summary>Two roots for one size. The two notes alone are proof of a fork, to anyone.</summary>
    SameSize = 1,

    /// <summary>The log asked to cosign a head and did not prove that it extends the one cosigned before.</summary>
    NotExtending = 2,
}

/// <summary>Two heads of one log that contradict each other: evidence, kept for auditors.</summary>
/// <param name="Number">From 1, in order of finding; 0 before it is stored.</param>
/// <param name="Origin">The log.</param>
/// <param name="Kind">How they contradict each other.</param>
/// <param name="First">The head that was known before.</param>
/// <param name="Second">The head that contradicts it.</param>
/// <param name="AtMs">When it was found, our clock, milliseconds since the Unix epoch.</param>
public sealed record ContradictionRow(
    long Number, string Origin, ContradictionKind Kind, ObservedHead First, ObservedHead Second, long AtMs);

/// <summary>A head of a log, signed with all its keys, and where this node came by it.</summary>
/// <param name="Size">Entries under it.</param>
/// <param name="Root">Root, 32 bytes.</param>
/// <param name="Note">The signed note, verbatim.</param>
/// <param name="Place">Where it was seen: <c>witness</c>, <c>feed</c>, <c>receipts</c>, <c>tiles</c>.</param>
public sealed record ObservedHead(long Size, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Note, string Place);

/// <summary>Reads about witnesses and heads; part of <see cref="INodeRead"/>.</summary>
public interface IWitnessRead
{
    /// <summary>The newest checkpoint of another's log that this node cosigned; null before the first.</summary>
    WitnessedHead? Witnessed(string origin);

    /// <summary>The newest cosignature of each partner over our release log, ascending by partner.</summary>
    IReadOnlyList<CosignatureRow> Cosignatures();

    /// <summary>The newest head of our release log that had its quorum, with all cosignatures; null before the first.</summary>
    StoredHead? Cosigned();

    /// <summary>Up to <paramref name="count"/> contradictions after a number, ascending.</summary>
    IReadOnlyList<ContradictionRow> Contradictions(long after, int count);
}

/// <summary>Writes about witnesses and heads; part of <see cref="INodeWrite"/>.</summary>
public interface IWitnessWrite
{
    /// <summary>Replaces the newest checkpoint cosigned of a log.</summary>
    void SetWitnessed(WitnessedHead head);

    /// <summary>Replaces a partner's newest cosignature.</summary>
    void SetCosignature(CosignatureRow row);

    /// <summary>Replaces the newest head of our release log that had its quorum.</summary>
    void SetCosigned(StoredHead head);

    /// <summary>Adds a contradiction under the next number; one whose two heads are kept already changes nothing.</summary>
    void AddContradiction(ContradictionRow row);
}
