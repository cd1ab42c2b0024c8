using Gateway.Benchmarks;
using Gateway.Benchmarks.Scenarios;
using Gateway.Benchmarks.World;

const int WrongUsage = 2;

var world = new Lazy<BenchWorld>();
(string Name, Func<Options, Task<IReadOnlyList<Result>>> Run)[] scenarios =
[
    ("seal", run => Task.FromResult<IReadOnlyList<Result>>([Products.Seal(new Contest(run.Pace), world.Value)])),
    ("verify", async run => [await Products.VerifyAsync(new Contest(run.Pace), world.Value, run.Folder)]),
    ("assessment", run => Task.FromResult<IReadOnlyList<Result>>([Products.Assessment(new Contest(run.Pace))])),
    ("markings", run => Task.FromResult<IReadOnlyList<Result>>([.. Markings.Run(new Contest(run.Pace))])),
    ("checkpoint", run => Task.FromResult<IReadOnlyList<Result>>([.. Checkpoints.Run(new Contest(run.Pace), world.Value)])),
    ("decisions", run => Task.FromResult<IReadOnlyList<Result>>([.. Decisions.Run(new Contest(run.Pace), new DecisionWorld(), install: run.Pace != Pace.Quick)])),
    ("log", run => Statements.RunAsync(world.Value, run.Folder, run.Pace)),
    ("fan-out", run => FanOut.RunAsync(world.Value, run.Folder, run.Pace)),
    ("pull", run => Pull.RunAsync(run.Folder, run.Pace)),
    ("end-to-end", run => EndToEnd.RunAsync(run.Folder, run.Pace)),
    ("search", run => Searches.RunAsync(run.Folder, run.Pace)),
    ("diff", run => Task.FromResult<IReadOnlyList<Result>>([.. Diff.Run(world.Value, run.Pace)])),
    ("compare", run => Task.FromResult<IReadOnlyList<Result>>([.. Compare.Run(world.Value, run.Folder, run.Pace)])),
    ("grown", run => Grown.RunAsync(world.Value, run.Folder, run.Pace)),
];

if (Options.Read(args, [.. scenarios.Select(scenario => scenario.Name)], out string error) is not { } options)
{
    if (error.Length == 0)
    {
        Console.WriteLine(Options.Usage);
        return 0;
    }

    Console.Error.WriteLine(error);
    Console.Error.WriteLine(Options.Usage);
    return WrongUsage;
}

if (options.Preload is { } preload)
{
    return await Preload.RunAsync(preload.Entries, preload.To, Console.Out);
}

var results = new List<(string Scenario, Result Result)>();
Report.WriteHead(Console.Out);
foreach ((string name, Func<Options, Task<IReadOnlyList<Result>>> run) in scenarios)
{
    if (options.Only is null || options.Only == name)
    {
        foreach (Result result in await run(options))
        {
            results.Add((name, result));
            Report.Write(Console.Out, result);
        }
    }
}

if (options.Json is not null)
{
    Report.WriteJson(options.Json, results);
}

return options.Strict && results.Exists(row => row.Result.Passed == false) ? 1 : 0;
