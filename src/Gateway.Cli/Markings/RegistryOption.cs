using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Cli.Markings;

/// <summary><c>--registry FILE</c>: the marking tokens that a deployment enables (docs/markings.md, "Registry file").</summary>
internal sealed class RegistryOption
{
    private readonly Option<FileInfo?> _file = new("--registry")
    {
        Description = "Marking registry file that enables SCI, SAP, AEA and non-IC tokens",
        HelpName = "FILE",
    };

    public Option Symbol => _file;

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_file) is not null;

    /// <summary>The registry of the file given, or the built-in one; what is wrong with the file otherwise, a line for each error.</summary>
    public bool TryRead(ParseResult parsed, [NotNullWhen(true)] out MarkingRegistry? registry, [NotNullWhen(false)] out string? fault) =>
        TryRead(parsed.GetValue(_file)?.FullName, out registry, out fault);

    /// <summary>The same for a path; null stands for no file.</summary>
    public static bool TryRead(string? path, [NotNullWhen(true)] out MarkingRegistry? registry, [NotNullWhen(false)] out string? fault)
    {
        registry = MarkingRegistry.Default;
        fault = null;
        if (path is null)
        {
            return true;
        }

        if (!RegistryFile.TryRead(File.ReadAllBytes(path), MarkingRegistry.Default, out registry, out ImmutableArray<DocumentError> errors))
        {
            fault = string.Join('\n', errors.Select(error => $"{Path.GetFileName(path)}: {error}"));
        }

        return registry is not null && fault is null;
    }
}
