using Gateway.Benchmarks;
using Gateway.Benchmarks.Scenarios;
using Gateway.Benchmarks.World;

const string Usage = """
    usage: ./dev bench [--only WORD] [--quick] [--json FILE] [--folder DIR] [--strict]
      --only WORD    only scenarios whose group contains WORD: seal, verify, assessment, checkpoint, log, fan-out
      --quick        a quarter of the time, for before and after; not for the record
      --json FILE    write the results as JSON, too
      --folder DIR   where databases are made (their disk is what durable scenarios measure); a temporary folder by default
      --strict       exit with 1 when a gate is missed
    """;

string only = "", folder = Path.GetTempPath();
string? json = null;
bool strict = false, quick = false;
for (int i = 0; i < args.Length; i++)
{
    string Value() => ++i < args.Length ? args[i] : throw new ArgumentException(Usage);
    switch (args[i])
    {
        case "--only":
            only = Value();
            break;
        case "--quick":
            quick = true;
            break;
        case "--json":
            json = Value();
            break;
        case "--folder":
            folder = Value();
            break;
        case "--strict":
            strict = true;
            break;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}

var world = new BenchWorld();
var contest = new Contest(TimeSpan.FromSeconds(quick ? 2 : 8));
TimeSpan turn = TimeSpan.FromSeconds(quick ? 0.1 : 0.4);
(string Group, Func<Task<IEnumerable<Result>>> Run)[] scenarios =
[
    ("seal", () => Task.FromResult<IEnumerable<Result>>([Products.Seal(contest, world)])),
    ("verify", async () => [await Products.VerifyAsync(contest, world, folder)]),
    ("assessment", () => Task.FromResult<IEnumerable<Result>>([Products.Assessment(contest)])),
    ("checkpoint", () => Task.FromResult(Checkpoints.Run(contest, world))),
    ("log", async () => await Statements.RunAsync(world, folder, turn)),
    ("fan-out", async () => await FanOut.RunAsync(world, folder, turn)),
];

var results = new List<Result>();
Report.WriteHead(Console.Out);
foreach ((string group, Func<Task<IEnumerable<Result>>> run) in scenarios)
{
    if (group.Contains(only, StringComparison.OrdinalIgnoreCase))
    {
        foreach (Result result in await run())
        {
            results.Add(result);
            Report.Write(Console.Out, result);
        }
    }
}

if (json is not null)
{
    Report.WriteJson(json, results);
}

return strict && results.Exists(result => result.Passed == false) ? 1 : 0;
