using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Sealing;
using Gateway.Protocol.FieldForms;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using RandomSource = Gateway.Core.Sealing.RandomSource;

namespace Gateway.Cli.Assessments;

/// <summary><c>product field-form</c>: the short form of a post, turned into an assessment and back.</summary>
internal static class FieldFormCommand
{
    private const int MostBytes = 1024 * 1024;

    private static readonly JsonFormatter Indented = new(JsonFormatter.Settings.Default.WithIndentation());

    public static Verb Build(Surface surface)
    {
        var back = new Option<bool>("--back") { Description = "From an assessment to the form" };
        var check = new Option<bool>("--check") { Description = "Say only what is wrong with the form" };
        var json = new Option<bool>("--json") { Description = "Faults as JSON, one a line" };
        var file = new Argument<FileInfo>("FILE") { Description = "A field form as protobuf JSON; with --back an assessment" };
        return new Verb("field-form", "Turns the short form of a post into an assessment, and back without loss.", back, check, json, file)
        {
            Examples =
            [
                "product field-form samples/assessments/field-form.json > assessment.json",
                "product field-form --check samples/assessments/field-form.json",
                "product field-form --back assessment.json",
            ],
        }.Does(parsed => parsed.GetValue(back)
            ? Back(surface, parsed.GetRequiredValue(file))
            : Forth(surface, parsed.GetRequiredValue(file), parsed.GetValue(check), parsed.GetValue(json)));
    }

    private static ExitCode Forth(Surface surface, FileInfo file, bool checkOnly, bool json)
    {
        FieldForm form;
        try
        {
            if (file.Length > MostBytes)
            {
                return surface.Refuse($"{file.Name} has more than {MostBytes} bytes");
            }

            form = JsonParser.Default.Parse<FieldForm>(File.ReadAllText(file.FullName));
        }
        catch (Exception e) when (e is InvalidJsonException or InvalidProtocolBufferException)
        {
            return surface.Refuse($"{file.Name} is not a field form: {e.Message}");
        }

        ImmutableArray<FieldViolation> violations = FieldFormConversion.Check(form, Schema(), RandomSource.System);
        if (!violations.IsEmpty)
        {
            AssessmentCommands.Say(surface, violations, json);
            return surface.Refuse($"{file.Name} has {Page.Count(violations.Length, "fault")}");
        }

        if (!checkOnly)
        {
            surface.Out.WriteLine(Indented.Format(FieldFormConversion.ToAssessment(form)));
        }

        return ExitCode.Done;
    }

    private static ExitCode Back(Surface surface, FileInfo file)
    {
        if (!AssessmentFile.TryParse(file, out RiskAssessment? assessment, out AssessmentFile.Unusable? fault))
        {
            return fault.Say(surface, file.Name);
        }

        if (!FieldFormConversion.TryRead(assessment, out FieldForm? form, out ImmutableArray<string> unfit))
        {
            return surface.Refuse($"{file.Name} says more than a field form can hold: {string.Join(", ", unfit)}");
        }

        surface.Out.WriteLine(Indented.Format(form));
        return ExitCode.Done;
    }

    private static ProductSchema Schema() =>
        Schemas.TryGet(SizeClass._128, out ProductSchema? schema) ? schema : throw new InvalidOperationException("The usual size class is missing.");
}
