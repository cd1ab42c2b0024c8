using System.CommandLine;
using System.Globalization;
using System.Text;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.HorizonScanning;

/// <summary><c>gatewayctl digest</c>: what is new, rising, disputed and unanswered since a date, for the caller's own rights.</summary>
internal static class DigestCommand
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public static Verb Build(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var since = new Option<string>("--since") { Required = true, Description = "From this date or time on, UTC", HelpName = "DATE" };
        var until = new Option<string?>("--until") { Description = "To this date or time, exclusive; otherwise now", HelpName = "DATE" };
        var format = new Option<string>("--format") { Description = "markdown, html or json", DefaultValueFactory = _ => "markdown" };
        format.AcceptOnlyFromAmong("markdown", "html", "json");
        var json = new Option<bool>("--json") { Description = "The same as --format json" };
        var target = new Option<FileInfo?>("--out") { Description = "File to write, readable by its owner alone; otherwise standard output", HelpName = "FILE" };
        var node = new NodeOptions("ministry");
        return new Verb("digest", "Writes what is new, rising, disputed and unanswered since a date.", [mode, since, until, format, json, target, .. node.All])
        {
            Examples =
            [
                "digest --since 2026-11-23 --mode exercise --data demo/FRA",
                "digest --since 2026-11-23 --until 2026-11-30 --mode actual --format html --out week.html --data demo/FRA",
            ],
        }.Does(async (parsed, cancel) =>
        {
            if (Read(parsed.GetRequiredValue(since)) is not { } from || (parsed.GetValue(until) is { } end && Read(end) is null))
            {
                return surface.Misuse("--since and --until are dates such as 2026-11-23, or times such as 2026-11-23T06:00Z");
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                HorizonDigest digest = await client.HorizonScan.BuildAsync(
                    new HorizonScanRequest { Mode = ModeOption.Read(parsed, mode), SinceMs = from, UntilMs = Read(parsed.GetValue(until) ?? "") ?? 0 },
                    cancellationToken: cancel);
                string form = parsed.GetValue(json) ? "json" : parsed.GetRequiredValue(format);
                string text = form switch
                {
                    "json" => JsonFormatter.Default.Format(digest) + "\n",
                    "html" => DigestHtml.Write(new DigestPage(digest)),
                    _ => DigestMarkdown.Write(new DigestPage(digest)),
                };
                if (parsed.GetValue(target) is { } file)
                {
                    await PrivateFile.WriteAsync(file.FullName, Encoding.UTF8.GetBytes(text), cancel);
                }
                else
                {
                    surface.Out.Write(text);
                }

                return ExitCode.Done;
            });
        });
    }

    private static long? Read(string text) => DateTimeOffset.TryParseExact(
        text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) && time.Year > 1970
        ? time.ToUnixTimeMilliseconds()
        : null;
}
