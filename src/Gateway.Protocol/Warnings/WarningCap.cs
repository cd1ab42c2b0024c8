using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Core.Warnings.Cap;
using Gateway.Protocol.V1;
using Mode = Gateway.Core.Sealing.Mode;

namespace Gateway.Protocol.Warnings;

/// <summary>A warning as a caller was shown it, made ready for CAP. Nothing but what is in the message is used.</summary>
public static class WarningCap
{
    /// <summary>
    /// False for a product that is no warning, or whose envelope a node would not have sent. <paramref name="earlier"/> are the editions before
    /// it that the caller may know of, in any order.
    /// </summary>
    public static bool TryRead(SharedProduct product, IEnumerable<CapEdition> earlier, MarkingRegistry registry, [NotNullWhen(true)] out CapSource? source)
    {
        source = null;
        if (product.ContentCase != SharedProduct.ContentOneofCase.Warning || product.Banner is null
            || !PartnerCode.TryParse(product.Originator, out PartnerCode originator) || !product.Mode.TryToCore(out Mode mode)
            || TryEdition(product.ProductId.Span, product.IssuedAtMs) is not { } edition)
        {
            return false;
        }

        Core.Markings.Marking banner = product.Banner.ToCore();
        Warning warning = product.Warning;
        WarningHeader? header = warning.Header.FirstOrDefault();
        Danger? danger = warning.Danger.FirstOrDefault();
        Subject? subject = warning.Subject.FirstOrDefault();
        Place? place = subject?.Place.FirstOrDefault();
        source = new CapSource
        {
            Originator = originator,
            Edition = edition,
            Earlier = [.. earlier.Where(one => one.IssuedAt < edition.IssuedAt).OrderBy(one => one.IssuedAt)],
            Lineage = product.LineageId.Memory,
            Mode = mode,
            Kind = Kind(header),
            Banner = banner,
            Recipients = Recipients(banner, registry),
            Title = header?.Title ?? "",
            Statement = danger?.Statement ?? "",
            Instruction = danger?.Instruction ?? "",
            Details = [.. Details(warning)],
            Urgency = Of(danger?.Urgency ?? Urgency.Unspecified),
            Severity = Of(danger?.Severity ?? Severity.Unspecified),
            Certainty = Of(danger?.Certainty ?? Certainty.Unspecified),
            Likelihood = (danger?.Likelihood?.ScaleId ?? "", danger?.Likelihood?.Term ?? ""),
            Lowest = Probability(danger?.Likelihood is { HasPLow: true } low ? low.PLow : null),
            Best = Probability(danger?.Likelihood is { HasPBest: true } best ? best.PBest : null),
            Highest = Probability(danger?.Likelihood is { HasPHigh: true } high ? high.PHigh : null),
            Confidence = Word(danger?.Confidence.FirstOrDefault()?.Level ?? ConfidenceLevel.Unspecified),
            EventDefinition = danger?.Event?.DefinitionId ?? "",
            Onset = Time(danger?.OnsetAtMs),
            Expires = Time(header?.ValidUntilMs),
            AcknowledgeBy = Time(header?.AcknowledgeByMs),
            Country = subject?.Iso3 ?? "",
            CountryName = Countries.TryByIso3(subject?.Iso3 ?? "", out Country? country) ? country.Name : "",
            Place = place?.Name ?? "",
            PlaceCode = place?.AdmPcode ?? "",
            Geometry = place?.Geometry ?? "",
            PrecisionMetres = place?.PrecisionM ?? 0,
        };
        return true;
    }

    /// <summary>An edition by what a list says of it; null when it names none.</summary>
    public static CapEdition? TryEdition(ReadOnlySpan<byte> product, long issuedAtMs) =>
        ProductId.TryFrom(product, out ProductId id) && Time(issuedAtMs) is { } issued ? new CapEdition(id, issued) : null;

    private static CapMessageType Kind(WarningHeader? header) => (header?.Kind ?? WarningKind.Unspecified) switch
    {
        WarningKind.Update => CapMessageType.Update,
        WarningKind.Cancel => CapMessageType.Cancel,
        WarningKind.Alert or WarningKind.Unspecified => CapMessageType.Alert,
    };

    private static ImmutableArray<string> Recipients(Core.Markings.Marking banner, MarkingRegistry registry) =>
        MarkingReader.Read(banner, MarkingKind.Banner, registry) is MarkingReading.Readable { Marking.ReleasableTo: { } named } ? named : banner.ReleasableTo;

    private static IEnumerable<string> Details(Warning warning)
    {
        string[] groups = [.. warning.Populations.Select(group => group.Name).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        if (groups.Length > 0)
        {
            yield return "Groups in danger: " + string.Join("; ", groups) + ".";
        }

        foreach (Ground ground in warning.Grounds.Where(ground => ground.Text.Length > 0))
        {
            yield return ground.Text;
        }
    }

    private static CapUrgency Of(Urgency urgency) => urgency switch
    {
        Urgency.Immediate => CapUrgency.Immediate,
        Urgency.Expected => CapUrgency.Expected,
        Urgency.Future => CapUrgency.Future,
        Urgency.Past => CapUrgency.Past,
        Urgency.Unknown or Urgency.Unspecified => CapUrgency.Unknown,
    };

    private static CapSeverity Of(Severity severity) => severity switch
    {
        Severity.Extreme => CapSeverity.Extreme,
        Severity.Severe => CapSeverity.Severe,
        Severity.Moderate => CapSeverity.Moderate,
        Severity.Minor => CapSeverity.Minor,
        Severity.Unknown or Severity.Unspecified => CapSeverity.Unknown,
    };

    private static CapCertainty Of(Certainty certainty) => certainty switch
    {
        Certainty.Observed => CapCertainty.Observed,
        Certainty.Likely => CapCertainty.Likely,
        Certainty.Possible => CapCertainty.Possible,
        Certainty.Unlikely => CapCertainty.Unlikely,
        Certainty.Unknown or Certainty.Unspecified => CapCertainty.Unknown,
    };

    private static string Word(ConfidenceLevel level) => level switch
    {
        ConfidenceLevel.Low => "low",
        ConfidenceLevel.Moderate => "moderate",
        ConfidenceLevel.High => "high",
        ConfidenceLevel.Unspecified => "",
    };

    private static double? Probability(double? value) => value is >= 0 and <= 1 ? value : null;

    /// <summary>Null for 0 and for what no calendar holds: a stranger may have written anything.</summary>
    private static DateTimeOffset? Time(long? ms) =>
        ms is > 0 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(ms.Value) : null;
}
