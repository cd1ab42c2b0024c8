using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
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
        public ExitCode Say(Surface surface, string file, string what = "an assessment")
        {
            foreach (FieldViolation violation in Violations)
            {
                surface.Error.WriteLine($"{file}: {violation.Field}: {violation.Message} ({violation.Rule})");
            }

            return surface.Refuse($"{file} is not {what} that a node accepts");
        }
    }

    /// <summary>Reads and checks. A missing file throws, as every command reports it the same way.</summary>
    public static AssessmentFile Read(FileInfo file, SizeClass size = SizeClass._128)
    {
        if (!TryParse(file, out RiskAssessment? assessment, out Unusable? fault))
        {
            return fault;
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

    /// <summary>Reads content of any kind without checking: what is not complete yet.</summary>
    public static bool TryParse<T>(FileInfo file, [NotNullWhen(true)] out T? content, [NotNullWhen(false)] out Unusable? fault)
        where T : class, IMessage<T>, new()
    {
        (content, fault) = (null, null);
        try
        {
            // The length of a file that is not there throws, as every command reports it the same way.
            fault = file.Length > MostBytes ? Fault("too-large", $"The file has more than {MostBytes} bytes.") : null;
            content = fault is null ? JsonParser.Default.Parse<T>(File.ReadAllText(file.FullName)) : null;
        }
        catch (InvalidJsonException e)
        {
            fault = Fault("not-json", e.Message);
        }
        catch (InvalidProtocolBufferException e)
        {
            fault = Fault(typeof(T) == typeof(RiskAssessment) ? "not-an-assessment" : "not-this-kind", e.Message);
        }

        return content is not null;
    }

    private static Unusable Fault(string rule, string message) => new([new FieldViolation("", rule, message)]);
}
