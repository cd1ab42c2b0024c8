using Gateway.Cli.Tests.Shell;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;

namespace Gateway.Cli.Tests.Warnings;

/// <summary>A warning from its raising to its end, by the commands of two duty officers, against real nodes.</summary>
public sealed class WarningCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_warning_is_raised_answered_shown_to_its_sender_updated_and_cancelled()
    {
        await using ThreeNodes nodes = await ThreeNodes.StartAsync();
        string usa = nodes.Usa.Folder, fra = nodes.Fra.Folder;
        SubmitResponse raised = JsonParser.Default.Parse<SubmitResponse>((await Done("warning", "raise", Write(WarningKind.Alert), "--data", usa, "--json")).Out);
        string id = Convert.ToHexStringLower(raised.ProductId.Span), lineage = Convert.ToHexStringLower(raised.LineageId.Span);
        await Eventually.Holds("FRA lists it", async () => (await List(fra)).Contains(id[..12], StringComparison.Ordinal));

        CommandRun answered = await Done("warning", "ack", id, "--response", "acting", "--data", fra);
        Assert.StartsWith("acting, ", answered.Out, StringComparison.Ordinal);
        await Eventually.Holds("USA shows the answer", async () =>
            (await Done("warning", "status", id, "--data", usa)).Out.Contains("acting", StringComparison.Ordinal));
        string status = (await Done("warning", "status", id, "--data", usa)).Out;
        Assert.Contains("Nobody is late.", status, StringComparison.Ordinal);
        Assert.DoesNotContain(id[..12], await List(fra), StringComparison.Ordinal);

        await Done("warning", "raise", Write(WarningKind.Update), "--lineage", lineage, "--data", usa);
        await Eventually.Holds("FRA has to answer anew", async () => (await List(fra)).Contains(" open", StringComparison.Ordinal));
        SubmitResponse cancelled = JsonParser.Default.Parse<SubmitResponse>(
            (await Done("warning", "cancel", id, "--reason", "The columns turned back", "--data", usa, "--json")).Out);
        Assert.All(cancelled.Partners, partner => Assert.Equal(SubmitOutcome.Released, partner.Outcome));
        await Eventually.Holds("FRA has nothing to answer", async () => (await List(fra)).Contains("0 warnings.", StringComparison.Ordinal));
        string chain = (await Done("warning", "show", id, "--data", fra, "--as", "ministry")).Out;
        Assert.Contains("The columns turned back (past, unknown, unknown)", chain, StringComparison.Ordinal);
        Assert.True(chain.IndexOf("CANCEL", StringComparison.Ordinal) < chain.IndexOf("ALERT", StringComparison.Ordinal));
        Assert.All((status + chain).Split('\n'), line => Assert.True(line.Length <= 80, line));

        CommandRun late = await CommandRun.Of("warning", "raise", Write(WarningKind.Update), "--lineage", lineage, "--submission-id", "late", "--data", usa);
        Assert.Equal(1, late.Code);
        Assert.Equal(1, (await CommandRun.Of("warning", "cancel", id, "--data", fra)).Code);
        Assert.Equal(2, (await CommandRun.Of("warning", "ack", "no id", "--data", fra)).Code);
    }

    [Fact]
    public async Task A_file_that_is_no_warning_is_refused_before_any_node_is_asked()
    {
        string file = _directory.File("not.json");
        await File.WriteAllTextAsync(file, "{ \"titel\": 1 }", TestContext.Current.CancellationToken);
        CommandRun refused = await CommandRun.Of("warning", "raise", file, "--data", _directory.Path);
        Assert.Equal(1, refused.Code);
        Assert.Contains("not.json is not a warning", refused.Error, StringComparison.Ordinal);
    }

    private static async Task<string> List(string folder) =>
        (await Done("warning", "list", "--mode", "exercise", "--data", folder, "--as", "officer")).Out;

    private static async Task<CommandRun> Done(params string[] call)
    {
        CommandRun run = await CommandRun.Of(call);
        Assert.True(run.Code == 0, run.Error);
        return run;
    }

    private string Write(WarningKind kind)
    {
        Warning warning = Testing.Samples.WarningRequest("w").Warning;
        warning.Header[0].Kind = kind;
        string file = _directory.File(kind + ".json");
        File.WriteAllText(file, JsonFormatter.Default.Format(warning));
        return file;
    }
}
