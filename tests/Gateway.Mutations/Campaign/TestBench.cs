using System.Xml.Linq;

namespace Gateway.Mutations.Campaign;

/// <summary>A copy of a built test project whose assemblies can be exchanged. It lies inside the repository: tests look for files above them.</summary>
internal sealed class TestBench
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly string _name;
    private readonly string _folder;
    private readonly string _built;

    public TestBench(string root, string name, string scratch)
    {
        _name = name;
        _built = Path.Combine(root, "artifacts", "bin", name, "release");
        _folder = Path.Combine(scratch, name);
        foreach (string file in Directory.EnumerateFiles(_built, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder, Path.GetRelativePath(_built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    /// <summary>Puts a changed assembly in the place of the built one.</summary>
    public void Exchange(string assembly, string changed) => File.Copy(changed, Path.Combine(_folder, assembly + ".dll"), overwrite: true);

    /// <summary>Puts the built one back.</summary>
    public void Restore(string assembly) => File.Copy(Path.Combine(_built, assembly + ".dll"), Path.Combine(_folder, assembly + ".dll"), overwrite: true);

    /// <summary>Runs the killers' tests; the names of cases that ran, each with whether it failed. Null when the run did not end by itself.</summary>
    public async Task<IReadOnlyList<(Killer Killer, bool Ran, bool Failed)>?> RunAsync(IReadOnlyCollection<Killer> killers)
    {
        string report = Path.Combine(_folder, "report.xml");
        File.Delete(report);
        IEnumerable<string> filters = killers.Select(killer => $"*.{killer.Class}.{killer.Method}").Distinct().SelectMany(name => new[] { "-method", name });
        (int? code, _) = await CommandLine.RunAsync(_folder, Limit, Path.Combine(_folder, _name), ["-noLogo", "-noColor", "-result-xml", report, .. filters]);
        if (code is null || !File.Exists(report))
        {
            return null;
        }

        (string Name, bool Failed)[] cases =
        [
            .. XDocument.Load(report).Descendants("test")
                .Select(test => (((string)test.Attribute("name")!).Replace("\\", "", StringComparison.Ordinal), (string?)test.Attribute("result") == "Fail")),
        ];
        return
        [
            .. killers.Select(killer =>
            {
                (string Name, bool Failed)[] own = [.. cases.Where(test => IsOf(test.Name, killer))];
                return (killer, own.Length > 0, own.Any(test => test.Failed));
            }),
        ];
    }

    private static bool IsOf(string name, Killer killer)
    {
        string method = $".{killer.Class}.{killer.Method}";
        int at = name.IndexOf(method, StringComparison.Ordinal);
        return at >= 0
            && (name.Length == at + method.Length || name[at + method.Length] == '(')
            && (killer.Case.Length == 0 || name.Contains($"\"{killer.Case}\"", StringComparison.Ordinal));
    }
}
