using System.Collections.Immutable;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Spectre.Console;

namespace Gateway.Cli.Policy;

/// <summary>An assessment decided portion by portion, without sealing it. What is sealed with it (portions that go together) is not joined here.</summary>
internal static class ExplainedAssessment
{
    public static ExitCode Show(Surface surface, FileInfo file, PartnerCode recipient, DecisionContext context, bool json)
    {
        switch (AssessmentFile.Read(file))
        {
            case AssessmentFile.Unusable unusable:
                return unusable.Say(surface, file.Name);
            case AssessmentFile.Usable { Portions: var portions, Schema: var schema }:
                var rows = portions.Select(portion => Explain(portion, schema, recipient, context)).ToList();
                if (json)
                {
                    rows.ForEach(row => row.WriteJson(surface.Out));
                }
                else
                {
                    Show(surface, rows, recipient);
                }

                return ExitCode.Done;
            default:
                throw new InvalidOperationException("No such reading.");
        }
    }

    private static Row Explain(DraftPortion portion, ProductSchema schema, PartnerCode recipient, DecisionContext context)
    {
        FieldClass fieldClass = schema.TryResolve(portion.Path, portion.Type, out PortionType? type)
            ? type.FieldClass
            : throw new InvalidOperationException("A flattened portion is in its schema.");
        var facts = new PortionFacts
        {
            Originator = context.Releaser,
            FieldClass = fieldClass,
            Marking = portion.Marking,
            Regions = portion.Regions,
            Topics = portion.Topics,
            SealedAt = context.Now,
        };
        return new Row(portion.Path.Split('/')[0], facts, Interpreter.Explain(facts, recipient, context));
    }

    private static void Show(Surface surface, List<Row> rows, PartnerCode recipient)
    {
        Table table = Page.Table("portion", "at most", "rules that speak (* decides)", "outcome");
        foreach (Row row in rows)
        {
            table.Row(
                [$"{row.Facts.FieldClass.Word()}\n{Page.Plain(row.Facts.Marking.Text)}", PolicyFormatter.Word(row.Why.Mandatory.Ceiling), row.Rules, PolicyFormatter.Word(row.Why.Decision.Outcome)],
                lines: true);
        }

        surface.Console.Write(table);
        surface.Out.WriteLine();
        Legend(surface, rows);
        surface.Console.Say($"{recipient} would get {rows.Count(row => row.Why.Decision.Outcome == Outcome.Release)} of {rows.Count} portions.");
    }

    /// <summary>What every rule that had a say means, in its author's words.</summary>
    private static void Legend(Surface surface, List<Row> rows)
    {
        IEnumerable<(string Id, string Words)> rules = rows
            .SelectMany(row => row.Why.Gives.Concat(row.Why.Limits).Select(rule => (rule.Id, rule.Because))
                .Concat(row.Why.Mandatory.Failing.Concat(row.Why.Decision.Rules).Where(RuleIds.IsReserved).Select(id => (Id: id, Because: RuleWords.Of(id)))))
            .DistinctBy(rule => rule.Id)
            .OrderBy(rule => rule.Id, StringComparer.Ordinal);
        foreach ((string id, string words) in rules)
        {
            surface.Out.WriteLine(Page.Wrap($"{id}: {words}", 4));
        }

        surface.Out.WriteLine();
    }

    private sealed record Row(string Field, PortionFacts Facts, Explanation Why)
    {
        public string Rules => string.Join('\n', Spoken().Select(line => $"{(Why.Decision.Rules.Contains(line.Id) ? "*" : " ")} {line.Verb} {line.Id}"));

        public void WriteJson(TextWriter output) => output.WriteJson(line =>
        {
            line.WriteString("field", Field);
            line.WriteString("class", Facts.FieldClass.Word());
            line.WriteString("marking", Facts.Marking.Text);
            line.WriteTexts("regions", Facts.Regions.IsDefault ? [] : Facts.Regions);
            line.WriteTexts("topics", Facts.Topics.IsDefault ? [] : Facts.Topics);
            line.WriteString("ceiling", PolicyFormatter.Word(Why.Mandatory.Ceiling));
            line.WriteTexts("failing", Why.Mandatory.Failing);
            line.WriteTexts("gives", Why.Gives.Select(rule => rule.Id));
            line.WriteTexts("limits", Why.Limits.Select(rule => rule.Id));
            line.WriteString("outcome", PolicyFormatter.Word(Why.Decision.Outcome));
            line.WriteTexts("rules", Why.Decision.Rules);
        });

        private IEnumerable<(string Verb, string Id)> Spoken()
        {
            ImmutableArray<string> failing = Why.Mandatory.Failing;
            return Why.Gives.Select(rule => ("gives ", rule.Id))
                .Concat(Why.Limits.Select(rule => ("limits", rule.Id)))
                .Concat(failing.Select(id => ("stops ", id)))
                .Concat(Why.Decision.Rules.Where(id => id is RuleIds.NoRule or RuleIds.Officer && !failing.Contains(id)).Select(id => ("      ", id)));
        }
    }
}
