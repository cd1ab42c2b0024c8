using System.CommandLine;
using Gateway.Cli.Imports;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;
using RandomSource = Gateway.Core.Sealing.RandomSource;

namespace Gateway.Cli.Watching;

/// <summary><c>gatewayctl threshold</c>: lines that a partner has said must not be crossed.</summary>
internal static class ThresholdCommands
{
    public static Verb Build(Surface surface) => new(
        "threshold", "Declares, lists and withdraws thresholds: lines that must not be crossed.", Declare(surface), List(surface), Withdraw(surface))
    {
        Examples = ["threshold list --mode exercise --data demo/FRA"],
    };

    private static Verb Declare(Surface surface)
    {
        var country = new Option<string>("--country") { Required = true, Description = "ISO 3166-1 alpha-3 code", HelpName = "ISO3" };
        var indicator = new Option<string>("--indicator") { Required = true, Description = "Name of the indicator whose observations are compared", HelpName = "NAME" };
        var least = new Option<double?>("--at-least") { Description = "Crossed by this value or more", HelpName = "VALUE" };
        var most = new Option<double?>("--at-most") { Description = "Crossed by this value or less", HelpName = "VALUE" };
        var seen = new Option<bool>("--seen") { Description = "Crossed when it is seen at all" };
        var unit = new Option<string>("--unit") { Description = "Unit of the value", HelpName = "UNIT", DefaultValueFactory = _ => "" };
        var statement = new Option<string>("--statement") { Required = true, Description = "The declaration in your own words", HelpName = "TEXT" };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Holds until this time, UTC; otherwise until it is withdrawn", HelpName = "TIME" };
        var audience = new Option<string[]>("--audience") { Description = "The only partners that it is meant for", HelpName = "CODE", AllowMultipleArgumentsPerToken = true };
        var marking = new MarkingOptions();
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb(
            "declare", "Declares a threshold.", [country, indicator, least, most, seen, unit, statement, until, audience, .. marking.All, json, .. node.All])
        {
            Examples =
            [
                "threshold declare --country SYR --indicator 'chemical weapons use' --seen --statement 'Any use crosses our line.' --policy FRA --marking 'DIFFUSION RESTREINTE//REL TO FRA, USA' --data demo/FRA",
                "threshold declare --country BFA --indicator 'civilians killed' --at-least 100 --unit persons --statement 'A hundred a month.' --policy US --marking '(U//REL TO USA, FRA)' --data demo/USA",
            ],
        }.Does((parsed, cancel) =>
        {
            if (!marking.TryRead(parsed, node.Folder(parsed), out ForecastTerms? terms, out string? fault))
            {
                return Task.FromResult(surface.Refuse(fault));
            }

            if (new[] { parsed.GetValue(least) is not null, parsed.GetValue(most) is not null, parsed.GetValue(seen) }.Count(given => given) != 1)
            {
                return Task.FromResult(surface.Misuse("exactly one of --at-least, --at-most and --seen is needed"));
            }

            var line = new RedLine
            {
                Portion = Marked(terms),
                Statement = parsed.GetRequiredValue(statement),
                Indicator = parsed.GetRequiredValue(indicator),
                Crossing = parsed.GetValue(seen) ? Crossing.Seen : parsed.GetValue(least) is null ? Crossing.AtMost : Crossing.AtLeast,
                Unit = parsed.GetRequiredValue(unit),
            };
            if ((parsed.GetValue(least) ?? parsed.GetValue(most)) is { } value)
            {
                line.Value = value;
            }

            var request = new DeclareThresholdRequest
            {
                SubmissionId = NewId(),
                Threshold = new Threshold
                {
                    Header =
                    {
                        new ThresholdHeader
                        {
                            Portion = Marked(terms),
                            Title = $"Threshold: {line.Indicator}",
                            Mode = terms.Mode,
                            AuthoredAtMs = surface.Time.GetUtcNow().ToUnixTimeMilliseconds(),
                            ValidUntilMs = parsed.GetValue(until)?.ToUnixTimeMilliseconds() ?? 0,
                        },
                    },
                    Subject = { new Subject { Portion = Marked(terms), Iso3 = parsed.GetRequiredValue(country) } },
                    Line = { line },
                },
            };
            request.Audience.AddRange(parsed.GetValue(audience) ?? []);
            return node.WithAsync(parsed, surface, async client =>
            {
                ProductReport.Show(surface, await client.Watching.DeclareThresholdAsync(request, cancellationToken: cancel), parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    private static Verb List(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var all = new Option<bool>("--all") { Description = "Also those withdrawn or run out" };
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("list", "Lists thresholds, own and received, with who declared them.", [mode, all, json, .. node.All])
        {
            Examples = ["threshold list --mode actual --data demo/USA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            ListThresholdsResponse answer = await client.Watching.ListThresholdsAsync(
                new ListThresholdsRequest { Mode = ModeOption.Read(parsed, mode), All = parsed.GetValue(all) }, cancellationToken: cancel);
            if (parsed.GetValue(json))
            {
                answer.Thresholds.ToList().ForEach(one => surface.Out.WriteLine(JsonFormatter.Default.Format(one)));
                return ExitCode.Done;
            }

            var table = Page.Table("declared by", "country", "crossed when", "since", "lineage", "");
            foreach (DeclaredThreshold one in answer.Thresholds)
            {
                table.Row(
                    one.Partner,
                    one.Threshold.Subject.FirstOrDefault()?.Iso3 ?? "-",
                    WatchText.Line(one.Threshold.Line.FirstOrDefault()),
                    WatchText.Day(one.DeclaredAtMs),
                    Convert.ToHexStringLower(one.LineageId.Span)[..12],
                    one.InForce ? "" : "not in force");
            }

            surface.Console.Write(table);
            surface.Console.Say(Page.Count(answer.Thresholds.Count, "threshold") + ". --json gives statements, marks and whole lineages.");
            return ExitCode.Done;
        }));
    }

    private static Verb Withdraw(Surface surface)
    {
        var lineage = new Argument<string>("LINEAGE") { Description = "Lineage of the declaration, 64 hex digits" };
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("withdraw", "Says that an own threshold no longer stands.", [lineage, json, .. node.All])
        {
            Examples = ["threshold withdraw LINEAGE --data demo/FRA"],
        }.Does((parsed, cancel) => !Hex.TryRead(parsed.GetRequiredValue(lineage), out byte[] id) || id.Length == 0
            ? Task.FromResult(surface.Misuse("LINEAGE is 64 hex digits"))
            : node.WithAsync(parsed, surface, async client =>
            {
                var request = new WithdrawThresholdRequest { SubmissionId = NewId(), LineageId = ByteString.CopyFrom(id) };
                ProductReport.Show(surface, await client.Watching.WithdrawThresholdAsync(request, cancellationToken: cancel), parsed.GetValue(json));
                return ExitCode.Done;
            }));
    }

    private static Protocol.V1.Portion Marked(ForecastTerms terms) => new() { Marking = terms.Marking.Clone() };

    private static string NewId() => "threshold-" + Convert.ToHexStringLower(RandomSource.System.Bytes(16));

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
