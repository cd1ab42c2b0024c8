using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Searching;

/// <summary>What an index keeps of one portion.</summary>
/// <param name="Index">Position of its commitment in the manifest.</param>
/// <param name="Marking">Its own marking.</param>
/// <param name="Words">Folded words of all its fields in order, with <see cref="Gap"/> between fields.</param>
/// <param name="Facets">What it can be filtered by.</param>
public sealed record IndexedPortion(ushort Index, Marking Marking, ImmutableArray<string> Words, ImmutableArray<string> Facets)
{
    /// <summary>Stands between fields, so that no phrase goes across; no query holds it.</summary>
    public const string Gap = "\u00A7";

    /// <summary>The words of a portion's fields.</summary>
    public static ImmutableArray<string> WordsOf(IEnumerable<FieldText> fields)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (FieldText field in fields)
        {
            if (words.Count > 0)
            {
                words.Add(Gap);
            }

            words.AddRange(Searching.Words.Of(field.Text).Select(word => word.Text));
        }

        return words.ToImmutable();
    }
}

/// <summary>Everything that an index keeps of one product; without portions when nothing is left of it.</summary>
/// <param name="Mode">Which store.</param>
/// <param name="Ordinal">Order of arrival at the node.</param>
/// <param name="Originator">Who sealed it.</param>
/// <param name="IssuedAtMs">Milliseconds since the Unix epoch.</param>
/// <param name="Portions">All that the node holds of it.</param>
public sealed record IndexedProduct(Mode Mode, long Ordinal, PartnerCode Originator, long IssuedAtMs, ImmutableArray<IndexedPortion> Portions);

/// <summary>
/// Portions that the same readers see: one originator, one marking. A caller's classes are decided before an index is asked, so that what
/// is withheld from them is passed over unread.
/// </summary>
/// <param name="Number">Given by the index, ascending.</param>
/// <param name="Originator">Who sealed the products.</param>
/// <param name="Marking">The portions' own marking.</param>
public sealed record SightClass(long Number, PartnerCode Originator, Marking Marking);

/// <summary>A product came, grew or was erased. Written in the transaction that did it.</summary>
/// <param name="Sequence">Order of the changes, ascending.</param>
/// <param name="Mode">The product's mode.</param>
/// <param name="Ordinal">The product's order of arrival.</param>
public sealed record SearchChange(long Sequence, Mode Mode, long Ordinal);

/// <summary>A portion in an index as one number: later arrivals are greater.</summary>
public static class SearchKey
{
    private const int IndexBits = 16;

    /// <summary>The key of a portion.</summary>
    public static long Of(long ordinal, ushort index) => (ordinal << IndexBits) | index;

    /// <summary>The product of a key.</summary>
    public static long Ordinal(long key) => key >> IndexBits;

    /// <summary>The commitment of a key.</summary>
    public static ushort Index(long key) => (ushort)key;
}
