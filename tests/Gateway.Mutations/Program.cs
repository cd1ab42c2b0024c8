using System.Globalization;
using Gateway.Mutations;
using Gateway.Mutations.Campaign;

// Removes each check in turn and demands that the tests named for it fail. `./dev mutate` builds first.
string? only = Value("--only");
// Several texts are parted by a bar; each may be part of a check's name or of its file's.
Mutation[] chosen = [.. Catalogue.All.Where(mutation => only is null || only.Split('|').Any(text =>
    mutation.Check.Contains(text, StringComparison.OrdinalIgnoreCase) || mutation.File.Contains(text, StringComparison.OrdinalIgnoreCase)))];
string part = Value("--part") ?? "1/1";
int[] share = [.. part.Split('/').Select(int.Parse)];
chosen = [.. chosen.Where((_, i) => i % share[1] == share[0] - 1)];
if (args.Contains("--markdown"))
{
    Console.Write(Catalogue.ToMarkdown());
    return 0;
}

if (args.Contains("--projects"))
{
    Console.WriteLine(string.Join('\n', chosen.SelectMany(mutation => mutation.Killers).Select(killer => killer.Project).Distinct()));
    return 0;
}

if (args.Contains("--list"))
{
    foreach (Mutation mutation in chosen)
    {
        Console.WriteLine($"{mutation.Check}\n    {mutation.File}\n    {string.Join("\n    ", mutation.Killers)}");
    }

    Console.WriteLine($"{chosen.Length} checks");
    return 0;
}

if (chosen.Length == 0)
{
    Console.Error.WriteLine($"No check is called {only}. --list shows them.");
    return 2;
}

return await new Experiment(Root(), Path.Combine("artifacts", "mutations", share[0].ToString(CultureInfo.InvariantCulture)), Console.Out).RunAsync(chosen) ? 0 : 1;

string? Value(string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

static string Root()
{
    for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        if (File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            return folder.FullName;
        }
    }

    throw new DirectoryNotFoundException("Gateway.sln is not above this program.");
}
