using System.CommandLine;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.Assessments;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Assessments;

/// <summary>Commands under <c>product</c> that need no node: what an author does with a file.</summary>
internal static class AssessmentCommands
{
    public static IEnumerable<Verb> Build(Surface surface) =>
        [Check(surface), FieldFormCommand.Build(surface), Chain(surface), Reference(surface)];

    /// <summary>Faults, one a line: where, what, by which rule.</summary>
    public static void Say(Surface surface, IEnumerable<FieldViolation> violations, bool json)
    {
        foreach (FieldViolation violation in violations)
        {
            if (json)
            {
                surface.Out.WriteJson(line =>
                {
                    line.WriteString("field", violation.Field);
                    line.WriteString("rule", violation.Rule);
                    line.WriteString("message", violation.Message);
                });
            }
            else
            {
                surface.Console.Say($"{violation.Field}: {violation.Message} ({violation.Rule})");
            }
        }
    }

    private static Verb Check(Surface surface)
    {
        var size = new Option<int>("--size") { Description = "Commitments in the manifest: 32, 128, 256, 512", DefaultValueFactory = _ => 128 };
        size.AcceptOnlyFromAmong("32", "128", "256", "512");
        Option<bool> json = Json("JSON, one fault a line");
        Argument<FileInfo> file = Assessment();
        return new Verb("check", "Checks an assessment as a node would, without one: all faults at once, each with field and rule.", size, json, file)
        {
            Examples = ["product check samples/assessments/SDN-exercise.json", "product check draft.json --size 256 --json"],
        }.Does(parsed =>
        {
            FileInfo source = parsed.GetRequiredValue(file);
            if (AssessmentFile.Read(source, (SizeClass)parsed.GetValue(size)) is AssessmentFile.Unusable unusable)
            {
                Say(surface, unusable.Violations, parsed.GetValue(json));
                return surface.Refuse($"{source.Name} has {Page.Count(unusable.Violations.Length, "fault")}");
            }

            if (!parsed.GetValue(json))
            {
                surface.Console.Say($"{source.Name}: a node would take it.");
            }

            return ExitCode.Done;
        });
    }

    private static Verb Chain(Surface surface)
    {
        Option<bool> json = Json("JSON, one portion a line");
        Argument<FileInfo> file = Assessment();
        var id = new Argument<string>("PORTION") { Description = "Label or id of a portion" };
        return new Verb("provenance", "Says what a portion rests on and what rests on it: from source and observation to option.", json, file, id)
        {
            Examples = ["product provenance samples/assessments/SDN-exercise.json onset"],
        }.Does(parsed =>
        {
            FileInfo source = parsed.GetRequiredValue(file);
            if (!AssessmentFile.TryParse(source, out RiskAssessment? assessment, out AssessmentFile.Unusable? fault))
            {
                return fault.Say(surface, source.Name);
            }

            ProvenanceStep[] chain = [.. Provenance.Chain(assessment, parsed.GetRequiredValue(id))];
            if (chain.Length == 0)
            {
                return surface.Refuse("no portion of the assessment has this label");
            }

            Show(surface, chain, parsed.GetValue(json));
            return ExitCode.Done;
        });
    }

    private static void Show(Surface surface, ProvenanceStep[] chain, bool json)
    {
        if (!json)
        {
            Spectre.Console.Table table = Page.Table("field", "portion", "leads to");
            foreach (ProvenanceStep step in chain)
            {
                table.Row(step.Field, step.Id, string.Join(", ", step.LeadsTo));
            }

            surface.Console.Write(table);
            return;
        }

        foreach (ProvenanceStep step in chain)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("field", step.Field);
                line.WriteString("portion", step.Id);
                line.WriteTexts("leads_to", step.LeadsTo);
            });
        }
    }

    private static Verb Reference(Surface surface) =>
        new Verb("reference", "Prints docs/assessments-reference.md: scales, frameworks, crosswalk, templates, questions, rubrics.")
        {
            Examples = ["product reference > docs/assessments-reference.md"],
        }.Does(_ =>
        {
            surface.Out.Write(AssessmentReference.Page());
            return ExitCode.Done;
        });

    private static Option<bool> Json(string description) => new("--json") { Description = description };

    private static Argument<FileInfo> Assessment() => new("ASSESSMENT") { Description = "A risk assessment as protobuf JSON" };
}
