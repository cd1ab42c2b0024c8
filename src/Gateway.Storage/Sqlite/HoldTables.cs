using System.Buffers.Binary;
using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>What waits, or waited, for a release officer.</summary>
internal static class HoldTables
{
    private const string Select = """
        SELECT h.number, p.id, n.code, h.state, h.held_at_ms, h.held_log, h.held_index, h.decided_at_ms, h.approval, h.officer, h.reason,
            h.reason_salt, h.approved, h.rejected
        FROM hold h CROSS JOIN product p ON p.number = h.product CROSS JOIN partner n ON n.number = h.partner
        """;

    private const string SelectOne = $"""
        {Select} WHERE h.product = (SELECT number FROM product WHERE id = ?) AND h.partner = (SELECT number FROM partner WHERE code = ?)
        """;

    private const string SelectState = $"{Select} WHERE h.state = ? AND h.number > ? ORDER BY h.number LIMIT ?";

    private const string Upsert = """
        INSERT INTO hold (product, partner, state, held_at_ms, held_log, held_index, decided_at_ms, approval, officer, reason, reason_salt,
            approved, rejected)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (product, partner) DO UPDATE
        SET state = excluded.state, held_at_ms = excluded.held_at_ms, held_log = excluded.held_log, held_index = excluded.held_index,
            decided_at_ms = excluded.decided_at_ms, approval = excluded.approval, officer = excluded.officer, reason = excluded.reason,
            reason_salt = excluded.reason_salt, approved = excluded.approved, rejected = excluded.rejected
        """;

    private const string SelectSubmission =
        "SELECT caller, submission_id, body_digest, certificate FROM submission WHERE product = (SELECT number FROM product WHERE id = ?)";

    public static SubmissionRow? Submission(Session session, ProductId product) => session.Use(SelectSubmission).Bind(product.Span)
        .First(row => new SubmissionRow(row.Text(0), row.Text(1), row.Blob(2), product, row.Text(3)));

    public static HoldRow? Find(Session session, ProductId product, PartnerCode partner) =>
        session.Use(SelectOne).Bind(product.Span).Bind(partner.Value).First(Row);

    public static IReadOnlyList<(long Number, HoldRow Row)> List(Session session, HoldState state, long after, int count) =>
        session.Use(SelectState).Bind((long)state).Bind(after).Bind(count).All(row => (row.Long(0), Row(row)));

    public static void Set(Session session, Numbers numbers, HoldRow row)
    {
        long product = numbers.Product(row.Product), partner = numbers.Partner(row.Partner);
        session.Use(Upsert)
            .Bind(product)
            .Bind(partner)
            .Bind((long)row.State)
            .Bind(row.HeldAtMs)
            .Bind((long)row.Held.Log)
            .Bind(row.Held.Index)
            .Bind(row.DecidedAtMs)
            .Bind(row.ApprovalIndex)
            .Bind(row.Officer)
            .Bind(row.Reason)
            .Bind(row.ReasonSalt)
            .Bind(Encode(row.Approved))
            .Bind(Encode(row.Rejected))
            .Done();
    }

    private static HoldRow Row(Statement row) => new()
    {
        Product = row.Product(1),
        Partner = row.Partner(2),
        State = (HoldState)row.Long(3),
        HeldAtMs = row.Long(4),
        Held = ((LogName)row.Long(5), row.Long(6)),
        DecidedAtMs = row.Long(7),
        ApprovalIndex = row.Long(8),
        Officer = row.Text(9),
        Reason = row.Text(10),
        ReasonSalt = row.Blob(11),
        Approved = Decode(row.Span(12)),
        Rejected = Decode(row.Span(13)),
    };

    private static ReadOnlySpan<byte> Encode(ImmutableArray<ushort> indexes)
    {
        var bytes = new byte[2 * indexes.Length];
        for (int i = 0; i < indexes.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), indexes[i]);
        }

        return bytes;
    }

    private static ImmutableArray<ushort> Decode(ReadOnlySpan<byte> bytes)
    {
        var indexes = new ushort[bytes.Length / 2];
        for (int i = 0; i < indexes.Length; i++)
        {
            indexes[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
        }

        return [.. indexes];
    }
}
