using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Decision records off the log, and submissions: what a node remembers of its own doings.</summary>
internal static class DecisionTables
{
    private const string SelectDecisions = """
        SELECT n.code, d.log, d.log_index, d.salt, d.record FROM decision d CROSS JOIN partner n ON n.number = d.partner
        WHERE d.product = (SELECT number FROM product WHERE id = ?) ORDER BY n.code
        """;

    private const string UpsertDecision = """
        INSERT INTO decision (product, partner, log, log_index, salt, record) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (product, partner) DO UPDATE
        SET log = excluded.log, log_index = excluded.log_index, salt = excluded.salt, record = excluded.record
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
            new DecisionRow(product, row.Partner(0), (LogName)row.Long(1), row.Long(2), row.Blob(3), row.Blob(4)));

    public static void Set(Session session, Numbers numbers, DecisionRow row)
    {
        long product = numbers.Product(row.Product), partner = numbers.Partner(row.Partner);
        session.Use(UpsertDecision)
            .Bind(product).Bind(partner).Bind((long)row.Log).Bind(row.LogIndex).Bind(row.Salt).Bind(row.Record).Done();
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
