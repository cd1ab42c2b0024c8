using System.Buffers.Binary;
using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Feeds: a row is a release.</summary>
internal static class FeedTables
{
    private const string Select = """
        SELECT n.code, f.lane, f.seq, f.log_index, p.id, f.withdrawn, f.opened, f.seed, f.terms, s.code, r.lane, r.seq FROM feed f
        CROSS JOIN product p ON p.number = f.product CROSS JOIN partner n ON n.number = f.partner
        LEFT JOIN received r ON r.number = f.source LEFT JOIN partner s ON s.number = r.releaser
        """;

    private const string SelectPlace = $"{Select} WHERE f.lane = ? AND f.seq = ? AND f.partner = ?";

    private const string SelectPartner = "SELECT number FROM partner WHERE code = ?";

    private const string SelectRelease = $"{Select} WHERE f.log_index = ? ORDER BY f.partner LIMIT 1";

    private const string SelectProduct = """
        SELECT n.code, f.lane, f.seq, f.log_index, p.id, f.withdrawn, f.opened, f.seed, f.terms FROM product p
        CROSS JOIN release_log g ON g.product = p.number CROSS JOIN feed f ON f.log_index = g.idx AND f.product = p.number
        CROSS JOIN partner n ON n.number = f.partner WHERE p.id = ? AND g.kind = 1 ORDER BY g.idx
        """;

    private const string SelectOne = "SELECT number FROM feed WHERE lane = ? AND seq = ? AND partner = ?";

    private const string Insert = """
        INSERT INTO feed (partner, lane, seq, log_index, product, withdrawn, opened, seed, terms, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string Withdraw = "UPDATE feed SET withdrawn = ? WHERE partner = ? AND lane = ? AND seq = ?";

    public static IReadOnlyList<FeedRow> Lane(Session session, PartnerCode partner, Lane lane, long after, int count)
    {
        // A lane has no gaps, so place after place is asked for.
        var rows = new List<FeedRow>();
        long? number = session.Use(SelectPartner).Bind(partner.Value).Number();
        while (number is { } known && rows.Count < count
            && session.Use(SelectPlace).Bind((long)lane).Bind(after + rows.Count + 1).Bind(known).First(Row) is { } row)
        {
            rows.Add(row);
        }

        return rows;
    }

    public static FeedRow? Release(Session session, long logIndex) => session.Use(SelectRelease).Bind(logIndex).First(Row);

    public static IReadOnlyList<FeedRow> Releases(Session session, ProductId product) =>
        session.Use(SelectProduct).Bind(product.Span).All(Row);

    public static long LastSequence(Session session, PartnerCode partner, Lane lane)
    {
        if (session.Use(SelectPartner).Bind(partner.Value).Number() is not { } number)
        {
            return 0;
        }

        // All in one view of the record: between two questions the writer might commit. A savepoint, for there may be a transaction already.
        session.Use("SAVEPOINT last_sequence").Done();
        try
        {
            // A lane has no gaps: its end is found by steps that double, then halve.
            long last = 0, step = 1;
            for (; Holds(last + step); step *= 2)
            {
                last += step;
            }

            while (step > 1)
            {
                step /= 2;
                last += Holds(last + step) ? step : 0;
            }

            return last;
        }
        finally
        {
            session.Use("RELEASE last_sequence").Done();
        }

        bool Holds(long sequence) => session.Use(SelectOne).Bind((long)lane).Bind(sequence).Bind(number).Any();
    }

    public static void Add(Session session, Numbers numbers, FeedRow row)
    {
        long last = numbers.LastSequence(row.Partner, row.Lane);
        if (row.Sequence != last + 1)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The next row of the lane has sequence {last + 1}, not {row.Sequence}."), nameof(row));
        }

        long partner = numbers.Partner(row.Partner), product = numbers.Product(row.Product);
        session.Use(Insert)
            .Bind(partner)
            .Bind((long)row.Lane)
            .Bind(row.Sequence)
            .Bind(row.LogIndex)
            .Bind(product)
            .Bind(row.WithdrawnIndex)
            .Bind(Encode(row.Opened))
            .Bind(row.Seed)
            .Bind(row.Terms)
            .Bind(row.Source is { } source ? ReceivedTables.Number(session, source) : null)
            .Done();
        numbers.SetLastSequence(row.Partner, row.Lane, row.Sequence);
    }

    public static void SetWithdrawn(Session session, Numbers numbers, PartnerCode partner, Lane lane, long sequence, long index)
    {
        session.Use(Withdraw).Bind(index).Bind(numbers.Partner(partner)).Bind((long)lane).Bind(sequence).Done();
        if (session.Changes != 1)
        {
            throw new ArgumentException("No feed row stands at this place.", nameof(sequence));
        }
    }

    private static FeedRow Row(Statement row) => new()
    {
        Partner = row.Partner(0),
        Lane = (Lane)row.Long(1),
        Sequence = row.Long(2),
        LogIndex = row.Long(3),
        Product = row.Product(4),
        WithdrawnIndex = row.Long(5),
        Opened = Decode(row.Span(6)),
        Seed = row.Blob(7),
        Terms = row.Blob(8),
        Source = row.IsNull(9) ? null : new FeedSource(row.Partner(9), (Lane)row.Long(10), row.Long(11)),
    };

    internal static ReadOnlySpan<byte> Encode(ImmutableArray<ushort> indexes)
    {
        var bytes = new byte[2 * indexes.Length];
        for (int i = 0; i < indexes.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), indexes[i]);
        }

        return bytes;
    }

    internal static ImmutableArray<ushort> Decode(ReadOnlySpan<byte> bytes)
    {
        var indexes = ImmutableArray.CreateBuilder<ushort>(bytes.Length / 2);
        for (int i = 0; i + 1 < bytes.Length; i += 2)
        {
            indexes.Add(BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]));
        }

        return indexes.MoveToImmutable();
    }
}
