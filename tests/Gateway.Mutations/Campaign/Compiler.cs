using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Mutations.Campaign;

/// <summary>
/// Compiles one assembly with one source file changed, by the compiler of the SDK and with the arguments of the real build. Analyzers are
/// left out and warnings pass: a removed check leaves unreachable code behind. Nothing of the real build is touched.
/// </summary>
internal sealed class Compiler
{
    private const int MostErrors = 5;

    private readonly string _project;
    private readonly string _compiler;
    private readonly ImmutableArray<string> _arguments;

    private Compiler(string project, string compiler, ImmutableArray<string> arguments)
    {
        _project = project;
        _compiler = compiler;
        _arguments = arguments;
    }

    /// <summary>Asks the build for the arguments. The project must have been built before.</summary>
    public static async Task<Compiler> ForAsync(string root, string name)
    {
        string project = Path.Combine(root, "src", name);
        (int? code, string output) = await CommandLine.RunAsync(
            root,
            TimeSpan.FromMinutes(5),
            "dotnet",
            ["build", project, "-c", "Release", "--no-restore", "-t:ResolveReferences;PrepareResources;Compile", "-getItem:CscCommandLineArgs", "-p:ProvideCommandLineArgs=true",
                "-p:SkipCompilerExecution=true", "-p:BuildProjectReferences=false", "-p:NonExistentFile=__none__"]);
        if (code != 0)
        {
            throw new InvalidOperationException($"The build of {name} gives no arguments. Build it first.\n{output}");
        }

        using var document = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        string[] all = [.. document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
        return new Compiler(project, await CompilerOfTheSdkAsync(root), [.. all.Where(IsKept)]);
    }

    /// <summary>Compiles to <paramref name="target"/>; what went wrong, or null.</summary>
    public async Task<string?> CompileAsync(string source, string changed, string target, string scratch)
    {
        string[] arguments = [.. _arguments.Where(argument => !Is(argument, source)), changed, "/warnaserror-", "/nowarn:CS0162;CS0219;CS8321", $"/out:{target}"];
        if (arguments.Length != _arguments.Length + 3)
        {
            return $"{source} is not compiled into this assembly.";
        }

        string response = Path.Combine(scratch, "csc.rsp");
        await File.WriteAllLinesAsync(response, arguments.Where(argument => argument != "/noconfig").Select(Quote));
        (int? code, string output) = await CommandLine.RunAsync(
            _project, TimeSpan.FromMinutes(5), "dotnet", ["exec", _compiler, "/shared:gateway-mutations", "/keepalive:60", "/noconfig", $"@{response}"]);
        return code == 0 ? null : string.Join('\n', output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Take(MostErrors));
    }

    private bool Is(string argument, string source) => !argument.StartsWith('/') || File.Exists(argument)
        ? Path.GetFullPath(argument, _project) == source
        : false;

    // Generators of the framework stay: they write source. Analyzers go.
    private static bool IsKept(string argument) =>
        !argument.StartsWith("/out:", StringComparison.Ordinal)
        && !argument.StartsWith("/refout:", StringComparison.Ordinal)
        && !argument.StartsWith("/doc:", StringComparison.Ordinal)
        && !argument.StartsWith("/warnaserror", StringComparison.Ordinal)
        && !(argument.StartsWith("/analyzer:", StringComparison.Ordinal) && !argument.Contains("App.Ref", StringComparison.Ordinal));

    private static string Quote(string argument) => argument.Contains(' ', StringComparison.Ordinal) && !argument.Contains('"', StringComparison.Ordinal)
        ? $"\"{argument}\""
        : argument;

    private static async Task<string> CompilerOfTheSdkAsync(string root)
    {
        (_, string version) = await CommandLine.RunAsync(root, TimeSpan.FromMinutes(1), "dotnet", ["--version"]);
        (_, string installed) = await CommandLine.RunAsync(root, TimeSpan.FromMinutes(1), "dotnet", ["--list-sdks"]);
        foreach (string line in installed.Split('\n'))
        {
            // 10.0.100 [/usr/share/dotnet/sdk]
            if (line.StartsWith(version.Trim() + " [", StringComparison.Ordinal))
            {
                string folder = line[(line.IndexOf('[', StringComparison.Ordinal) + 1)..line.LastIndexOf(']')];
                return Path.Combine(folder, version.Trim(), "Roslyn", "bincore", "csc.dll");
            }
        }

        throw new InvalidOperationException($"SDK {version.Trim()} is not among those installed.");
    }
}
