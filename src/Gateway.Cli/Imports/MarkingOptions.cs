using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Gateway.Cli.Markings;
using Gateway.Core.Markings;
using Gateway.Protocol;
using Mode = Gateway.Protocol.V1.Mode;

namespace Gateway.Cli.Imports;

/// <summary>How imported portions are marked. Whoever imports says so; nothing is assumed.</summary>
internal sealed class MarkingOptions
{
    private readonly Option<string> _marking = new("--marking") { Required = true, Description = "Mark of every portion: '(U//REL TO USA, FRA)'", HelpName = "MARK" };
    private readonly Option<string> _policy = new("--policy") { Required = true, Description = "Whose grammar the mark follows: US, TLP, or a nation's alpha-3 code" };
    private readonly Option<string[]> _releasable = new("--releasable-to") { Description = "Who may receive, where the grammar cannot say it", HelpName = "CODE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _community = new("--community") { Description = "TLP community" };
    private readonly Option<string> _mode = new("--mode") { Description = "actual, exercise or test; kept in separate stores", DefaultValueFactory = _ => "actual" };

    private readonly RegistryOption _registry = new();

    public MarkingOptions() => _mode.AcceptOnlyFromAmong("actual", "exercise", "test");

    public IEnumerable<Symbol> All => [_marking, _policy, _releasable, _community, _mode, _registry.Symbol];

    public bool TryRead(ParseResult parsed, [NotNullWhen(true)] out ForecastTerms? terms, [NotNullWhen(false)] out string? fault)
    {
        terms = null;
        if (!_registry.TryRead(parsed, out MarkingRegistry? registry, out fault))
        {
            return false;
        }

        var marking = new Marking
        {
            Policy = parsed.GetRequiredValue(_policy),
            Text = parsed.GetRequiredValue(_marking),
            ReleasableTo = [.. parsed.GetValue(_releasable) ?? []],
            Community = parsed.GetValue(_community) ?? "",
        };
        fault = MarkingReader.Read(marking, MarkingKind.Portion, registry) is MarkingReading.Unreadable unreadable
            ? $"--marking '{marking.Text}' is not valid: {string.Join(' ', unreadable.Errors.Select(MarkingReport.Sentence))}"
            : null;
        terms = fault is null
            ? new ForecastTerms(marking.ToMessage(), parsed.GetValue(_mode) switch { "exercise" => Mode.Exercise, "test" => Mode.Test, _ => Mode.Actual })
            : null;
        return terms is not null;
    }
}
