using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Spectre.Console;

namespace Gateway.Cli.Log;

/// <summary><c>log witnesses</c>: who cosigned this node's release log, and whose logs this node cosigned.</summary>
internal static class LogWitnesses
{
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(3);

    public static Verb Build(Surface surface)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var node = new NodeOptions("auditor");
        return new Verb("witnesses", "Shows for each log who cosigned it, up to which size and when.", [json, .. node.All])
        {
            Examples = ["log witnesses --data demo/USA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            WitnessesResponse answer = await client.Log.WitnessesAsync(new WitnessesRequest(), cancellationToken: cancel);
            if (parsed.GetValue(json))
            {
                WriteJson(surface, client.Partner.ReleaseLog.Origin, answer);
            }
            else
            {
                Show(surface, client.Partner.ReleaseLog.Origin, client.Partner.Code.Value, answer);
            }

            return ExitCode.Done;
        }));
    }

    /// <summary>A state for people: what a witness's standing means, and whether its word is old.</summary>
    public static string State(WitnessState witness, DateTimeOffset now) => witness.Standing switch
    {
        WitnessStanding.Waiting => "not asked yet",
        WitnessStanding.Cosigned => now - DateTimeOffset.FromUnixTimeMilliseconds(witness.CosignedAtMs) > Stale ? "STALE" : "cosigned",
        WitnessStanding.Unreachable => "not reachable",
        WitnessStanding.NoWitness => "does not cosign this log",
        WitnessStanding.LinesRefused => "misses a line of our keys",
        WitnessStanding.BadLines => "signs with other keys than the roster's",
        WitnessStanding.HoldsMore => $"ALARM: holds {witness.Held} entries: rolled back?",
        WitnessStanding.Contradicts => $"ALARM: holds another head at {witness.Held}: forked?",
        WitnessStanding.Unspecified => "unknown",
        _ => "unknown",
    };

    private static void Show(Surface surface, string origin, string self, WitnessesResponse answer)
    {
        DateTimeOffset now = surface.Time.GetUtcNow();
        Table table = Page.Table("log", "witness", ">size", ">age", "state");
        foreach (WitnessState witness in answer.Witnesses)
        {
            table.Row(self, witness.Partner, Number(witness.Size), Age(witness.CosignedAtMs, now), State(witness, now));
        }

        foreach (WitnessedLog log in answer.Witnessed)
        {
            table.Row(log.Owner, self, Number(log.Size), Age(log.AtMs, now), "cosigned here");
        }

        surface.Console.Write(table);
        bool reached = answer.CosignedSize == answer.Size;
        surface.Console.Say(
            $"{origin}: {answer.Size} entries, {answer.CosignedSize} under a checkpoint with its quorum of {answer.Quorum}.",
            new Style(reached ? Color.Green : Color.Yellow));
        if (answer.Contradictions > 0)
        {
            surface.Console.Say($"ALARM: {answer.Contradictions} contradictions on record: log contradictions", new Style(Color.Red));
        }
    }

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Age(long atMs, DateTimeOffset now) => atMs == 0
        ? "never"
        : (now - DateTimeOffset.FromUnixTimeMilliseconds(atMs)) switch
        {
            { TotalSeconds: < 1 } => "0 s",
            { TotalMinutes: < 2 } age => FormattableString.Invariant($"{age.TotalSeconds:0} s"),
            { TotalHours: < 2 } age => FormattableString.Invariant($"{age.TotalMinutes:0} min"),
            var age => FormattableString.Invariant($"{age.TotalHours:0} h"),
        };

    private static void WriteJson(Surface surface, string origin, WitnessesResponse answer) => surface.Out.WriteJson(json =>
    {
        json.WriteString("log", origin);
        json.WriteNumber("entries", answer.Size);
        json.WriteNumber("cosigned", answer.CosignedSize);
        json.WriteNumber("quorum", answer.Quorum);
        json.WriteNumber("contradictions", answer.Contradictions);
        json.WriteStartArray("witnesses");
        foreach (WitnessState witness in answer.Witnesses)
        {
            json.WriteStartObject();
            json.WriteString("partner", witness.Partner);
            json.WriteString("standing", witness.Standing.ToString());
            json.WriteNumber("size", witness.Size);
            json.WriteNumber("held", witness.Held);
            json.WriteNumber("cosigned_at_ms", witness.CosignedAtMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("witnessed");
        foreach (WitnessedLog log in answer.Witnessed)
        {
            json.WriteStartObject();
            json.WriteString("owner", log.Owner);
            json.WriteString("log", log.Origin);
            json.WriteNumber("size", log.Size);
            json.WriteNumber("at_ms", log.AtMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
