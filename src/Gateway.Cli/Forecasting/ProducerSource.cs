using System.CommandLine;
using Gateway.Cli.Shell;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Forecasting;

/// <summary>Where a question's forecasts are: at a node, by mode and originator, or in files.</summary>
internal sealed class ProducerSource
{
    private readonly Argument<FileInfo[]> _files = new("FILE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Forecast files: a producer's CSV, or assessments as JSON; then no node is asked",
    };
    private readonly Option<string?> _mode = new("--mode") { Description = "actual, exercise or test; at a node" };

    public ProducerSource() => _mode.AcceptOnlyFromAmong("actual", "exercise", "test");

    public IEnumerable<Symbol> All => [_files, _mode];

    public FileInfo[] Files(ParseResult parsed) => parsed.GetValue(_files) ?? [];

    /// <summary>Null: not said, and without files it has to be.</summary>
    public Mode? Mode(ParseResult parsed) => parsed.GetValue(_mode) switch
    {
        "actual" => Protocol.V1.Mode.Actual,
        "exercise" => Protocol.V1.Mode.Exercise,
        "test" => Protocol.V1.Mode.Test,
        _ => null,
    };

    /// <summary>The forecasts in files that answer a selection; or says why there are none and returns null.</summary>
    public static ProducerForecasts? Settle(
        Surface surface, string name, IReadOnlyList<ForecastRow> rows, ForecastSelection selection, ForecastMeasure measure, bool newest)
    {
        var question = ForecastQuestion.Of(selection, measure);
        switch (question.Settle(rows.Where(row => selection.Edition.Length == 0 || row.Edition == selection.Edition)))
        {
            case SettledForecasts.Settled settled:
                return new ProducerForecasts(name, question, (newest ? settled.Newest() : settled).OnePerCountry());
            case SettledForecasts.Ambiguous ambiguous:
                surface.Misuse($"{name}: several fit, say which with --event and --horizon: {string.Join("; ", ambiguous.Topics)}");
                return null;
            case SettledForecasts.Nothing:
                surface.Refuse($"{name}: no forecast fits");
                return null;
            default:
                throw new InvalidOperationException("SettledForecasts is closed.");
        }
    }
}
