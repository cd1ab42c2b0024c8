using System.Collections.Immutable;
using Gateway.Cli.Shell;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using RandomSource = Gateway.Core.Sealing.RandomSource;

namespace Gateway.Cli.Products;

/// <summary>A risk assessment in a file, protobuf JSON, checked as a node would check it on submission.</summary>
internal abstract record AssessmentFile
{
    private const int MostBytes = 8 * 1024 * 1024;

    private AssessmentFile()
    {
    }

    public sealed record Usable(RiskAssessment Assessment, ImmutableArray<DraftPortion> Portions, ProductSchema Schema) : AssessmentFile;

    public sealed record Unusable(ImmutableArray<FieldViolation> Violations) : AssessmentFile
    {
        public ExitCode Say(Surface surface, string file)
        {
            foreach (FieldViolation violation in Violations)
            {
                surface.Error.WriteLine($"{file}: {violation.Field}: {violation.Message} ({violation.Rule})");
            }

            return surface.Refuse($"{file} is not an assessment that a node accepts");
        }
    }

    /// <summary>Reads and checks. A missing file throws, as every command reports it the same way.</summary>
    public static AssessmentFile Read(FileInfo file, SizeClass size = SizeClass._128)
    {
        if (file.Length > MostBytes)
        {
            return Fault("too-large", $"The file has more than {MostBytes} bytes.");
        }

        RiskAssessment assessment;
        try
        {
            assessment = JsonParser.Default.Parse<RiskAssessment>(File.ReadAllText(file.FullName));
        }
        catch (InvalidJsonException e)
        {
            return Fault("not-json", e.Message);
        }
        catch (InvalidProtocolBufferException e)
        {
            return Fault("not-an-assessment", e.Message);
        }

        if (!Schemas.TryGet(size, out ProductSchema? schema))
        {
            throw new ArgumentOutOfRangeException(nameof(size));
        }

        return Flattener.Flatten(assessment, schema, RandomSource.System) switch
        {
            FlattenOutcome.Flattened flattened => new Usable(assessment, flattened.Portions, schema),
            FlattenOutcome.Refused refused => new Unusable(refused.Violations),
            var other => throw new InvalidOperationException($"{other.GetType()} is no outcome."),
        };
    }

    private static Unusable Fault(string rule, string message) => new([new FieldViolation("", rule, message)]);
}
