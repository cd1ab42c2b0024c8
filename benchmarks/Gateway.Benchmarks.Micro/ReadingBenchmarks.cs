using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.World;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Core.Wire;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using CoreMarking = Gateway.Core.Markings.Marking;
using CorePortion = Gateway.Core.Sealing.Portion;

namespace Gateway.Benchmarks.Micro;

/// <summary>Reading a portion mark for thirty partners, met before as nearly every mark was, against splitting its text at commas.</summary>
public class MarkReading
{
    private readonly CoreMarking _marking = new() { Policy = "US", Text = BenchWorld.Marks[0] };

    [Benchmark(Baseline = true)]
    public string[] SplitText() => _marking.Text.Split(',', StringSplitOptions.TrimEntries);

    [Benchmark]
    public MarkingReading Read() => MarkingReader.Read(_marking, MarkingKind.Portion, MarkingRegistry.Default);
}

/// <summary>Parsing and validating a mark that was never met before, against a compiled regular expression of its grammar, which checks no list and
/// no code.</summary>
public partial class NewMarkReading
{
    private CoreMarking _marking = new() { Policy = "US", Text = "" };

    /// <summary>One mark of each form.</summary>
    [Params("(S//NF)", "(S//OC/REL TO USA, FRA, GBR)", "(TS//FGI DEU GBR//NF)", "(//JOINT S CAN USA//REL TO USA, CAN)", "(//NIS//REL TO USA, NATO)")]
    public string Text { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _marking = _marking with { Text = Text };

    [Benchmark(Baseline = true)]
    public bool MatchGrammar() => Grammar().IsMatch(Text);

    [Benchmark]
    public MarkingReading Read() => MarkingReader.ReadAfresh(_marking, MarkingKind.Portion, MarkingRegistry.Default);

    [GeneratedRegex(
        @"^\((TS|S|C|U|//(CTS|N[A-Z]?[SCRU]|JOINT (TS|S|C|U)( [A-Z0-9]{2,4})*|([A-Z0-9]{2,4} )+(TS|S|C|R|U)))(//FGI( [A-Z0-9]{2,4})*)?"
        + @"(//(RS|FOUO|OC-USGOV|OC|IMC|NF|PR|REL TO USA(, [A-Z0-9_]{2,15})+|RELIDO|DSEN|FISA|DISPLAY ONLY [A-Z0-9_]{2,15}(, [A-Z0-9_]{2,15})*)"
        + @"(/(OC-USGOV|OC|IMC|NF|PR|REL TO USA(, [A-Z0-9_]{2,15})+|RELIDO|DSEN|FISA|DISPLAY ONLY [A-Z0-9_]{2,15}(, [A-Z0-9_]{2,15})*))*)?\)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grammar();
}

/// <summary>The strict walk over the values of forty portions against the lenient generated parser.</summary>
public class StrictWalk
{
    private ImmutableArray<(byte[] Value, MessageShape Shape, MessageParser Parser)> _values;

    [GlobalSetup]
    public void Setup()
    {
        ProductSchema schema = Schemas.All[1];
        using var sealer = new Sealer(RandomSource.System);
        ImmutableArray<CorePortion> portions = sealer.Seal(
            BenchAssessment.Drafts(), new SealTerms(BenchWorld.Usa, new byte[Limits.Hash], 1, Core.Sealing.Mode.Exercise, schema)).Portions;
        var parsers = AssessmentReflection.Descriptor.MessageTypes.ToDictionary(type => type.FullName, type => type.Parser);
        _values =
        [
            .. portions.Select(portion => (
                portion.Body.Value.ToArray(),
                schema.Types.First(type => type.Type == portion.Body.Type).Shape,
                parsers[portion.Body.Type])),
        ];
    }

    [Benchmark(Baseline = true)]
    public void LenientParse()
    {
        foreach ((byte[] value, _, MessageParser parser) in _values)
        {
            parser.ParseFrom(value);
        }
    }

    [Benchmark]
    public bool Walk()
    {
        bool right = true;
        foreach ((byte[] value, MessageShape shape, _) in _values)
        {
            right &= StrictWire.Check(value, shape) == WireFault.None;
        }

        return right;
    }
}

/// <summary>Taking an assessment apart and putting it together again against protobuf's own writing and parsing of it.</summary>
public class Assessments
{
    private readonly RiskAssessment _assessment = BenchAssessment.Make();
    private readonly ProductSchema _schema = Schemas.All[1];
    private ImmutableArray<CorePortion> _portions;

    [GlobalSetup]
    public void Setup()
    {
        using var sealer = new Sealer(RandomSource.System);
        _portions = sealer.Seal(
            BenchAssessment.Drafts(), new SealTerms(BenchWorld.Usa, new byte[Limits.Hash], 1, Core.Sealing.Mode.Exercise, _schema)).Portions;
    }

    [Benchmark(Baseline = true)]
    public RiskAssessment WriteAndParse() => RiskAssessment.Parser.ParseFrom(_assessment.ToByteArray());

    [Benchmark]
    public FlattenOutcome Flatten() => Flattener.Flatten(_assessment, _schema, RandomSource.System);

    [Benchmark]
    public RiskAssessment Reassemble() => Reassembler.Reassemble<RiskAssessment>(_portions, _schema);
}
