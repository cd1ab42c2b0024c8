using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Spectre.Console;

namespace Gateway.Cli.Comparing;

/// <summary><c>gatewayctl compare</c>: what partners say about a country, side by side.</summary>
internal static class CompareCommand
{
    // A page each; more are a list.
    private const int MostPages = 4;

    public static Verb Build(Surface surface)
    {
        var countries = new Argument<string[]>("COUNTRY") { Description = "ISO 3166-1 alpha-3 codes, or English names", Arity = ArgumentArity.ZeroOrMore };
        Option<string> mode = ModeOption.Create();
        var all = new Option<bool>("--all") { Description = "Every country and group" };
        var overlooked = new Option<bool>("--overlooked") { Description = "What exactly one partner worries about and the others pass over" };
        var orCalm = new Option<bool>("--or-calm") { Description = "With --overlooked: also what others judge and are calm about" };
        var definition = new Option<string?>("--event") { Description = "Only judgements that foresee this event", HelpName = "ID" };
        var horizon = new Option<uint>("--horizon") { Description = "Only judgements that look ahead this far", HelpName = "MONTHS" };
        var partners = new Option<string[]>("--partner") { Description = "Only these partners", HelpName = "CODE", AllowMultipleArgumentsPerToken = true };
        var groups = new Option<string[]>("--group") { Description = "Only these groups", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var editions = new Option<uint>("--editions") { Description = "Editions of each voice, at most 64", HelpName = "N", DefaultValueFactory = _ => 8 };
        var top = new Option<uint>("--top") { Description = "Places that count as worried, at most 1000", HelpName = "N", DefaultValueFactory = _ => 30 };
        var json = new Option<bool>("--json") { Description = "JSON, one object a line: the overview, then each comparison" };
        var csv = new Option<bool>("--csv") { Description = "CSV, a line for every voice" };
        var node = new NodeOptions("ministry");
        return new Verb(
            "compare",
            "Compares what partners say about a country: who worries, how much, since when, and why they differ.",
            [countries, mode, all, overlooked, orCalm, definition, horizon, partners, groups, editions, top, json, csv, .. node.All])
        {
            Examples =
            [
                "compare MLI --mode actual --data demo/FRA",
                "compare --all --mode actual --event ewp-mass-killing --horizon 24 --data demo/FRA",
                "compare --overlooked --mode actual --data demo/FRA",
                "compare --all --mode actual --data demo/FRA --csv > compared.csv",
            ],
        }.Does(async (parsed, cancel) =>
        {
            string[] named = parsed.GetValue(countries) ?? [];
            if (named.FirstOrDefault(name => Code(name) is null) is { } unknown)
            {
                return surface.Misuse($"{unknown} is no country: name it by its ISO 3166-1 alpha-3 code, or its English name");
            }

            bool asks = parsed.GetValue(overlooked);
            if (named.Length == 0 && !asks && !parsed.GetValue(all) && (parsed.GetValue(groups) ?? []).Length == 0)
            {
                return surface.Misuse("name a country or a --group, or say --all or --overlooked");
            }

            var request = new CompareRequest
            {
                Mode = ModeOption.Read(parsed, mode),
                DefinitionId = parsed.GetValue(definition) ?? "",
                HorizonMonths = parsed.GetValue(horizon),
                Editions = parsed.GetValue(editions),
                Top = parsed.GetValue(top),
                Pairs = parsed.GetValue(json) || named.Length is > 0 and <= MostPages,
            };
            request.Iso3.AddRange(named.Select(name => Code(name)!));
            request.Partner.AddRange((parsed.GetValue(partners) ?? []).Select(code => code.ToUpperInvariant()));
            request.GroupId.AddRange(parsed.GetValue(groups) ?? []);
            var form = new Form(surface, parsed.GetValue(json), parsed.GetValue(csv));
            return await node.WithAsync(parsed, surface, client => asks
                ? OverlookedAsync(client, new OverlookedRequest { Among = request, OrCalm = parsed.GetValue(orCalm) }, form, cancel)
                : CompareAsync(client, request, form, cancel));
        });
    }

    private static async Task<ExitCode> CompareAsync(NodeClient client, CompareRequest request, Form form, CancellationToken cancel)
    {
        CompareOverview? overview = null;
        List<SubjectComparison> comparisons = [];
        using AsyncServerStreamingCall<CompareResponse> call = client.Comparisons.Compare(request, cancellationToken: cancel);
        await foreach (CompareResponse response in call.ResponseStream.ReadAllAsync(cancel))
        {
            form.Json(response);
            overview ??= response.Overview;
            comparisons.AddRange(response.Comparison is { } comparison ? [comparison] : []);
        }

        form.Csv(comparisons);
        if (form.IsForPeople)
        {
            Head(form.Surface, overview);
            if (request.Iso3.Count is > 0 and <= MostPages)
            {
                comparisons.ForEach(comparison => CountryPage.Show(form.Surface, comparison, client.Partner.Code.Value));
            }
            else
            {
                CountryList.Show(form.Surface, comparisons);
            }

            if (comparisons.Count == 0)
            {
                form.Surface.Console.Say("Nothing you may see can be compared here.");
            }

            Foot(form.Surface, overview);
        }

        return ExitCode.Done;
    }

    private static async Task<ExitCode> OverlookedAsync(NodeClient client, OverlookedRequest request, Form form, CancellationToken cancel)
    {
        CompareOverview? overview = null;
        List<OverlookedSubject> found = [];
        using AsyncServerStreamingCall<OverlookedResponse> call = client.Comparisons.Overlooked(request, cancellationToken: cancel);
        await foreach (OverlookedResponse response in call.ResponseStream.ReadAllAsync(cancel))
        {
            form.Json(response);
            overview ??= response.Overview;
            found.AddRange(response.Subject is { } subject ? [subject] : []);
        }

        form.Csv(found.Select(one => one.Comparison));
        if (form.IsForPeople)
        {
            Head(form.Surface, overview);
            CountryList.ShowOverlooked(form.Surface, found);
            Foot(form.Surface, overview);
        }

        return ExitCode.Done;
    }

    private static void Head(Surface surface, CompareOverview? overview)
    {
        IEnumerable<Marking> banners = overview?.Banner is { } one ? [one] : overview?.Banners ?? [];
        string head = $"{overview?.Mode.ToString().ToUpperInvariant()}  {string.Join(" and ", banners.Select(marking => marking.Text))}";
        surface.Console.SayWrapped(head.TrimEnd(), 2, new Style(decoration: Decoration.Bold));
        surface.Console.WriteLine();
    }

    private static void Foot(Surface surface, CompareOverview? overview)
    {
        foreach (LeftOutCount leftOut in overview?.LeftOut ?? [])
        {
            surface.Console.SayWrapped($"Not used: {Page.Count(leftOut.Count, "judgement")}, because {ComparisonWords.LeftOut(leftOut.Reason)}.", 2);
        }

        surface.Console.Say($"From {Page.Count(overview?.Products ?? 0, "product")} that you may see. Nothing is averaged, no horizon is converted.");
    }

    /// <summary>The code of a country named by code or name; null when there is none.</summary>
    private static string? Code(string name) =>
        Core.Assessments.Countries.TryByIso3(name.ToUpperInvariant(), out Core.Assessments.Country? byCode) ? byCode.Iso3
        : Core.Assessments.Countries.TryByEwpName(name, out Core.Assessments.Country? byName) ? byName.Iso3
        : name.Length == 3 && name.All(char.IsAsciiLetterUpper) ? name
        : null;

    /// <summary>In which form the answer is wanted.</summary>
    private sealed record Form(Surface Surface, bool WantsJson, bool WantsCsv)
    {
        public bool IsForPeople => !WantsJson && !WantsCsv;

        public void Json(IMessage response)
        {
            if (WantsJson)
            {
                Surface.Out.WriteLine(JsonFormatter.Default.Format(response));
            }
        }

        public void Csv(IEnumerable<SubjectComparison> comparisons)
        {
            if (WantsCsv)
            {
                ComparisonCsv.Write(Surface.Out, comparisons);
            }
        }
    }
}
