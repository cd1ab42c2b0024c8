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
                var rows = portions.Select(portion => Decide(portion, schema, recipient, context)).ToList();
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

    private static Row Decide(DraftPortion portion, ProductSchema schema, PartnerCode recipient, DecisionContext context)
    {
        FieldClass fieldClass = schema.TryResolve(portion.Path, portion.Type, out PortionType? type)
            ? type.FieldClass
            : throw new InvalidOperationException("A flattened portion is in its schema.");
        Decision decision = Interpreter.Decide(
            new PortionFacts
            {
                Originator = context.Releaser,
                FieldClass = fieldClass,
                Marking = portion.Marking,
                Regions = portion.Regions,
                Topics = portion.Topics,
                SealedAt = context.Now,
            },
            recipient,
            context);
        return new Row(portion.Path.Split('/')[0], fieldClass, portion.Marking.Text, decision.Outcome, decision.Rules);
    }

    private static void Show(Surface surface, List<Row> rows, PartnerCode recipient)
    {
        var table = Page.Table("class", "marking", "outcome", "decided by");
        foreach (Row row in rows)
        {
            table.AddRow(
                new Text(row.Class.Word()), new Text(Page.Plain(row.Marking)), new Text(PolicyFormatter.Word(row.Outcome)), new Text(string.Join('\n', row.Rules)));
        }

        surface.Console.Write(table);
        surface.Console.Say($"{recipient} would get {rows.Count(row => row.Outcome == Outcome.Release)} of {rows.Count} portions.");
    }

    private sealed record Row(string Field, FieldClass Class, string Marking, Outcome Outcome, ImmutableArray<string> Rules)
    {
        public void WriteJson(TextWriter output) => output.WriteJson(line =>
        {
            line.WriteString("field", Field);
            line.WriteString("class", Class.Word());
            line.WriteString("marking", Marking);
            line.WriteString("outcome", PolicyFormatter.Word(Outcome));
            line.WriteTexts("rules", Rules);
        });
    }
}
