using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Imports;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Mode = Gateway.Protocol.V1.Mode;
using RandomSource = Gateway.Core.Sealing.RandomSource;

namespace Gateway.Cli.Watching;

/// <summary><c>gatewayctl watchlist</c>: countries, areas and groups that partners watch.</summary>
internal static class WatchlistCommands
{
    public static Verb Build(Surface surface) => new(
        "watchlist", "Shows and edits what is watched: countries, areas and population groups.", Show(surface), Add(surface), Remove(surface), Import(surface))
    {
        Examples = ["watchlist show --mode exercise --data demo/USA"],
    };

    private static Verb Show(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var own = new Option<bool>("--own") { Description = "Only own lists" };
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("show", "Shows own and received lists together, with who watches whom.", [mode, own, json, .. node.All])
        {
            Examples = ["watchlist show --mode actual --data demo/USA", "watchlist show --mode exercise --own --json --data demo/USA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            WatchlistView view = await client.Watching.GetWatchlistAsync(
                new GetWatchlistRequest { Mode = ModeOption.Read(parsed, mode), Own = parsed.GetValue(own) }, cancellationToken: cancel);
            if (parsed.GetValue(json))
            {
                view.Entries.ToList().ForEach(entry => surface.Out.WriteLine(JsonFormatter.Default.Format(entry)));
                return ExitCode.Done;
            }

            var table = Page.Table("country", "area", "group", ">priority", "since", "watched by");
            foreach (WatchedEntry entry in view.Entries)
            {
                table.Row(
                    entry.Subject.Iso3,
                    entry.Subject.AdmPcode,
                    entry.Subject.Group,
                    entry.Priority == 0 ? "-" : entry.Priority.ToString(CultureInfo.InvariantCulture),
                    WatchText.Day(entry.SinceMs),
                    string.Join(", ", entry.WatchedBy.Select(by => by.Partner).Distinct()));
            }

            surface.Console.Write(table);
            surface.Console.Say(Page.Count(view.Entries.Count, "entry", "entries") + ". --json gives reasons, marks and products.");
            return ExitCode.Done;
        }));
    }

    private static Verb Add(Surface surface)
    {
        var country = new Option<string>("--country") { Required = true, Description = "ISO 3166-1 alpha-3 code", HelpName = "ISO3" };
        var area = new Option<string>("--area") { Description = "OCHA place code; otherwise the whole country", HelpName = "PCODE", DefaultValueFactory = _ => "" };
        var group = new Option<string>("--group") { Description = "Population group; otherwise everybody", HelpName = "NAME", DefaultValueFactory = _ => "" };
        var reason = new Option<string>("--reason") { Description = "Why", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var priority = new Option<uint>("--priority") { Description = "1 (first) to 5; 0 = not ranked", HelpName = "N" };
        var marking = new MarkingOptions();
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("add", "Puts an entry on the own list, in the place of one for the same subject.", [country, area, group, reason, priority, .. marking.All, json, .. node.All])
        {
            Examples =
            [
                "watchlist add --country MMR --group Rohingya --priority 1 --reason 'camps in Rakhine' --policy US --marking '(C//REL TO USA, FRA)' --mode exercise --data demo/USA",
            ],
        }.Does((parsed, cancel) =>
        {
            if (!marking.TryRead(parsed, node.Folder(parsed), out ForecastTerms? terms, out string? fault))
            {
                return Task.FromResult(surface.Refuse(fault));
            }

            var entry = new WatchEntry
            {
                Portion = new Protocol.V1.Portion { Marking = terms.Marking },
                Iso3 = parsed.GetRequiredValue(country),
                AdmPcode = parsed.GetRequiredValue(area),
                Group = parsed.GetRequiredValue(group),
                Reason = parsed.GetRequiredValue(reason),
                Priority = parsed.GetValue(priority),
                SinceMs = surface.Time.GetUtcNow().ToUnixTimeMilliseconds(),
            };
            return node.WithAsync(parsed, surface, client => EditAsync(surface, client, New(terms, [entry]), parsed.GetValue(json), cancel));
        });
    }

    private static Verb Remove(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var country = new Option<string>("--country") { Required = true, Description = "ISO 3166-1 alpha-3 code", HelpName = "ISO3" };
        var area = new Option<string>("--area") { Description = "OCHA place code", HelpName = "PCODE", DefaultValueFactory = _ => "" };
        var group = new Option<string>("--group") { Description = "Population group", HelpName = "NAME", DefaultValueFactory = _ => "" };
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("remove", "Takes an entry off the own list.", [mode, country, area, group, json, .. node.All])
        {
            Examples = ["watchlist remove --country MMR --group Rohingya --mode exercise --data demo/USA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, client =>
        {
            var request = new EditWatchlistRequest
            {
                SubmissionId = NewId(),
                Mode = ModeOption.Read(parsed, mode),
                Remove =
                {
                    new WatchedSubject { Iso3 = parsed.GetRequiredValue(country), AdmPcode = parsed.GetRequiredValue(area), Group = parsed.GetRequiredValue(group) },
                },
            };
            return EditAsync(surface, client, request, parsed.GetValue(json), cancel);
        }));
    }

    private static Verb Import(Surface surface)
    {
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description = "A forecast edition of the Early Warning Project, its list of mass killings that go on, or iso3,adm_pcode,group,priority,reason",
            Arity = ArgumentArity.OneOrMore,
        };
        var top = new Option<int>("--top") { Description = "Ranks taken of a forecast edition", HelpName = "N", DefaultValueFactory = _ => 30 };
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 300)
            {
                result.AddError("--top is 1 to 300");
            }
        });
        var dryRun = new Option<bool>("--dry-run") { Description = "Read and check everything, send nothing" };
        var marking = new MarkingOptions();
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("import", "Puts entries from files on the own list. All files are taken or none.", [files, top, .. marking.All, dryRun, json, .. node.All])
        {
            Examples =
            [
                "watchlist import ewp_2025_forecasts.csv mass_killings_ongoing.csv --top 30 --policy US --marking '(U//REL TO USA, FRA, SWE)' --data demo/USA",
            ],
        }.Does(async (parsed, cancel) =>
        {
            if (!marking.TryRead(parsed, node.Folder(parsed), out ForecastTerms? terms, out string? fault))
            {
                return surface.Refuse(fault);
            }

            var entries = ImmutableArray.CreateBuilder<WatchEntry>();
            bool refused = false;
            foreach (FileInfo file in parsed.GetRequiredValue(files))
            {
                using StreamReader reader = file.OpenText();
                ImportReading<ImmutableArray<WatchEntry>> reading = CsvSheet.Read(reader) switch
                {
                    ImportReading<CsvSheet>.Read sheet => WatchlistImport.Read(sheet.Value, parsed.GetValue(top), terms),
                    ImportReading<CsvSheet>.Refused { Errors: var errors } => new ImportReading<ImmutableArray<WatchEntry>>.Refused(errors),
                    var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
                };
                if (reading is ImportReading<ImmutableArray<WatchEntry>>.Refused no)
                {
                    refused = true;
                    no.Errors.ToList().ForEach(error => surface.Error.WriteLine(error.Sentence(file.Name)));
                    continue;
                }

                entries.AddRange(((ImportReading<ImmutableArray<WatchEntry>>.Read)reading).Value);
            }

            if (refused)
            {
                return surface.Refuse("nothing was imported");
            }

            EditWatchlistRequest request = New(terms, entries);
            if (parsed.GetValue(dryRun))
            {
                WatchText.Entries(surface, request.Add, parsed.GetValue(json));
                return ExitCode.Done;
            }

            return await node.WithAsync(parsed, surface, client => EditAsync(surface, client, request, parsed.GetValue(json), cancel));
        });
    }

    private static EditWatchlistRequest New(ForecastTerms terms, IEnumerable<WatchEntry> entries)
    {
        // The title says nothing of what is watched, so the list's own header may bear the mark of what is put on it first.
        var header = new WatchlistHeader { Portion = new Protocol.V1.Portion { Marking = terms.Marking.Clone() }, Title = "Watchlist", Mode = terms.Mode };
        var request = new EditWatchlistRequest { SubmissionId = NewId(), Mode = terms.Mode, Header = header };
        request.Add.AddRange(entries);
        return request;
    }

    private static async Task<ExitCode> EditAsync(Surface surface, NodeClient client, EditWatchlistRequest request, bool json, CancellationToken cancel)
    {
        SubmitResponse answer = await client.Watching.EditWatchlistAsync(request, cancellationToken: cancel);
        ProductReport.Show(surface, answer, json);
        return ExitCode.Done;
    }

    private static string NewId() => "watchlist-" + Convert.ToHexStringLower(RandomSource.System.Bytes(16));

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
