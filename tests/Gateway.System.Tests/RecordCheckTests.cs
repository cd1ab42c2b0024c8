using Gateway.Cli.Records;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.System.Tests;

/// <summary>The independent check finds what it is there to find: each broken promise, put into copies of sound records.</summary>
public sealed class RecordCheckTests(RecordCheckTests.SoundRecords sound) : IClassFixture<RecordCheckTests.SoundRecords>
{
    private const string LastByte = "CAST(substr(statement, 1, length(statement) - 1) || x'5a' AS BLOB)";

    private static readonly (string Fault, string Node, string Sql)[] Breaks =
    [
        ("LogGap", "USA", "UPDATE release_log SET idx = idx + 1 WHERE idx = (SELECT max(idx) FROM release_log)"),
        ("EntryUnreadable", "USA", "UPDATE release_log SET statement = x'ff' WHERE idx = 1"),
        ("EntryMisfiled", "USA", "UPDATE internal_log SET at_ms = at_ms + 1 WHERE idx = 1"),
        ("EntryMisfiled", "USA", "UPDATE release_log SET kind = 7 WHERE kind = 1"),
        ("HeadSizeDiffers", "USA", "DELETE FROM head WHERE log = 1"),
        ("HeadSizeDiffers", "FRA", "DELETE FROM internal_log WHERE idx = (SELECT max(idx) FROM internal_log)"),
        ("HeadRootDiffers", "USA", $"UPDATE release_log SET statement = {LastByte} WHERE idx = 2"),
        ("InternalHeadDiffers", "USA", $"UPDATE internal_log SET statement = {LastByte} WHERE idx = 0"),
        ("SubmissionLost", "USA", "DELETE FROM submission WHERE submission_id = 'later-0'"),
        ("SubmissionDoubled", "USA", "INSERT INTO submission SELECT caller, submission_id || 'x', product, body_digest, certificate FROM submission LIMIT 1"),
        ("ProductUnsealed", "USA", "DELETE FROM internal_log WHERE kind = 64"),
        ("SealDoubled", "USA", Again("internal_log", 64)),
        ("ProductLost", "USA", "DELETE FROM catalog_exercise WHERE ordinal = 1"),
        ("ProductLost", "USA", "DELETE FROM portion_exercise WHERE key >> 16 = 1"),
        ("ManifestDiffers", "USA", "UPDATE manifest_exercise SET manifest = substr(manifest, 1, length(manifest) - 1) WHERE ordinal = 1"),
        ("CommitmentDiffers", "USA", "UPDATE portion_exercise SET salt = zeroblob(32) WHERE key = (SELECT min(key) FROM portion_exercise)"),
        ("Undecided", "USA", "DELETE FROM decision WHERE number = 1"),
        ("DecidedTwice", "USA", Again("release_log", 1)),
        ("DecidedTwice", "USA", Again("internal_log", 65)),
        ("DecisionMisplaced", "USA", "UPDATE decision SET log_index = log_index + 1 WHERE number = 1"),
        ("DecisionRecordDiffers", "USA", "UPDATE decision SET salt = zeroblob(32) WHERE log = 1"),
        ("DecisionRecordDiffers", "USA", "UPDATE decision SET salt = zeroblob(32) WHERE log = 2"),
        ("FeedGap", "USA", "DELETE FROM feed WHERE seq = 2"),
        ("FeedUnlogged", "USA", "UPDATE feed SET log_index = 0 WHERE seq = 2"),
        ("FeedUnlogged", "USA", "UPDATE feed SET product = (SELECT max(number) FROM product) WHERE seq = 2"),
        ("FeedDoubled", "USA", "UPDATE feed SET log_index = (SELECT max(log_index) FROM feed) WHERE seq = 2"),
        ("FeedDiffers", "USA", "UPDATE feed SET opened = x'00010002' WHERE seq = 2"),
        ("FeedDiffers", "USA", "UPDATE feed SET terms = substr(terms, 1, length(terms) - 1) WHERE seq = 2"),
        ("ReleaseLost", "USA", "DELETE FROM feed WHERE seq = (SELECT max(seq) FROM feed)"),
        ("WithdrawalDiffers", "USA", "UPDATE feed SET withdrawn = 0 WHERE seq = 2"),
        ("WithdrawalDiffers", "USA", "UPDATE feed SET withdrawn = -1"),
        ("ReceivedGap", "FRA", "DELETE FROM received WHERE seq = 2"),
        ("ReceivedUnreleased", "FRA", "UPDATE received SET release_index = release_index + 100 WHERE seq = 2"),
        ("ReceivedUnreleased", "FRA", "UPDATE received SET release_leaf = zeroblob(32) WHERE seq = 2"),
        ("Undelivered", "FRA", "DELETE FROM received WHERE seq = (SELECT max(seq) FROM received)"),
        ("Undelivered", "FRA", "DELETE FROM received_withdrawn"),
        ("PackageLost", "FRA", "DELETE FROM package_exercise WHERE number = 1"),
        ("ReceiptLost", "FRA", "UPDATE received SET receipt_index = 0 WHERE seq = 2"),
        ("ReceiptDoubled", "FRA", Again("release_log", 5)),
        ("ReceiptDoubled", "FRA", "DELETE FROM received WHERE seq = (SELECT max(seq) FROM received)"),
        ("ReceiptForged", "USA", "UPDATE receipt SET release_index = 0 WHERE release_index = (SELECT max(release_index) FROM receipt)"),
        ("ReceiptForged", "USA", "UPDATE receipt_statement SET receipt_index = 0 WHERE number = 1"),
        ("ReceiptForged", "USA", $"UPDATE receipt_statement SET statement = {LastByte} WHERE number = 1"),
        ("Unacknowledged", "USA", "DELETE FROM receipt"),
        ("HeldHeadDiffers", "FRA", "UPDATE held_head SET root = zeroblob(32)"),
        ("HeldHeadDiffers", "USA", "DELETE FROM release_log WHERE idx > 3"),
    ];

