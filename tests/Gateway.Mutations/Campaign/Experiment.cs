using System.Diagnostics;

namespace Gateway.Mutations.Campaign;

/// <summary>What became of one check's removal.</summary>
internal enum Fate
{
    /// <summary>Every test named for the check failed.</summary>
    Killed,

    /// <summary>A test named for it passed although the check was gone.</summary>
    Survived,

    /// <summary>The edit does not apply, or does not compile: the list is wrong.</summary>
    Invalid,
}

/// <summary>First every named test with nothing changed, which must pass; then one check after the other.</summary>
internal sealed class Experiment(string root, string folder, TextWriter output)
{
    private readonly string _scratch = Path.Combine(root, folder);

    public async Task<bool> RunAsync(IReadOnlyList<Mutation> mutations)
    {
        long started = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(_scratch);
        Dictionary<string, TestBench> benches = mutations.SelectMany(mutation => mutation.Killers).Select(killer => killer.Project).Distinct()
            .ToDictionary(name => name, name => new TestBench(root, name, _scratch));
        if (!await UnchangedAsync(mutations, benches))
        {
            return false;
        }

        var compilers = new Dictionary<string, Compiler>();
        foreach (string project in mutations.Select(mutation => mutation.Project).Distinct())
        {
            compilers[project] = await Compiler.ForAsync(root, project);
        }

        var fates = new List<Fate>();
        foreach (Mutation mutation in mutations)
        {
            (Fate fate, string detail) = await RemoveAsync(mutation, compilers[mutation.Project], benches);
            fates.Add(fate);
            await output.WriteLineAsync($"{fate.ToString().ToUpperInvariant(),-8} {mutation.Check} → {string.Join(", ", mutation.Killers)}{detail}");
            await output.FlushAsync();
        }

        await output.WriteLineAsync(
            $"{fates.Count(fate => fate == Fate.Killed)} killed, {fates.Count(fate => fate == Fate.Survived)} survived, "
            + $"{fates.Count(fate => fate == Fate.Invalid)} invalid, in {Stopwatch.GetElapsedTime(started).TotalMinutes:0.0} minutes");
        return fates.TrueForAll(fate => fate == Fate.Killed);
    }

    private async Task<bool> UnchangedAsync(IReadOnlyList<Mutation> mutations, Dictionary<string, TestBench> benches)
    {
        bool passed = true;
        foreach (IGrouping<string, Killer> killers in mutations.SelectMany(mutation => mutation.Killers).Distinct().GroupBy(killer => killer.Project))
        {
            var results = await benches[killers.Key].RunAsync([.. killers]);
            foreach ((Killer killer, bool ran, bool failed) in results ?? [.. killers.Select(killer => (killer, false, false))])
            {
                if (!ran || failed)
                {
                    passed = false;
                    await output.WriteLineAsync($"{killer} {(ran ? "fails" : "does not run")} with nothing changed.");
                }
            }
        }

        return passed;
    }

    private async Task<(Fate Fate, string Detail)> RemoveAsync(Mutation mutation, Compiler compiler, Dictionary<string, TestBench> benches)
    {
        string source = Path.Combine(root, mutation.File);
        string text = await File.ReadAllTextAsync(source);
        if (text.Split(mutation.Find).Length != 2)
        {
            return (Fate.Invalid, "\n    the text to remove does not stand in the file exactly once");
        }

        string changed = Path.Combine(_scratch, Path.GetFileName(source));
        string assembly = Path.Combine(_scratch, mutation.Project + ".dll");
        await File.WriteAllTextAsync(changed, text.Replace(mutation.Find, mutation.Replace, StringComparison.Ordinal));
        if (await compiler.CompileAsync(source, changed, assembly, _scratch) is { } errors)
        {
            return (Fate.Invalid, "\n" + errors);
        }

        var passed = new List<string>();
        foreach (IGrouping<string, Killer> killers in mutation.Killers.GroupBy(killer => killer.Project))
        {
            TestBench bench = benches[killers.Key];
            bench.Exchange(mutation.Project, assembly);
            var results = await bench.RunAsync([.. killers]);
            bench.Restore(mutation.Project);
            passed.AddRange(results is null
                ? ["the tests did not end"]
                : results.Where(result => !result.Failed).Select(result => $"passed all the same: {result.Killer}"));
        }

        return passed.Count == 0 ? (Fate.Killed, "") : (Fate.Survived, string.Concat(passed.Select(line => "\n    " + line)));
    }
}
