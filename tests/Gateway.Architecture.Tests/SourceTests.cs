using System.Text.RegularExpressions;

namespace Gateway.Architecture.Tests;

/// <summary>Conventions that a reader counts on, checked in the text of what git tracks.</summary>
public sealed class SourceTests
{
    private static readonly string[] Texts = [".cs", ".md", ".proto", ".json", ".props", ".targets", ".csproj", ".sln", ".yml", ".yaml", ".sql", ".relpol", ".editorconfig"];

    private static readonly Regex Namespace = Repository.Pattern(@"^namespace (?<name>[\w.]+)");

    [Fact]
    public void No_source_file_is_longer_than_five_hundred_lines() =>
        Repository.HasNone(Repository.Source("src").Where(path => Repository.Text(path).AsSpan().Count('\n') > 500));

    [Fact]
    public void No_test_waits_for_the_clock()
    {
        // Put together here, so that this file does not find itself.
        string[] waits = ["Task" + ".Delay(", "Thread" + ".Sleep(", "SpinWait" + "."];
        Repository.HasNone(Repository.Source("tests").Where(path => waits.Any(Repository.Text(path).Contains)));
    }

    [Fact]
    public void Nothing_is_left_to_do_later()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:", "XX" + "X:"];
        Repository.HasNone(Repository.Files.Where(IsSource).Where(path => marks.Any(mark => Repository.Text(path).Contains(mark, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_namespace_is_a_folder()
    {
        var wrong = new List<string>();
        foreach (string path in Repository.Source("src").Concat(Repository.Source("tests")).Concat(Repository.Source("certs-dev")))
        {
            string project = ProjectFolder(path);
            string root = Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj").Single());
            string rest = Path.GetDirectoryName(path)!.Replace('\\', '/')[project.Length..].Replace('/', '.');
            Match declared = Namespace.Match(Repository.Text(path));
            if (declared.Success && declared.Groups["name"].Value != root + rest)
            {
                wrong.Add($"{path}: {declared.Groups["name"].Value}");
            }
        }

        Repository.HasNone(wrong);
    }

    [Fact]
    public void A_folder_names_a_concept_not_a_kind() =>
        Repository.HasNone(Repository.Source("src").Where(path => path.Split('/').Any(part => part is "Helpers" or "Services" or "Utils" or "Models" or "Common" or "Misc")));

    [Fact]
    public void No_file_names_a_place_on_somebodys_machine()
    {
        var machine = Repository.Pattern(@"(?<![\w.:/])/(?:work|tmp/w|home/\w+|Users/\w+|root)/|[A-Z]:\\" + @"\w");
        Repository.HasNone(Repository.Files.Where(IsText).Where(path => machine.IsMatch(Repository.Text(path))));
    }

    [Fact]
    public void No_secret_is_tracked()
    {
        var secret = Repository.Pattern("-----BEGIN [A-Z ]*PRIVATE" + " KEY-----\\s+[A-Za-z0-9+/]{20}");
        Repository.HasNone(Repository.Files.Where(IsText).Where(path => secret.IsMatch(Repository.Text(path))));
        Repository.HasNone(Repository.Files.Where(path => Path.GetExtension(path) is ".key" or ".keys" or ".pfx" or ".p12" or ".db"));
    }

    [Fact]
    public void The_clock_is_asked_through_a_TimeProvider()
    {
        string[] clocks = ["DateTime.Now", "DateTime.UtcNow", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Stopwatch."];
        Repository.HasNone(Repository.Source("src").Where(path => clocks.Any(Repository.Text(path).Contains)));
    }

    [Fact]
    public void No_log_line_is_put_together_by_hand()
    {
        var call = Repository.Pattern(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\(");
        Repository.HasNone(Repository.Source("src").Where(path => call.IsMatch(Repository.Text(path))));
    }

    private static string ProjectFolder(string path)
    {
        string folder = Path.GetDirectoryName(path)!.Replace('\\', '/');
        while (!Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj").Any())
        {
            folder = Path.GetDirectoryName(folder)!.Replace('\\', '/');
        }

        return folder;
    }

    private static bool IsText(string path) => Texts.Contains(Path.GetExtension(path)) || Path.GetFileName(path) is "dev" or "NOTICE" or "LICENSE";

    private static bool IsSource(string path) => Path.GetExtension(path) is ".cs" or ".proto" or ".sql" or ".relpol";
}
