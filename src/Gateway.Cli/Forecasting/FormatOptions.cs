using System.CommandLine;

namespace Gateway.Cli.Forecasting;

/// <summary>A table for people unless a script says otherwise.</summary>
internal sealed class FormatOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "JSON, one object a line" };
    private readonly Option<bool> _csv = new("--csv") { Description = "Comma-separated values with a heading" };

    public IEnumerable<Symbol> All => [_json, _csv];

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public bool IsCsv(ParseResult parsed) => parsed.GetValue(_csv);
}