    public static TheoryData<string, string, string> Injections { get; } = [.. Breaks];

    [Fact]
    public void Sound_records_have_no_violation() => Assert.Empty(Check(sound.Directory));

    [Theory]
    [MemberData(nameof(Injections))]
    public void A_broken_promise_is_named(string fault, string node, string sql)
    {
        using var copy = new TempDirectory();
        foreach (string file in (string[])["appsettings.json", "roster.note", "gateway.db"])
        {
            foreach (string code in (string[])["USA", "FRA"])
            {
                Directory.CreateDirectory(copy.File(code));
                File.Copy(Path.Combine(sound.Directory, code, file), Path.Combine(copy.Path, code, file));
            }
        }

        Assert.True(Execute(Path.Combine(copy.Path, node, "gateway.db"), sql) > 0, "The statement changed nothing.");
        Assert.Contains(fault, Check(copy.Path).Select(violation => violation.Fault.ToString()));
    }

    [Fact]
    public void Every_promise_is_broken_by_a_test() =>
        Assert.Equal(Enum.GetNames<RecordFault>().Order(), Breaks.Select(row => row.Fault).Distinct().Order());

    private IReadOnlyList<Violation> Check(string directory)
    {
        (IReadOnlyList<NodeRecord> nodes, IReadOnlyList<string> roster) =
            RecordFolders.Read([Path.Combine(directory, "USA"), Path.Combine(directory, "FRA")]);
        return RecordCheck.Run(new RecordSet(nodes, roster) { Settled = true, Acknowledged = sound.Told });
    }

    /// <summary>Puts the last entry of a kind at the end of its log once more.</summary>
    private static string Again(string log, int kind) => FormattableString.Invariant($"""
        INSERT INTO {log} SELECT (SELECT max(idx) + 1 FROM {log}), kind, at_ms, subject, product, statement FROM {log}
        WHERE kind = {kind} ORDER BY idx DESC LIMIT 1
        """);

    private static int Execute(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False;Foreign Keys=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    /// <summary>Records of USA and FRA at rest: a release that was withdrawn, its narrower successor, three that went
    /// through, and a product that was refused to everyone.</summary>
    public sealed class SoundRecords : IAsyncLifetime
    {
        private readonly NodeSet _nodes = NodeSet.Prepare();

        public string Directory => _nodes.Directory;

        internal IReadOnlyList<Acknowledged> Told { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            var work = new Workload(_nodes);
            RunningNode usa = await _nodes.StartAsync("USA");
            await work.SubmitAsync("USA", "first");
            await usa.StopAsync();
            (string, string)[] wide = _nodes.FirstPolicy("USA");
            await _nodes.DropPolicyAsync("USA", PolicyChanges.Only(FederationTests.MetadataOnly));
            RunningNode[] both = await Task.WhenAll(_nodes.StartAsync("USA"), _nodes.StartAsync("FRA"));
            await Records.SoundAsync(_nodes, work, "USA", "FRA");
            await both[0].StopAsync();
            await _nodes.DropPolicyAsync("USA", wide);
            both[0] = await _nodes.StartAsync("USA");
            await work.SubmitAsync("USA", "later", 3);
            await work.SubmitAsync("USA", NationalOnly("home"));
            await Records.SoundAsync(_nodes, work, "USA", "FRA");
            await Task.WhenAll(both.Select(node => node.StopAsync()));
            Told = work.Told;
        }

        public ValueTask DisposeAsync() => _nodes.DisposeAsync();

        /// <summary>Refused to everyone.</summary>
        private static SubmitRequest NationalOnly(string id)
        {
            SubmitRequest request = Samples.Request(id);
            request.Assessment.Judgements.Clear();
            request.Assessment.Header[0].Portion.Marking.Text = "(S//NF)";
            request.Assessment.Subject[0].Portion.Marking.Text = "(S//NF)";
            return request;
        }
    }
}
