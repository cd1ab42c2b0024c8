using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Gateway.Architecture.Tests;

/// <summary>The files of this repository as git tracks them.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Tracked files by path from the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = List();

    /// <summary>Tracked C# files under a folder.</summary>
    public static IEnumerable<string> Source(string folder) =>
        Files.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Gateway.sln is not above the tests.");
    }

    /// <summary>Passes when nothing is wrong; otherwise names everything that is.</summary>
    public static void HasNone(IEnumerable<string?> wrong) => Assert.Equal("", string.Join('\n', wrong));

    /// <summary>A pattern over one file.</summary>
    public static Regex Pattern(string pattern) => new(pattern, RegexOptions.ExplicitCapture | RegexOptions.Multiline, TimeSpan.FromSeconds(10));

    private static List<string> List()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process git = Process.Start(start)!;
            string[] listed = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. listed.Where(path => File.Exists(Path.Combine(Root, path)))] : Walk();
        }
        catch (Win32Exception)
        {
            return Walk();
        }
    }

    /// <summary>Without git: what lies here, but for what a build makes.</summary>
    private static List<string> Walk() =>
    [
        .. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is ".git" or "artifacts" or "bin" or "obj" or "out")),
    ];
}
