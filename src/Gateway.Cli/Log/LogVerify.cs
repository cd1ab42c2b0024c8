using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Client;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Spectre.Console;

namespace Gateway.Cli.Log;

/// <summary><c>log verify DIR</c>: audits an exported log from its entries up; offline.</summary>
internal static class LogVerify
{
    public static Verb Build(Surface surface)
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "A folder that 'log export' wrote" };
        var roster = new Option<FileInfo?>("--roster") { Description = "The roster that you pin; without it the folder's own vkey file is believed", HelpName = "FILE" };
        var witnesses = new Option<int?>("--witnesses") { Description = "Refuse unless this many other partners cosigned; needs --roster", HelpName = "N" };
        witnesses.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 0)
            {
                result.AddError("--witnesses is 0 or more");
            }
        });
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        return new Verb("verify", "Rehashes every entry of an exported log and checks tree and signatures.", folder, roster, witnesses, json)
        {
            Examples = ["log verify usa-log --roster demo/FRA/roster.note", "log verify usa-log --roster demo/FRA/roster.note --witnesses 1"],
        }.Does(parsed =>
        {
            string directory = parsed.GetRequiredValue(folder).FullName;
            if (!File.Exists(Path.Combine(directory, "checkpoint")))
            {
                return surface.Refuse($"{directory} holds no exported log: it has no checkpoint");
            }

            if (Keys(directory, parsed.GetValue(roster), out Roster? pinned, out string? fault) is not { } keys)
            {
                return surface.Refuse(fault!);
            }

            if (parsed.GetValue(witnesses) is not null && pinned is null)
            {
                return surface.Misuse("--witnesses needs --roster: only a roster says who may cosign");
            }

            LogFinding finding = LogAudit.Audit(directory, keys);
            if (finding.Sound && pinned is not null)
            {
                finding = LogAudit.Witnessed(finding, directory, pinned, parsed.GetValue(witnesses) ?? 0, surface.Time.GetUtcNow());
            }

            if (parsed.GetValue(json))
            {
                WriteJson(surface, finding);
            }
            else
            {
                Show(surface.Console, finding);
            }

            return finding.Sound ? ExitCode.Done : ExitCode.Refused;
        });
    }

    /// <summary>The checks as a table, the verdict below.</summary>
    public static void Show(IAnsiConsole console, LogFinding finding)
    {
        Table table = Page.Table("Check", "Result", "Detail");
        foreach (VerificationStep step in finding.Checks)
        {
            table.Row(step.Name, "passed", step.Detail);
        }

        if (finding.Sound)
        {
            table.Row("contents", "", Contents(finding));
        }

        console.Write(table);
        console.Say(
            finding.Sound ? $"VERIFIED  {finding.Origin}, {finding.Size} entries" : $"REFUSED  {finding.Fault}",
            new Style(finding.Sound ? Color.Green : Color.Red));
    }

    private static string Contents(LogFinding finding) =>
        string.Join(", ", finding.Kinds.Select(kind => FormattableString.Invariant($"{kind.Value} {kind.Key}")));

    /// <summary>The keys that the roster requires of the log that the checkpoint names; null with a reason.</summary>
    private static ImmutableArray<VerifierKey>? Keys(string directory, FileInfo? rosterFile, out Roster? roster, out string? fault)
    {
        (roster, fault) = (null, null);
        if (rosterFile is null)
        {
            string vkey = Path.Combine(directory, "vkey");
            fault = File.Exists(vkey) ? null : $"{directory} has no vkey file: name a roster with --roster";
            return fault is null ? LogAudit.Keys(File.ReadAllLines(vkey)) : null;
        }

        if (!PinnedRoster.TryRead(rosterFile.FullName, out roster, out fault))
        {
            return null;
        }

        string origin = File.ReadLines(Path.Combine(directory, "checkpoint")).FirstOrDefault() ?? "";
        if (roster.Partners.FirstOrDefault(candidate => candidate.ReleaseLog.Origin == origin) is { } partner)
        {
            return LogAudit.Keys(partner.ReleaseLog.VerifierKeys);
        }

        fault = "the roster names no release log of this origin";
        return null;
    }

    private static void WriteJson(Surface surface, LogFinding finding) => surface.Out.WriteJson(json =>
    {
        json.WriteBoolean("verified", finding.Sound);
        json.WriteString("origin", finding.Origin);
        json.WriteNumber("entries", finding.Size);
        json.WriteTexts("cosigners", finding.Cosigners);
        if (!finding.Sound)
        {
            json.WriteString("fault", finding.Fault);
        }

        json.WriteStartObject("kinds");
        foreach ((StatementKind kind, int count) in finding.Kinds)
        {
            json.WriteNumber(kind.ToString(), count);
        }

        json.WriteEndObject();
    });
}
