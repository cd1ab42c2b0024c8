using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>
/// A marking as it travels: the mark in the words of its own policy, and the lists that the policy's grammar may not be able to
/// spell (docs/protocol.md, "Marking"). Nothing here is validated; <c>MarkingReader</c> reads it.
/// Immutable; equality is by value, lists in order.
/// </summary>
public sealed record Marking
{
    // Asked for at every decision, so kept; 0 until then. A changed copy begins without it.
    private int _hash;

    /// <summary>A marking.</summary>
    public Marking()
    {
    }

    private Marking(Marking original)
    {
        (Policy, Text, ReleasableTo, OriginatorList) = (original.Policy, original.Text, original.ReleasableTo, original.OriginatorList);
        (Community, NotBeforeMs) = (original.Community, original.NotBeforeMs);
    }

    /// <summary>Name of the policy whose grammar <see cref="Text"/> follows: <c>US</c>, <c>TLP</c>, <c>FRA</c>. Never guessed.</summary>
    public required string Policy { get; init; }

    /// <summary>The mark as its originator wrote it: <c>(S//REL TO USA, FRA)</c>.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// Partners and coalitions that may receive. Where the grammar has a release list this repeats it (or is left empty);
    /// where it has none (national words without one), this is the list. Empty on classified information means nobody but the owner.
    /// </summary>
    public ImmutableArray<string> ReleasableTo { get; init; } = [];

    /// <summary>For originator-controlled information (ORCON): the partners that the originator named.</summary>
    public ImmutableArray<string> OriginatorList { get; init; } = [];

    /// <summary>TLP community, or empty.</summary>
    public string Community { get; init; } = "";

    /// <summary>Embargo: not to be released before this time, milliseconds since the Unix epoch, UTC. 0 means none.</summary>
    public long NotBeforeMs { get; init; }

    /// <inheritdoc/>
    public bool Equals(Marking? other) =>
        ReferenceEquals(this, other) || (other is not null
        && Policy == other.Policy
        && Text == other.Text
        && Community == other.Community
        && NotBeforeMs == other.NotBeforeMs
        && ReleasableTo.AsSpan().SequenceEqual(other.ReleasableTo.AsSpan())
        && OriginatorList.AsSpan().SequenceEqual(other.OriginatorList.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            _hash = HashCode.Combine(Policy, Text, ReleasableTo.AsSpan().Length, NotBeforeMs);
        }

        return _hash;
    }
}
