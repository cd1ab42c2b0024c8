using System.Buffers.Binary;
using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Where partners stand that are reached by files.</summary>
internal static class CourierTable
{
    private const string Select = """
        SELECT held, warnings, notices, products, receipts_through, heads FROM courier WHERE partner = (SELECT number FROM partner WHERE code = ?)
        """;

    private const string Upsert = """
        INSERT INTO courier (partner, held, warnings, notices, products, receipts_through, heads) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (partner) DO UPDATE SET held = excluded.held, warnings = excluded.warnings, notices = excluded.notices,
            products = excluded.products, receipts_through = excluded.receipts_through, heads = excluded.heads
        """;

    public static CourierRow? Of(Session session, PartnerCode partner) => session.Use(Select).Bind(partner.Value).First(row => new CourierRow(
        partner, row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), Sizes(row.Blob(5))));

    public static void Set(Session session, Numbers numbers, CourierRow row) => session.Use(Upsert)
        .Bind(numbers.Partner(row.Partner))
        .Bind(row.HeldSize)
        .Bind(row.Warnings)
        .Bind(row.Notices)
        .Bind(row.Products)
        .Bind(row.ReceiptsThrough)
        .Bind(Bytes(row.Heads))
        .Done();

    private static ImmutableArray<long> Sizes(ReadOnlySpan<byte> bytes)
    {
        var sizes = ImmutableArray.CreateBuilder<long>(bytes.Length / 8);
        for (int i = 0; i + 8 <= bytes.Length; i += 8)
        {
            sizes.Add(BinaryPrimitives.ReadInt64BigEndian(bytes[i..]));
        }

        return sizes.ToImmutable();
    }

    private static byte[] Bytes(ImmutableArray<long> sizes)
    {
        var bytes = new byte[8 * sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8 * i), sizes[i]);
        }

        return bytes;
    }
}
