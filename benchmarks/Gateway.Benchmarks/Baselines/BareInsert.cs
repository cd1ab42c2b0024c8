using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Benchmarks.Baselines;

/// <summary>
/// The same rows by prepared commands with the same durability, nothing else: no statement is made, hashed or signed. The rows are those
/// that a node really wrote, read back from its database. Logs keep their two indexes; other tables here have
/// none. Each transaction also writes one checkpoint.
/// </summary>
internal sealed class BareInsert : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly SqliteConnection _connection;
    private readonly List<Table> _tables = [];
    private readonly Table _head;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;

    /// <summary>Reads <paramref name="tables"/> of a node's database, which may be open; at most <paramref name="most"/> rows of each.</summary>
    public BareInsert(string database, string folder, int most, params string[] tables)
    {
        _folder = Directory.CreateDirectory(Path.Combine(folder, "bare-" + Path.GetRandomFileName()));
        _connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "bare.db")};Pooling=False");
        _connection.Open();
        Check(raw.sqlite3_exec(Database, "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536"));
        using var source = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        source.Open();
        foreach (string table in tables)
        {
            _tables.Add(new Table(source, Database, table, most));
        }

        _head = new Table(source, Database, "head", 1);
        _begin = Prepare(Database, "BEGIN IMMEDIATE");
        _commit = Prepare(Database, "COMMIT");
    }

    private sqlite3 Database => _connection.Handle!;

    /// <summary>
    /// Inserts for about <paramref name="time"/>, each transaction holding as many rows of every table as <paramref name="share"/> times
    /// what was read; answers with transactions per second.
    /// </summary>
    public double Run(double share, TimeSpan time)
    {
        int transactions = 0;
        long start = Stopwatch.GetTimestamp();
        do
        {
            Step(_begin);
            foreach (Table table in _tables)
            {
                table.Insert(share);
            }

            _head.Insert(1);

            Step(_commit);
            transactions++;
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        return transactions / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _tables.ForEach(table => table.Dispose());
        _head.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _connection.Dispose();
        _folder.Delete(recursive: true);
    }

    private static sqlite3_stmt Prepare(sqlite3 database, string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt statement), database);
        return statement;
    }

    private void Step(sqlite3_stmt statement)
    {
        int result = raw.sqlite3_step(statement);
        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
        Check(raw.sqlite3_reset(statement));
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, Database);

    /// <summary>Rows of one table. The first column is a number that grows: a rowid.</summary>
    private sealed class Table : IDisposable
    {
        private readonly sqlite3 _target;
        private readonly List<object?[]> _rows = [];
        private readonly sqlite3_stmt _insert;
        private double _due;
        private int _next;
        private long _key;

        public Table(SqliteConnection source, sqlite3 target, string name, int most)
        {
            _target = target;
            using (SqliteCommand select = source.CreateCommand())
            {
#pragma warning disable CA2100 // Table names are constants of this program.
                select.CommandText = $"SELECT * FROM {name} LIMIT {most}";
#pragma warning restore CA2100
                using SqliteDataReader reader = select.ExecuteReader();
                while (reader.Read())
                {
                    var row = new object?[reader.FieldCount];
                    for (int i = 0; i < row.Length; i++)
                    {
                        row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
                    }

                    _rows.Add(row);
                }
            }

            // The first column counts anew: rows are inserted again and again.
            int columns = _rows.Count == 0 ? 1 : _rows[0].Length;
            string rest = string.Concat(Enumerable.Range(1, columns - 1).Select(i => $", c{i}"));
            string sql = name.EndsWith("_log", StringComparison.Ordinal) ? Schema(source, name) : $"CREATE TABLE {name} (c0 INTEGER PRIMARY KEY{rest})";
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(target, sql), target);
            _insert = Prepare(target, $"INSERT INTO {name} VALUES (?{string.Concat(Enumerable.Repeat(", ?", columns - 1))})");
        }

        private static string Schema(SqliteConnection source, string name)
        {
            using SqliteCommand select = source.CreateCommand();
            select.CommandText = "SELECT group_concat(sql, ';') FROM sqlite_schema WHERE tbl_name = $name AND sql IS NOT NULL";
            select.Parameters.AddWithValue("$name", name);
            return (string)select.ExecuteScalar()!;
        }

        public void Insert(double share)
        {
            for (_due += share * _rows.Count; _due >= 1; _due--)
            {
                raw.sqlite3_bind_int64(_insert, 1, ++_key);
                object?[] row = _rows[_next];
                _next = (_next + 1) % _rows.Count;
                for (int i = 1; i < row.Length; i++)
                {
                    Bind(i + 1, row[i]);
                }

                int result = raw.sqlite3_step(_insert);
                SqliteException.ThrowExceptionForRC(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result, _target);
                raw.sqlite3_reset(_insert);
            }
        }

        public void Dispose() => _insert.Dispose();

        private int Bind(int place, object? value) => value switch
        {
            long number => raw.sqlite3_bind_int64(_insert, place, number),
            byte[] bytes => raw.sqlite3_bind_blob(_insert, place, bytes),
            string text => raw.sqlite3_bind_text(_insert, place, text),
            null => raw.sqlite3_bind_null(_insert, place),
            _ => throw new InvalidOperationException("The store has numbers, texts and blobs only."),
        };
    }
}
