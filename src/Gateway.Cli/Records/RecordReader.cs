using System.Globalization;
using System.Text;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace Gateway.Cli.Records;

/// <summary>
/// Reads a node's database with plain SQL, read-only, in one snapshot. It uses none of the node's code but the generated messages. Throws
/// <see cref="IOException"/> when the database cannot be read.
/// </summary>
internal sealed class RecordReader : IDisposable
{
    private static readonly string[] Modes = ["actual", "exercise", "test"];

    private readonly SqliteConnection _connection;

    private RecordReader(string database) =>
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());

    public static NodeRecord Read(string partner, string database)
    {
        using var reader = new RecordReader(database);
        try
        {
            reader._connection.Open();
            using SqliteTransaction snapshot = reader._connection.BeginTransaction(deferred: true);
            return reader.All(partner);
        }
        catch (SqliteException failure)
        {
            throw new IOException($"{database} cannot be read: {failure.Message}", failure);
        }
    }

    public void Dispose() => _connection.Dispose();

    private NodeRecord All(string partner) => new()
    {
        Partner = partner,
        Release = Log("release", 1),
        Internal = Log("internal", 2),
        Products = [.. Modes.SelectMany(Products)],
        Submissions = Rows(
            "SELECT s.caller, s.submission_id, hex(p.id) FROM submission s LEFT JOIN product p ON p.number = s.product",
            row => new StoredSubmission(row.GetString(0), row.GetString(1), Hex(row, 2))),
        Decisions = Rows(
            """
            SELECT hex(p.id), n.code, d.log, d.log_index, d.salt, d.record, s.portions FROM decision d
            LEFT JOIN decision_portions s ON s.number = d.portions
            LEFT JOIN product p ON p.number = d.product LEFT JOIN partner n ON n.number = d.partner
            """,
            row => new StoredDecision(Hex(row, 0), Text(row, 1), row.GetInt32(2), row.GetInt64(3), Blob(row, 4), [.. Blob(row, 5), .. Blob(row, 6)])),
        Feed = Rows(
            """
            SELECT n.code, f.lane, f.seq, f.log_index, hex(p.id), f.withdrawn, f.opened, f.seed, f.terms FROM feed f
            LEFT JOIN partner n ON n.number = f.partner LEFT JOIN product p ON p.number = f.product ORDER BY n.code, f.lane, f.seq
            """,
            row => new StoredFeedRow(
                Text(row, 0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), Hex(row, 4), row.GetInt64(5), Blob(row, 6), Blob(row, 7), Blob(row, 8))),
        Receipts = Rows(
            """
            SELECT n.code, r.release_index, s.statement, s.receipt_index FROM receipt r
            LEFT JOIN partner n ON n.number = r.partner LEFT JOIN receipt_statement s ON s.number = r.statement
            """,
            row => new StoredReceipt(Text(row, 0), row.GetInt64(1), Blob(row, 2), row.IsDBNull(3) ? -1 : row.GetInt64(3))),
        Received = Rows(
            """
            SELECT n.code, r.lane, r.seq, hex(p.id), o.name, r.release_index, r.release_leaf, r.receipt_index,
                r.number IN (SELECT number FROM package_actual UNION ALL SELECT number FROM package_exercise UNION ALL SELECT number FROM package_test)
            FROM received r LEFT JOIN partner n ON n.number = r.releaser
            LEFT JOIN product p ON p.number = r.product LEFT JOIN origin o ON o.number = r.origin ORDER BY n.code, r.lane, r.seq
            """,
            row => new StoredReceived(
                Text(row, 0), row.GetInt32(1), row.GetInt64(2), Hex(row, 3), Text(row, 4), row.GetInt64(5), Blob(row, 6), row.GetInt64(7), row.GetBoolean(8))),
        PassedOver = Rows(
            """
            SELECT n.code, w.lane, w.seq, w.aside FROM (
                SELECT releaser, lane, seq, 0 AS aside FROM received_withdrawn UNION ALL SELECT releaser, lane, seq, 1 FROM received_set_aside) w
            LEFT JOIN partner n ON n.number = w.releaser ORDER BY n.code, w.lane, w.seq
            """,
            row => new StoredPassing(Text(row, 0), row.GetInt32(1), row.GetInt64(2), row.GetBoolean(3))),
        Held = Rows(
            "SELECT o.name, h.size, h.root FROM held_head h LEFT JOIN origin o ON o.number = h.origin",
            row => new StoredHeld(Text(row, 0), row.GetInt64(1), Blob(row, 2))),
        Notices = Rows("SELECT hex(leaf) FROM notice", row => Hex(row, 0)).ToHashSet(),
    };

    private StoredEntries Log(string name, int number)
    {
        List<StoredEntry> entries = Rows(
            $"""
            SELECT e.idx, e.kind, e.at_ms, n.code, hex(p.id), e.statement FROM {name}_log e
            LEFT JOIN partner n ON n.number = e.subject LEFT JOIN product p ON p.number = e.product ORDER BY e.idx
            """,
            row => Entry(row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), Text(row, 3), Hex(row, 4), Blob(row, 5)));
        NoteHead? head = Rows(
            FormattableString.Invariant($"SELECT size, note FROM head WHERE log = {number}"), row => Head(row.GetInt64(0), Blob(row, 1))).FirstOrDefault();
        return new StoredEntries(name, entries, head);
    }

    private static StoredEntry Entry(long index, int kind, long atMs, string subject, string product, byte[] bytes)
    {
        Gateway.Protocol.V1.Statement? said = null;
        try
        {
            said = Gateway.Protocol.V1.Statement.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            // Stays null: a rule says where.
        }

        return new StoredEntry(index, (Kind)kind, atMs, subject, product, Rfc6962.Leaf(bytes), said);
    }

    /// <summary>Origin, size and root are the first three lines of a checkpoint (C2SP tlog-checkpoint); signatures are for <c>log verify</c>.</summary>
    private static NoteHead Head(long rowSize, byte[] note)
    {
        string[] lines = Encoding.UTF8.GetString(note).Split('\n');
        byte[] root = new byte[32];
        return lines.Length > 3
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            && Convert.TryFromBase64String(lines[2], root, out int length) && length == root.Length
            ? new NoteHead(lines[0], size, root, rowSize)
            : new NoteHead("", -1, root, rowSize);
    }

    private IEnumerable<HeldProduct> Products(string mode)
    {
        ILookup<long, (int, byte[], byte[])> portions = Rows(
            $"SELECT key >> 16, key & 65535, salt, body FROM portion_{mode} ORDER BY key",
            row => (Ordinal: row.GetInt64(0), Portion: (row.GetInt32(1), Blob(row, 2), Blob(row, 3)))).ToLookup(row => row.Ordinal, row => row.Portion);
        return Rows(
            $"""
            SELECT c.ordinal, hex(p.id), m.manifest FROM catalog_{mode} c LEFT JOIN product p ON p.number = c.product
            LEFT JOIN manifest_{mode} m ON m.ordinal = c.ordinal WHERE c.received_from IS NULL ORDER BY c.ordinal
            """,
            row => new HeldProduct(Hex(row, 1), Blob(row, 2), [.. portions[row.GetInt64(0)]]));
    }

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> make)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(make(reader));
        }

        return rows;
    }

    private static string Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);

    private static string Hex(SqliteDataReader row, int column) => Text(row, column).ToLowerInvariant();

    private static byte[] Blob(SqliteDataReader row, int column) => row.IsDBNull(column) ? [] : row.GetFieldValue<byte[]>(column);
}
