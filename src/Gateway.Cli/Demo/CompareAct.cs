using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>Act 3: what USA wrote beside what FRA and SWE hold, portion by portion, with the deciding rule.</summary>
internal static class CompareAct
{
    public static async Task PlayAsync(DemoStage stage, Submitted product, CancellationToken cancellation)
    {
        stage.Act(3, "Side by side: what one government wrote, and what two others hold");
        stage.Say(product.Assessment.Header[0].Title);
        SharedProduct wrote = await GetAsync(stage, "USA", product, cancellation);
        SharedProduct fra = await GetAsync(stage, "FRA", product, cancellation);
        SharedProduct swe = await GetAsync(stage, "SWE", product, cancellation);
        Decisions decisions = await DecisionsAsync(stage, product, cancellation);
        var rules = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Table table = Page.Table("Portion", "USA marked it", "FRA", "SWE");
        foreach (PortionView portion in wrote.Portions.OrderBy(Name, StringComparer.Ordinal).ThenBy(portion => portion.Marking.Text, StringComparer.Ordinal))
        {
            table.Row(Name(portion), portion.Marking.Text, Cell("FRA", fra, portion), Cell("SWE", swe, portion));
        }

        stage.Console.Write(table);
        stage.Note("holds: verified and stored.  -: stays home.  ·: allowed, and not needed because");
        stage.Note("the partner holds a fuller wording of the same portion.");
        stage.Note("Beside each answer stands the rule that decided; only USA's auditors see it:");
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn();
        foreach ((string id, string text) in rules)
        {
            grid.AddRow(new Text(id, new Style(Color.Grey)), new Text(text, new Style(Color.Grey)));
        }

        stage.Console.Write(grid);

        stage.Console.WriteLine();
        Texts(stage, wrote, fra, swe);
        stage.Say($"Banner   USA {wrote.Banner.Text}");
        stage.Say($"         FRA {fra.Banner.Text}");
        stage.Say($"         SWE {swe.Banner.Text}");
        stage.Say($"Proof    FRA entry {fra.Proof.LogIndex} of {fra.Proof.ReleaserOrigin}, verified");
        stage.Say($"         SWE entry {swe.Proof.LogIndex} of {swe.Proof.ReleaserOrigin}, verified");
        stage.Note("No placeholder marks what was withheld: a partner sees what it may have.");

        string Cell(string partner, SharedProduct product, PortionView portion)
        {
            (string rule, string text, bool allowed) = decisions.Rule(partner, portion.Index);
            rules[rule] = text;
            string state = Holds(product, portion) ? "holds" : allowed ? "  ·  " : "  -  ";
            return $"{state} {rule.Split('-')[0]}";
        }
    }

    private static void Texts(DemoStage stage, SharedProduct wrote, SharedProduct fra, SharedProduct swe)
    {
        Judgement[] full = [.. Judgements(wrote)];
        Judgement[] general = [.. Judgements(swe)];
        if (full.FirstOrDefault(judgement => fra.Portions.Any(held => Same(held, judgement.View)) && !swe.Portions.Any(held => Same(held, judgement.View))) is not { } rich
            || general.FirstOrDefault(judgement => judgement.View.Path == rich.View.Path) is not { } tear)
        {
            return;
        }

        stage.Say("One judgement, and its tear line:");
        Quote(stage, "USA wrote", rich);
        Quote(stage, "FRA holds", rich);
        Quote(stage, "SWE holds", tear);
        stage.Console.WriteLine();
    }

    private static void Quote(DemoStage stage, string who, Judgement judgement)
    {
        var grid = new Grid().AddColumn(new GridColumn().Width(10).NoWrap()).AddColumn(new GridColumn().Width(Page.Width - 14));
        grid.AddRow(new Text(who), new Text($"{judgement.View.Marking.Text} {judgement.Statement}"));
        stage.Console.Write(grid);
    }

    private static IEnumerable<Judgement> Judgements(SharedProduct product) => product.Portions
        .Where(portion => portion.Type == Protocol.V1.Judgement.Descriptor.FullName)
        .Select(portion => new Judgement(portion, Protocol.V1.Judgement.Parser.ParseFrom(portion.Value).Statement));

    private sealed record Judgement(PortionView View, string Statement);

    private static bool Same(PortionView one, PortionView other) => one.Index == other.Index && one.Value.Equals(other.Value);

    private static bool Holds(SharedProduct product, PortionView portion)
    {
        PortionView? held = product.Portions.FirstOrDefault(candidate => candidate.Index == portion.Index);
        return held is not null && (Same(held, portion) ? true : throw new DemoFailedException("a partner holds other bytes than were sealed"));
    }

    /// <summary>The path without its random ids.</summary>
    private static string Name(PortionView portion) =>
        string.Join('/', portion.Path.Split('/').Where(segment => !Core.Sealing.PortionPath.IsId(segment)));

    private static async Task<SharedProduct> GetAsync(DemoStage stage, string code, Submitted product, CancellationToken cancellation)
    {
        using NodeClient client = stage.World.Connect(code, "liaison");
        return await client.Assessments.GetAsync(new GetRequest { ProductId = product.Answer.ProductId }, cancellationToken: cancellation);
    }

    private static async Task<Decisions> DecisionsAsync(DemoStage stage, Submitted product, CancellationToken cancellation)
    {
        using NodeClient auditor = stage.World.Connect("USA", "auditor");
        var decisions = new Decisions();
        foreach ((LogName log, Kind kind) in new[] { (LogName.Release, Kind.Release), (LogName.Internal, Kind.Refusal) })
        {
            SearchResponse found = await auditor.Log.SearchAsync(
                new SearchRequest { Log = log, Kinds = { kind }, ProductId = product.Answer.ProductId }, cancellationToken: cancellation);
            foreach (EntrySummary summary in found.Entries)
            {
                Entry entry = await auditor.Log.GetAsync(new GetEntryRequest { Log = log, Index = summary.Index }, cancellationToken: cancellation);
                decisions.Add(summary.Recipient, entry.Decision);
            }
        }

        return decisions;
    }

    /// <summary>Which rule decided each portion for each partner.</summary>
    private sealed class Decisions
    {
        private readonly Dictionary<(string Partner, uint Index), PortionDecision> _portions = [];
        private readonly Dictionary<string, string> _texts = [];

        public void Add(string partner, ExplainedDecision decision)
        {
            foreach (PortionDecision portion in decision.Decoded.Portion)
            {
                _portions[(partner, portion.Index)] = portion;
            }

            foreach (RuleText rule in decision.Rules)
            {
                _texts[rule.Id] = rule.Text;
            }
        }

        public (string Rule, string Text, bool Allowed) Rule(string partner, uint index)
        {
            PortionDecision decision = _portions.GetValueOrDefault((partner, index), new PortionDecision());
            string rule = decision.Rule.FirstOrDefault() ?? "";
            return (rule, _texts.GetValueOrDefault(rule, ""), decision.Outcome == (uint)Core.Policy.Outcome.Release);
        }
    }
}
