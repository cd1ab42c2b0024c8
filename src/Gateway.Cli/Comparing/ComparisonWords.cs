using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Core.Assessments;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Comparing;

/// <summary>Comparisons in words and short cells. Nothing here computes: what it shows was answered by the node.</summary>
internal static class ComparisonWords
{
    /// <summary>Marks what was read off a table that is not verified.</summary>
    public const string NotVerified = "†";

    public static string Country(string iso3) => Countries.TryByIso3(iso3, out Country? country) ? country.Name : iso3;

    public static string Subject(SubjectComparison comparison) =>
        $"{Country(comparison.Iso3)} ({comparison.Iso3})"
        + (comparison.GroupId.Length > 0 ? $", group {comparison.GroupId}" : "")
        + (comparison.Area.Length > 0 ? $", area {comparison.Area}" : "");

    /// <summary>"ewp-mass-killing: 1,000 killed within 12 months; 24 months ahead".</summary>
    public static string Frame(Event? foreseen, uint horizon) =>
        (foreseen is null ? "event not stated" : Number($"{foreseen.DefinitionId}: {foreseen.Threshold:N0} killed within ") + Page.Count(foreseen.WindowMonths, "month"))
        + (horizon == 0 ? "; horizon not stated" : $"; {Page.Count(horizon, "month")} ahead");

    /// <summary>"USA", "USA (model)".</summary>
    public static string Who(ComparedVoice voice) => voice.ModelId.Length > 0 ? $"{voice.Originator} (model)" : voice.Originator;

    /// <summary>The analyst's own term with its scale, or that there is none.</summary>
    public static string Term(ComparedVoice voice) => voice.Likelihood is { Term.Length: > 0 } likelihood
        ? $"{likelihood.Term}{(likelihood.ScaleId.Length > 0 ? $" ({likelihood.ScaleId})" : "")}{Mark(voice.Interval)}"
        : "no word";

    /// <summary>"10.4", "5-20", in per cent; the best number first where there is one.</summary>
    public static string Percent(ComparedVoice voice) => voice switch
    {
        { Interval: null } => Fault(voice.Fault),
        { Likelihood.HasPBest: true } when voice.Interval.Low == voice.Interval.High => Points(voice.Likelihood.PBest),
        { Likelihood.HasPBest: true } => $"{Points(voice.Likelihood.PBest)} ({Range(voice.Interval)})",
        _ => Range(voice.Interval),
    };

    public static string Range(LikelihoodInterval interval) => $"{Points(interval.Low)}-{Points(interval.High)}";

    public static string Place(ComparedVoice voice) => voice.Rank == 0 ? "" : Number($"{voice.Rank} of {voice.Of}");

    public static string Percentile(ComparedVoice voice) => voice.HasPercentile ? Number($"above {voice.Percentile:0} %") : "";

    public static string Year(long ms) => ms <= 0 ? "" : Date(ms, "yyyy");

    public static string Month(long ms) => ms <= 0 ? "" : Date(ms, "yyyy-MM");

    public static string Day(long ms) => Date(ms, "yyyy-MM-dd");

    /// <summary>What each edition says, oldest first, by the newest edition's own model where that restates it.</summary>
    public static IEnumerable<double?> Series(ComparedVoice voice) => voice.Editions.Select(point => point switch
    {
        { HasPRefit: true } => point.PRefit,
        { HasPBest: true } => point.PBest,
        { Interval: { } interval } => interval.Low,
        _ => (double?)null,
    });

    /// <summary>"+0.4 refit", "up published".</summary>
    public static string Change(ComparedVoice voice)
    {
        if (voice.Change is not { } change)
        {
            return "";
        }

        string way = change.HasPoints ? change.Points.ToString("+0.0#;-0.0#;0.0", CultureInfo.InvariantCulture) : Direction(change.Direction);
        return change.Basis == ChangeBasis.Refit ? way : way + "*";
    }

    public static string Direction(ChangeDirection direction) => direction switch
    {
        ChangeDirection.Unspecified or ChangeDirection.Unclear => "unclear",
        ChangeDirection.Rising => "up",
        ChangeDirection.Steady => "same",
        ChangeDirection.Falling => "down",
    };

    public static string Relation(IntervalRelation relation) => relation switch
    {
        IntervalRelation.Unspecified => "",
        IntervalRelation.Agree => "agree",
        IntervalRelation.Overlap => "overlap",
        IntervalRelation.Diverge => "diverge",
    };

    public static string Fault(ReadingFault fault) => fault switch
    {
        ReadingFault.Unspecified => "",
        ReadingFault.NoLikelihood => "not stated",
        ReadingFault.UnknownScale => "scale unknown",
        ReadingFault.UnknownTerm => "word unknown",
        ReadingFault.Invalid => "not a number",
    };

    public static string Reason(IncomparableReason reason) => reason switch
    {
        IncomparableReason.Unspecified => "",
        IncomparableReason.Definition => "another event",
        IncomparableReason.Threshold => "another number of killed",
        IncomparableReason.Window => "another span",
        IncomparableReason.Horizon => "another horizon",
        IncomparableReason.EventNotStated => "event not stated",
        IncomparableReason.HorizonNotStated => "horizon not stated",
    };

    public static string LeftOut(LeftOutReason reason) => reason switch
    {
        LeftOutReason.Unspecified => "other reasons",
        LeftOutReason.NoSubject => "you may not see what they are about",
        LeftOutReason.Replaced => "their originator corrected them, or called them out of date",
        LeftOutReason.SaidTwice => "the same edition says another thing as well",
        LeftOutReason.TooManyFrames => "too many events and horizons on one subject",
        LeftOutReason.TooManyVoices => "too many models of one partner",
    };

    public static string Confidence(ConfidenceLevel level) => level switch
    {
        ConfidenceLevel.Unspecified => "",
        ConfidenceLevel.Low => "low",
        ConfidenceLevel.Moderate => "moderate",
        ConfidenceLevel.High => "high",
    };

    public static string Points(double probability) => (100 * probability).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static bool IsVerified(LikelihoodInterval? interval) =>
        interval is null || interval.Source != IntervalSource.Scale || interval.Verification == ScaleVerification.Verified;

    private static string Mark(LikelihoodInterval? interval) => IsVerified(interval) ? "" : NotVerified;

    private static string Date(long ms, string format) => ms is > -62135596800000 and < 253402300800000
        ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString(format, CultureInfo.InvariantCulture)
        : "?";
}
