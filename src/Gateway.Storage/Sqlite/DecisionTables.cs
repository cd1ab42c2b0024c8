using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Decision records off the log, and submissions: what a node remembers of its own doings.</summary>
internal static class DecisionTables
{
    private const string SelectDecisions = """
        SELECT n.code, d.log, d.log_index, d.salt, d.record, s.portions FROM decision d CROSS JOIN partner n ON n.number = d.partner
        LEFT JOIN decision_portions s ON s.number = d.portions
        WHERE d.product = (SELECT number FROM product WHERE id = ?) ORDER BY n.code
        """;

    private const string InsertDecision = """
        INSERT INTO decision (product, partner, log, log_index, salt, record, portions) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (product, partner) DO NOTHING
        """;

    private const string UpdateDecision = """
        UPDATE decision SET log = ?3, log_index = ?4, salt = ?5, record = ?6, portions = ?7 WHERE product = ?1 AND partner = ?2
        """;

    private const string SelectPortions = "SELECT number, portions FROM decision_portions WHERE product = ?";

    private const string InsertPortions = "INSERT INTO decision_portions (product, portions) VALUES (?, ?)";

    // Deciding anew leaves portions behind that nobody refers to.
    private const string DeletePortions = """
        DELETE FROM decision_portions WHERE product = ?1 AND number NOT IN (SELECT portions FROM decision WHERE product = ?1 AND portions IS NOT NULL)
        """;

    private const string SelectSubmission = """
        SELECT s.body_digest, p.id, s.certificate FROM submission s CROSS JOIN product p ON p.number = s.product
        WHERE s.caller = ? AND s.submission_id = ?
        """;

    private const string InsertSubmission = """
        INSERT INTO submission (caller, submission_id, product, body_digest, certificate) VALUES (?, ?, ?, ?, ?)
        """;

    public static IReadOnlyList<DecisionRow> Decisions(Session session, ProductId product) =>
        session.Use(SelectDecisions).Bind(product.Span).All(row =>
            new DecisionRow(product, row.Partner(0), (LogName)row.Long(1), row.Long(2), row.Blob(3), (byte[])[.. row.Span(4), .. row.Span(5)])
            {
                Shared = row.Span(5).Length,
            });

    public static void Set(Session session, Numbers numbers, DecisionRow row)
    {
        long product = numbers.Product(row.Product), partner = numbers.Partner(row.Partner);
        long? portions = row.Shared > 0 ? Portions(session, numbers, product, row.Record[^row.Shared..]) : null;
        Bound(InsertDecision).Done();
        if (session.Changed == 0)
        {
            Bound(UpdateDecision).Done();
            session.Use(DeletePortions).Bind(product).Done();
            numbers.ForgetPortions();
        }

        Statement Bound(string sql) => session.Use(sql)
            .Bind(product).Bind(partner).Bind((long)row.Log).Bind(row.LogIndex).Bind(row.Salt).Bind(row.Record[..^row.Shared]).Bind(portions);
    }

    private static long Portions(Session session, Numbers numbers, long product, ReadOnlyMemory<byte> portions)
    {
        List<(long Number, ReadOnlyMemory<byte> Bytes)> known = numbers.Portions(
            product, () => session.Use(SelectPortions).Bind(product).All(row => (row.Long(0), (ReadOnlyMemory<byte>)row.Blob(1))));
        foreach ((long number, ReadOnlyMemory<byte> bytes) in known)
        {
            if (bytes.Span.SequenceEqual(portions.Span))
            {
                return number;
            }
        }

        session.Use(InsertPortions).Bind(product).Bind(portions).Done();
        known.Add((session.LastNumber, portions));
        return session.LastNumber;
    }

    public static SubmissionRow? Submission(Session session, string caller, string submissionId) =>
        session.Use(SelectSubmission).Bind(caller).Bind(submissionId)
            .First(row => new SubmissionRow(caller, submissionId, row.Blob(0), row.Product(1), row.Text(2)));

    public static void AddSubmission(Session session, Numbers numbers, SubmissionRow row)
    {
        long product = numbers.Product(row.Product);
        session.Use(InsertSubmission).Bind(row.Caller).Bind(row.SubmissionId).Bind(product).Bind(row.BodyDigest).Bind(row.Certificate).Done();
    }
}
