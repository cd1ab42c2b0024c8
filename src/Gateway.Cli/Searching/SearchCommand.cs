using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Core.Assessments;
using Gateway.Core.Searching;
using Gateway.Protocol;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Searching;

/// <summary><c>gatewayctl search</c>: words and filters over what the caller may see.</summary>
internal static class SearchCommand
{
    private const int LargestPage = 100;

    public static Verb Build(Surface surface)
    {
        var filters = new Filters();
        var limit = new Option<int>("--limit") { Description = "Most products", DefaultValueFactory = _ => 20 };
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var words = new Argument<string[]>("WORDS")
        {
            Description = "Words, \"phrases\", prefix*, -excluded: all hold within one portion. Quote it for the shell, '\"like this\"'",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var node = new NodeOptions("ministry");
        return new Verb(
            "search",
            "Finds portions by their words, as far as the caller may see them; the newest arrivals first.",
            [words, .. filters.All, limit, json, .. node.All])
        {
            Examples =
            [
                "search siege famine --mode exercise --data demo/FRA",
                "search '\"ethnic militia\" recruit* -drone' --mode actual --country SDN --from 2025-06-01 --data demo/FRA",
                "search --tag \"hate speech\" --kind RiskAssessment --mode actual --data demo/USA --json",
            ],
        }.Does(async (parsed, cancel) =>
        {
            string text = string.Join(' ', parsed.GetValue(words) ?? []);
            if (QueryReader.Read(text) is QueryReading.Unreadable unreadable)
            {
                return surface.Misuse(Point(text, unreadable));
            }

            var request = new FindRequest { Text = text };
            if (filters.Fill(request, parsed) is { } fault)
            {
                return surface.Misuse(fault);
            }

            int most = parsed.GetValue(limit);
            return most < 1
                ? surface.Misuse("--limit is at least 1")
                : await node.WithAsync(parsed, surface, client => FindAsync(client, request, most, surface, parsed.GetValue(json), cancel));
        });
    }

    private static async Task<ExitCode> FindAsync(NodeClient client, FindRequest request, int most, Surface surface, bool json, CancellationToken cancel)
    {
        List<FoundProduct> products = [];
        FindResponse page;
        do
        {
            request.PageSize = (uint)Math.Min(LargestPage, most - products.Count);
            page = await client.Searches.FindAsync(request, cancellationToken: cancel);
            products.AddRange(page.Products);
            request.Cursor = page.NextCursor;
        }
        while (!request.Cursor.IsEmpty && products.Count < most);

        if (json)
        {
            products.ForEach(product => surface.Out.WriteLine(JsonFormatter.Default.Format(product)));
        }
        else
        {
            SearchReport.Show(surface, products, page, more: !request.Cursor.IsEmpty);
        }

        return ExitCode.Done;
    }

    /// <summary>The query with a mark under every place that is wrong.</summary>
    private static string Point(string text, QueryReading.Unreadable unreadable) => string.Join('\n',
    [
        "the query cannot be read",
        "  " + new string([.. text.Take(76).Select(c => char.IsControl(c) ? ' ' : c)]),
        .. unreadable.Errors.Select(error => error.Column <= 76
            ? string.Create(CultureInfo.InvariantCulture, $"  {new string(' ', error.Column - 1)}^ {error.Message}")
            : string.Create(CultureInfo.InvariantCulture, $"  column {error.Column}: {error.Message}")),
    ]);

    /// <summary>Everything but the words.</summary>
    private sealed class Filters
    {
        private readonly Option<string> _mode = ModeOption.Create();
        private readonly Option<string[]> _countries = Many("--country", "Only about these countries", "CODE");
        private readonly Option<string[]> _originators = Many("--originator", "Only of these partners", "CODE");
        private readonly Option<string[]> _kinds = Many("--kind", "Only products of these kinds, such as RiskAssessment", "KIND");
        private readonly Option<string[]> _classes = Many("--class", "Only such information: judgement, factor, evidence ...", "CLASS");
        private readonly Option<string[]> _tags = Many("--tag", "Only products tagged so, or with a synonym", "TAG");
        private readonly Option<DateTimeOffset?> _from = new("--from") { Description = "Issued at this time or later", HelpName = "TIME" };
        private readonly Option<DateTimeOffset?> _until = new("--until") { Description = "Issued before this time", HelpName = "TIME" };

        public IEnumerable<Symbol> All => [_mode, _countries, _originators, _kinds, _classes, _tags, _from, _until];

        /// <summary>Null, or what is wrong.</summary>
        public string? Fill(FindRequest request, ParseResult parsed)
        {
            request.Mode = ModeOption.Read(parsed, _mode);
            request.Iso3.AddRange((parsed.GetValue(_countries) ?? []).Select(code => code.ToUpperInvariant()));
            request.Originators.AddRange((parsed.GetValue(_originators) ?? []).Select(code => code.ToUpperInvariant()));
            request.Kinds.AddRange(parsed.GetValue(_kinds) ?? []);
            request.Tags.AddRange(parsed.GetValue(_tags) ?? []);
            request.IssuedFromMs = parsed.GetValue(_from)?.ToUnixTimeMilliseconds() ?? 0;
            request.IssuedUntilMs = parsed.GetValue(_until)?.ToUnixTimeMilliseconds() ?? 0;
            foreach (string word in parsed.GetValue(_classes) ?? [])
            {
                if (!FieldClassNames.TryParse(word, out Core.Assessments.FieldClass fieldClass))
                {
                    return $"--class is one of {string.Join(", ", Enum.GetValues<Core.Assessments.FieldClass>().Select(known => known.Word()))}";
                }

                request.FieldClasses.Add(fieldClass.ToMessage());
            }

            return null;
        }

        private static Option<string[]> Many(string name, string description, string help) =>
            new(name) { Description = description, HelpName = help };
    }
}
