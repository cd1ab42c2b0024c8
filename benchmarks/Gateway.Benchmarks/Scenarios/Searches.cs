using System.Diagnostics;
using Gateway.Benchmarks.World;
using Gateway.Core.Markings;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Searching;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>
/// Twenty products of forty portions each, found by a word of four of them: decided for the caller, compared, with excerpts. Beside it the
/// bare full-text query that reads the same rows. And what a product costs to be put into the index, beside the bare insert of its words.
/// </summary>
internal static class Searches
{
    private const int Products = 20;
    private const int Matching = 4;
    private const string Why = "each product is read and decided portion by portion for the caller";

    private static readonly LocalCaller Officer = new("bench", Role.Officer, Level.TopSecret, "USA");

    public static async Task<IReadOnlyList<Result>> RunAsync(string folder, Pace pace)
    {
        await using NodePair pair = await NodePair.StartAsync(folder);
        await pair.PublishAsync(pace.Packages);
        var index = pair.Services.GetRequiredService<ISearchIndex>();
        while (pair.Usa.Read.SearchChanges(await index.ThroughAsync(CancellationToken.None), 1).Count > 0)
        {
            await Task.Delay(1);
        }

        var finder = pair.Services.GetRequiredService<Finder>();
        SearchQuery query = ((QueryReading.Readable)QueryReader.Read("unlikely")).Query;
        var question = new Question(new SearchPlan { Mode = Mode.Exercise, Query = query }, 0, Products);
        using var bare = new SqliteConnection($"Data Source={pair.Usa.Settings.Database};Mode=ReadOnly;Pooling=False");
        bare.Open();
        using SqliteCommand select = bare.CreateCommand();
        select.CommandText = $"""
            SELECT rowid, words FROM search_words_exercise WHERE search_words_exercise MATCH '"unlikely"' ORDER BY rowid DESC LIMIT {Products * Matching}
            """;
        return
        [
            new Contest(pace).Run("search, 20 products / bare query", new Gate(25, 0, Why), () => Find(finder, question), () => Read(select)),
            Indexing(pair, folder, pace),
        ];
    }

    private static void Find(Finder finder, Question question)
    {
        int found = finder.FindAsync(question, Officer, CancellationToken.None).GetAwaiter().GetResult().Count;
        if (found != Products)
        {
            throw new InvalidOperationException($"There are more than {Products} products, and {found} were found.");
        }
    }

    private static void Read(SqliteCommand select)
    {
        using SqliteDataReader rows = select.ExecuteReader();
        while (rows.Read())
        {
            _ = rows.GetString(1);
        }
    }

    private static Result Indexing(NodePair pair, string folder, Pace pace)
    {
        const int Batch = 8;
        var feeder = pair.Services.GetRequiredService<IndexFeeder>();
        IndexedProduct[] products = [.. Enumerable.Range(1, Batch).Select(i => feeder.Product(Mode.Exercise, i))];
        string path = Path.Combine(folder, "bare-" + Path.GetRandomFileName());
        using var bare = new SqliteConnection($"Data Source={path};Pooling=False");
        bare.Open();
        Execute(bare, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE VIRTUAL TABLE bare USING fts5(words, facets)");
        long key = 0, ordinal = 1_000_000;
        try
        {
            return Contest.Run(
                "put products into the index / bare",
                new Gate(0, 0.25, "rows, classes and what was there before are looked up"),
                () => Rate(pace.Turn, () =>
                {
                    IndexedProduct[] next = [.. products.Select(product => product with { Ordinal = ordinal++ })];
                    pair.Usa.Commit.RunAsync(
                        scope =>
                        {
                            scope.Store.SetSearched(next, scope.Store.SearchedThrough());
                            return true;
                        },
                        CancellationToken.None).GetAwaiter().GetResult();
                    return Batch;
                }),
                () => Rate(pace.Turn, () =>
                {
                    Insert(bare, products, ref key);
                    return Batch;
                }),
                pace.Turns);
        }
        finally
        {
            bare.Dispose();
            foreach (string file in Directory.GetFiles(folder, Path.GetFileName(path) + "*"))
            {
                File.Delete(file);
            }
        }
    }

    private static double Rate(TimeSpan turn, Func<int> batch)
    {
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        do
        {
            done += batch();
        }
        while (Stopwatch.GetElapsedTime(start) < turn);
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Insert(SqliteConnection bare, IndexedProduct[] products, ref long key)
    {
        using SqliteTransaction transaction = bare.BeginTransaction();
        using SqliteCommand insert = bare.CreateCommand();
        insert.CommandText = "INSERT INTO bare (rowid, words, facets) VALUES ($key, $words, $facets)";
        SqliteParameter rowid = insert.Parameters.Add("$key", SqliteType.Integer);
        SqliteParameter words = insert.Parameters.Add("$words", SqliteType.Text);
        SqliteParameter facets = insert.Parameters.Add("$facets", SqliteType.Text);
        foreach (IndexedPortion portion in products.SelectMany(product => product.Portions))
        {
            (rowid.Value, words.Value, facets.Value) = (++key, string.Join(' ', portion.Words), string.Join(' ', portion.Facets));
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
