using System.Globalization;

namespace Gateway.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public const string Usage = """
        usage: ./dev bench [--only NAME] [--quick] [--grown ENTRIES] [--json FILE] [--folder DIR] [--strict]
               ./dev bench preload --entries COUNT --to DIR
               ./dev bench micro [ARGS…]        BenchmarkDotNet; --job short --filter '*' for a quick look
          --only NAME      one scenario
          --quick          seconds instead of minutes, to see that everything runs; not for the record
          --grown ENTRIES  how many log entries the grown node has, 200000 unless told
          --json FILE      write the results as JSON, too
          --folder DIR     where databases are made (durable scenarios measure its disk); a temporary folder unless told
          --strict         exit with 1 when a gate is missed
          preload          make folders of two development nodes, the first with COUNT entries in its release log
        """;

    public string? Only { get; private init; }

    public bool Strict { get; private init; }

    public string? Json { get; private init; }

    public string Folder { get; private init; } = Path.GetTempPath();

    public Pace Pace { get; private init; } = Pace.Full;

    /// <summary>Null unless a preload is asked for.</summary>
    public (int Entries, string To)? Preload { get; private init; }

    /// <summary>The options, or what is wrong in one sentence.</summary>
    public static Options? Read(string[] args, IReadOnlyList<string> scenarios, out string error)
    {
        try
        {
            error = "";
            if (args is ["--help" or "-h"])
            {
                return null;
            }

            return args is ["preload", ..] ? ReadPreload(new Queue<string>(args.Skip(1))) : ReadRun(new Queue<string>(args), scenarios);
        }
        catch (ArgumentException wrong)
        {
            error = wrong.Message;
            return null;
        }
    }

    private static Options ReadRun(Queue<string> args, IReadOnlyList<string> scenarios)
    {
        var options = new Options();
        int? grown = null;
        while (args.TryDequeue(out string? flag))
        {
            options = flag switch
            {
                "--only" => options with { Only = Scenario(Value(flag, args), scenarios) },
                "--quick" => options with { Pace = Pace.Quick },
                "--json" => options with { Json = InFolder(flag, Value(flag, args)) },
                "--folder" => options with { Folder = Existing(flag, Value(flag, args)) },
                "--strict" => options with { Strict = true },
                "--grown" => Grown(options, Count(flag, Value(flag, args)), out grown),
                _ => throw new ArgumentException($"Unknown argument '{flag}'."),
            };
        }

        return grown is { } entries ? options with { Pace = options.Pace with { Grown = entries } } : options;
    }

    private static Options ReadPreload(Queue<string> args)
    {
        int? entries = null;
        string? to = null;
        while (args.TryDequeue(out string? flag))
        {
            switch (flag)
            {
                case "--entries":
                    entries = Count(flag, Value(flag, args));
                    break;
                case "--to":
                    to = Value(flag, args);
                    break;
                default:
                    throw new ArgumentException($"Unknown argument '{flag}' of preload.");
            }
        }

        return entries is { } count && to is not null
            ? new Options { Preload = (count, to) }
            : throw new ArgumentException("preload needs --entries COUNT and --to DIR.");
    }

    private static Options Grown(Options options, int entries, out int? grown)
    {
        grown = entries;
        return options;
    }

    private static string Value(string flag, Queue<string> args) =>
        args.TryDequeue(out string? value) ? value : throw new ArgumentException($"{flag} needs a value.");

    private static string Scenario(string name, IReadOnlyList<string> scenarios) => scenarios.Contains(name)
        ? name
        : throw new ArgumentException($"There is no scenario '{name}'. There are: {string.Join(", ", scenarios)}.");

    private static int Count(string flag, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : throw new ArgumentException($"{flag} must be a whole number above 0.");

    private static string Existing(string flag, string folder) =>
        Directory.Exists(folder) ? folder : throw new ArgumentException($"{flag} must name an existing folder.");

    private static string InFolder(string flag, string file) =>
        Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))) ? file : throw new ArgumentException($"{flag} must name a file in an existing folder.");
}
