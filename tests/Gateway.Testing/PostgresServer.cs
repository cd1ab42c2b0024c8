using System.Diagnostics;
using System.Globalization;

namespace Gateway.Testing;

/// <summary>
/// A real PostgreSQL of one test class, on a socket in a folder of its own, ended by its id. <see cref="TryStart"/> gives null where none is
/// installed, and the test skips.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>Why a test was skipped.</summary>
    public const string Absent = "PostgreSQL is not installed here (looked in /usr/lib/postgresql).";

    // initdb and postgres refuse to run as root.
    private const string Nobody = "65534";

    private readonly TempDirectory _directory = new();
    private readonly string _binaries;
    private Process? _process;
    private int _databases;

    private PostgresServer(string binaries) => _binaries = binaries;

    private string Data => _directory.File("data");

    /// <summary>Makes and starts one.</summary>
    public static PostgresServer? TryStart()
    {
        const string Versions = "/usr/lib/postgresql";
        string? binaries = !OperatingSystem.IsLinux() || !Directory.Exists(Versions) ? null : Directory.GetDirectories(Versions)
            .Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb")))
            .OrderByDescending(folder => folder, StringComparer.Ordinal)
            .FirstOrDefault();
        if (binaries is null)
        {
            return null;
        }

        var server = new PostgresServer(binaries);
        try
        {
            server.Initialise();
            server.Start();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A connection string for a new, empty database.</summary>
    public string NewDatabase()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"test{++_databases}");
        Require(Run(Command("psql", "-h", _directory.Path, "-U", "gateway", "-d", "postgres", "-q", "-c", $"CREATE DATABASE {name}")), "CREATE DATABASE");
        return $"Host={_directory.Path};Username=gateway;Database={name}";
    }

    /// <summary>Runs SQL in a database of this server and gives its output.</summary>
    public string Sql(string connection, string sql)
    {
        ProcessStartInfo start = Command("psql", "-h", _directory.Path, "-U", "gateway", "-d", connection.Split("Database=")[1], "-qAt", "-c", sql);
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Require(process.ExitCode == 0, sql);
        return output.Trim();
    }

    /// <summary>Starts it, or starts it again.</summary>
    public void Start()
    {
        _process = Process.Start(Command(
            "postgres", "-D", Data, "-k", _directory.Path, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "log_min_messages=panic"))!;
        long until = Environment.TickCount64 + 30_000;
        while (!Run(Command("pg_isready", "-q", "-h", _directory.Path, "-U", "gateway", "-d", "postgres")))
        {
            Require(!_process.HasExited && Environment.TickCount64 < until, "PostgreSQL starts");
        }
    }

    /// <summary>Ends it at once, as a crash of its machine would for whoever is connected.</summary>
    public void Stop()
    {
        if (_process is { HasExited: false } process)
        {
            // Not KILL: it would leave its children behind. QUIT ends all of them without a checkpoint.
            Run(new ProcessStartInfo("kill", ["-QUIT", process.Id.ToString(CultureInfo.InvariantCulture)]));
            process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _directory.Dispose();
    }

    private void Initialise()
    {
        Directory.CreateDirectory(Data);
        if (Environment.IsPrivilegedProcess)
        {
            Require(Run(new ProcessStartInfo("chown", ["-R", $"{Nobody}:{Nobody}", _directory.Path])), "chown");
        }

        ProcessStartInfo start = Command("initdb", "-D", Data, "-U", "gateway", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Require(process.ExitCode == 0, "initdb");
    }

    private ProcessStartInfo Command(string program, params string[] arguments)
    {
        string path = Path.Combine(_binaries, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.UseShellExecute = false;
        start.WorkingDirectory = _directory.Path;
        return start;
    }

    private static bool Run(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static void Require(bool done, string what)
    {
        if (!done)
        {
            throw new InvalidOperationException($"PostgreSQL for a test: {what} failed.");
        }
    }
}
