using Gateway.Core.Policy.Activation;
using Gateway.Core.Releasing;

namespace Gateway.Storage.Sqlite;

/// <summary>Sets of release policy that were in force. Rows are only added.</summary>
internal static class PolicyTables
{
    private const string Columns = "number, digest, activated_at_ms, log_index, author, approver, approval, reconsidered_ms, reconsidered_with";

    private const string SelectLast = "SELECT max(number) FROM policy_set";
    private const string SelectAfter = $"SELECT {Columns} FROM policy_set WHERE number > ? ORDER BY number LIMIT ?";
    private const string SelectFiles = "SELECT file, name, version, digest, text FROM policy_file WHERE policy_set = ? ORDER BY name";

    // Of one name and version there is one digest only: whoever adds rows has seen to that.
    private const string SelectNewest = "SELECT name, max(version), digest FROM policy_file WHERE name > ? GROUP BY name ORDER BY name LIMIT 1";

    private const string Insert = $"INSERT INTO policy_set ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private const string InsertFile = "INSERT INTO policy_file (policy_set, file, name, version, digest, text) VALUES (?, ?, ?, ?, ?, ?)";
    private const string UpdateReconsidered = "UPDATE policy_set SET reconsidered_ms = ?, reconsidered_with = ? WHERE number = ?";

    public static PolicyActivation? Active(Session session) =>
        session.Use(SelectLast).Number() is { } last ? After(session, last - 1, 1)[0] : null;

    public static IReadOnlyList<PolicyActivation> After(Session session, long after, int count) =>
    [
        .. session.Use(SelectAfter).Bind(after).Bind(count).All(Row)
            .Select(row => row with { Files = [.. session.Use(SelectFiles).Bind(row.Number).All(File)] }),
    ];

    public static IReadOnlyList<PolicyVersion> Newest(Session session)
    {
        var newest = new List<PolicyVersion>();
        string after = "";
        while (session.Use(SelectNewest).Bind(after).First(row => new PolicyVersion(row.Text(0), (int)row.Long(1), row.Text(2))) is { } found)
        {
            newest.Add(found);
            after = found.Name;
        }

        return newest;
    }

    public static void Add(Session session, PolicyActivation row)
    {
        long next = 1 + (session.Use(SelectLast).Number() ?? 0);
        if (row.Number != next)
        {
            throw new ArgumentException(FormattableString.Invariant($"The next set has number {next}, not {row.Number}."), nameof(row));
        }

        session.Use(Insert)
            .Bind(row.Number)
            .Bind(Convert.FromHexString(row.Digest))
            .Bind(row.ActivatedAtMs)
            .Bind(row.LogIndex)
            .Bind(row.Author)
            .Bind(row.Approver)
            .Bind(row.Approval)
            .Bind(row.ReconsideredAtMs)
            .Bind(row.ReconsideredWith)
            .Done();
        foreach (PolicyText file in row.Files)
        {
            session.Use(InsertFile)
                .Bind(row.Number).Bind(file.File).Bind(file.Version.Name).Bind(file.Version.Version).Bind(file.Version.Digest).Bind(file.Text).Done();
        }
    }

    public static void SetReconsidered(Session session, long number, long atMs, ReadOnlyMemory<byte> documents)
    {
        session.Use(UpdateReconsidered).Bind(atMs).Bind(documents).Bind(number).Done();
        if (session.Changes != 1)
        {
            throw new ArgumentException("No set has this number.", nameof(number));
        }
    }

    private static PolicyActivation Row(Statement row) => new()
    {
        Number = row.Long(0),
        Digest = Convert.ToHexStringLower(row.Span(1)),
        ActivatedAtMs = row.Long(2),
        LogIndex = row.Long(3),
        Author = row.Text(4),
        Approver = row.Text(5),
        Approval = row.Blob(6),
        ReconsideredAtMs = row.Long(7),
        ReconsideredWith = row.Blob(8),
        Files = [],
    };

    private static PolicyText File(Statement row) =>
        new(row.Text(0), new PolicyVersion(row.Text(1), (int)row.Long(2), row.Text(3)), row.Text(4));
}
