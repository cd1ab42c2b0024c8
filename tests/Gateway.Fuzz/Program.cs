using System.Diagnostics;
using System.Globalization;
using Gateway.Fuzz;
using Gateway.Fuzz.Targets;

// `./dev fuzz [--minutes N] [--target NAME] [--seed S]`: feeds every reader for N minutes in all, prints what it did, ends with 1 when a promise broke.
double minutes = Value("--minutes") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : 5;
int seed = Value("--seed") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
string? only = Value("--target");
FuzzTarget[] targets = [.. AllTargets.WithOracles.Where(target => only is null || target.Name == only)];
if (targets.Length == 0)
{
    Console.Error.WriteLine($"No target is called {only}. There are: {string.Join(", ", AllTargets.WithOracles.Select(target => target.Name))}.");
    return 2;
}

var share = TimeSpan.FromMinutes(minutes / targets.Length);
Console.WriteLine($"seed {seed}, {targets.Length} targets, {share.TotalSeconds:0.#} s each, {Corpus.Seeds.Count} seeds");
var findings = new List<Finding>();
foreach (FuzzTarget target in targets)
{
    long started = Stopwatch.GetTimestamp();
    var fuzzer = new Fuzzer(target, seed);
    Finding? finding = fuzzer.Run(_ => Stopwatch.GetElapsedTime(started) < share);
    double rate = fuzzer.Runs / Stopwatch.GetElapsedTime(started).TotalSeconds;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name,-18} {fuzzer.Runs,10} runs {rate,9:0}/s  corpus {fuzzer.CorpusSize,5}  outcomes {fuzzer.Words,5}  {(finding is null ? "ok" : "BROKEN")}"));
    if (finding is not null)
    {
        findings.Add(finding);
        string folder = Path.Combine(Corpus.Root, "artifacts", "fuzz");
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, finding.FileName);
        File.WriteAllText(file, Convert.ToHexStringLower(finding.Input) + "\n");
        Console.WriteLine($"    {finding.Reason}\n    seed {finding.Seed}; {finding.Input.Length} bytes in {Path.GetRelativePath(Corpus.Root, file)}");
    }
}

Console.WriteLine($"{findings.Count} broken promises");
return findings.Count == 0 ? 0 : 1;

string? Value(string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
