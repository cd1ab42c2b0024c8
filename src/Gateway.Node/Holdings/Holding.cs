using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Google.Protobuf;

namespace Gateway.Node.Holdings;

/// <summary>What one class of callers sees of one product. Shared by all of them: nobody changes the message. Thread-safe.</summary>
/// <param name="Row">Its row in the catalogue.</param>
/// <param name="Content">
/// The product's root message, put together as for a reader: of each path the best variant that may be seen. Actors, places, evidence, sources,
/// scenarios and options are left out: they are read from the record, one product at a time.
/// </param>
/// <param name="Portions">Every portion that may be seen, ascending by index; those that <paramref name="Content"/> leaves out without their value.</param>
/// <param name="Banner">Roll-up of all of them.</param>
internal sealed record Seen(CatalogRow Row, IMessage Content, ImmutableArray<Portion> Portions, Marking Banner)
{
    private object[] _facts = [];

    /// <summary>
    /// Something made of the product that is asked for again and again; kept once for each type, and made from nothing but what is handed in. Two who
    /// ask at once may both make it, and go on with one.
    /// </summary>
    public T Fact<T>(Func<Seen, T> make)
        where T : class
    {
        T? made = null;
        while (true)
        {
            object[] known = _facts;
            foreach (object fact in known)
            {
                if (fact is T found)
                {
                    return found;
                }
            }

            made ??= make(this);
            if (Interlocked.CompareExchange(ref _facts, [.. known, made], known) == known)
            {
                return made;
            }
        }
    }

    // By reference: the portions would be compared byte by byte.
    public bool Equals(Seen? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>One product that one caller may see something of.</summary>
/// <param name="Seen">What of it.</param>
/// <param name="Notices">What its originator said of it since.</param>
/// <param name="Standing">Current or unconfirmed: what was taken back is not among the holdings.</param>
internal readonly record struct Holding(Seen Seen, NoticeEffect Notices, Standing Standing)
{
    /// <summary>Its row in the catalogue.</summary>
    public CatalogRow Row => Seen.Row;

    /// <summary>Whether its originator said that another edition or a correction is to be used instead.</summary>
    public bool IsReplaced => Notices.Replaced is not null;

    /// <summary>The content, where it is of this kind.</summary>
    public T? As<T>()
        where T : class, IMessage =>
        Seen.Content as T;
}
