using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Forecasting;

/// <summary>Which forecasts of a producer. What is left out is settled by what is there, as long as only one thing fits.</summary>
/// <param name="prefix">Before each option's name, where there are two producers: <c>first-</c>.</param>
internal sealed class SelectionOptions(string prefix = "")
{
    private const string NoEvent = "none";

    private readonly Option<Event?> _event = new($"--{prefix}event")
    {
        Description = "Event definition, persons killed, months: ewp-mass-killing/1000/12; or none",
        HelpName = "ID[/N[/MONTHS]]",
        CustomParser = Parse,
    };
    private readonly Option<uint?> _horizon = new($"--{prefix}horizon") { Description = "Months ahead", HelpName = "MONTHS" };
    private readonly Option<string?> _edition = new($"--{prefix}edition") { Description = "The producer's serial: 'EWP 2025-26'", HelpName = "SERIAL" };

    public IEnumerable<Symbol> All => [_event, _horizon, _edition];

    public ForecastSelection Read(ParseResult parsed, string originator)
    {
        var selection = new ForecastSelection { Originator = originator, Edition = parsed.GetValue(_edition) ?? "" };
        if (parsed.GetValue(_horizon) is { } months)
        {
            selection.HorizonMonths = months;
        }

        if (parsed.GetValue(_event) is { } asked)
        {
            selection.DefinitionId = asked.DefinitionId;
            if (asked.Threshold > 0)
            {
                selection.Threshold = asked.Threshold;
            }

            if (asked.WindowMonths > 0)
            {
                selection.WindowMonths = asked.WindowMonths;
            }
        }

        return selection;
    }

    private static Event? Parse(ArgumentResult result)
    {
        string[] parts = result.Tokens[0].Value.Split('/');
        uint threshold = 0, months = 0;
        if (parts is [NoEvent])
        {
            return new Event();
        }

        if (parts.Length <= 3 && parts[0].Length > 0
            && (parts.Length < 2 || uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out threshold))
            && (parts.Length < 3 || uint.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out months)))
        {
            return new Event { DefinitionId = parts[0], Threshold = threshold, WindowMonths = months };
        }

        result.AddError($"an event is ID[/PERSONS[/MONTHS]] or {NoEvent}, not '{result.Tokens[0].Value}'");
        return null;
    }
}
