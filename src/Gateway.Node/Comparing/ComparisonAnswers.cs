using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Assessments.Scales;
using Gateway.Core.Partners;
using Gateway.Protocol;
using Gateway.Protocol.V1;
using Google.Protobuf;
using CoreChange = Gateway.Core.Assessments.Comparing.EditionChange;
using CoreComparison = Gateway.Core.Assessments.Comparing.Comparison;
using CoreRelation = Gateway.Core.Assessments.Comparing.IntervalRelation;
using CoreVerification = Gateway.Core.Assessments.Verification;

namespace Gateway.Node.Comparing;

/// <summary>Puts comparisons into messages.</summary>
internal static class ComparisonAnswers
{
    private static readonly (Incomparable Flag, IncomparableReason Reason)[] Reasons =
    [
        (Incomparable.Definition, IncomparableReason.Definition),
        (Incomparable.Threshold, IncomparableReason.Threshold),
        (Incomparable.Window, IncomparableReason.Window),
        (Incomparable.Horizon, IncomparableReason.Horizon),
        (Incomparable.EventNotStated, IncomparableReason.EventNotStated),
        (Incomparable.HorizonNotStated, IncomparableReason.HorizonNotStated),
    ];

    public static SubjectComparison Of(CoreComparison comparison, bool pairs)
    {
        var message = new SubjectComparison
        {
            Iso3 = comparison.Subject.Iso3,
            GroupId = comparison.Subject.Group,
            Area = comparison.Subject.Area,
            Event = Of(comparison.Frame.Event),
            HorizonMonths = comparison.Frame.HorizonMonths,
        };
        message.Voices.AddRange(comparison.Voices.Select(Of));
        VoicePair? widest = null;
        foreach (VoicePair pair in comparison.Pairs)
        {
            _ = pair.Relation switch
            {
                CoreRelation.Agree => message.Agree++,
                CoreRelation.Overlap => message.Overlap++,
                CoreRelation.Diverge => message.Diverge++,
            };
            widest = pair.Relation == CoreRelation.Diverge && pair.GapPoints > (widest?.GapPoints ?? -1) ? pair : widest;
            if (pairs)
            {
                message.Pairs.Add(Of(pair));
            }
        }

        message.Widest = widest is { } found ? Of(found) : null;
        message.Apart.AddRange(comparison.Apart.Select(apart => Of(apart)));
        message.NothingToSee.AddRange(Codes(comparison.NothingToSee));
        return message;
    }

    public static Protocol.V1.OverlookedSubject Of(Core.Assessments.Comparing.OverlookedSubject found, bool pairs)
    {
        var message = new Protocol.V1.OverlookedSubject { Comparison = Of(found.Comparison, pairs), Worried = found.Worried.Value };
        message.Silent.AddRange(Codes(found.Silent));
        message.Calm.AddRange(Codes(found.Calm));
        return message;
    }

    public static IEnumerable<LeftOutCount> Of(IEnumerable<KeyValuePair<LeftOut, int>> leftOut) =>
        leftOut.Select(pair => new LeftOutCount { Reason = Of(pair.Key), Count = (uint)pair.Value });

    private static ComparedVoice Of(Voice voice)
    {
        ComparedVoice message = Of(voice.Latest);
        if (voice.Percentile is { } percentile)
        {
            message.Percentile = percentile;
        }

        message.High = voice.IsHigh;
        message.HighSinceMs = voice.HighSinceMs;
        message.FirstMs = voice.FirstMs;
        message.Change = voice.Change is { } change ? Of(change) : null;
        message.Editions.AddRange(voice.Editions.Select(edition => Of(edition, voice.Latest)));
        return message;
    }

    private static ComparedVoice Of(View view)
    {
        var message = new ComparedVoice
        {
            Originator = view.Originator.Value,
            ProductId = ByteString.CopyFrom(view.Product.Span),
            JudgementId = view.Judgement,
            Statement = view.Statement,
            Likelihood = view.Likelihood is { } stated ? Of(stated) : null,
            ConfidenceScaleId = view.Confidence.ScaleId ?? "",
            Confidence = (ConfidenceLevel)view.Confidence.Level,
            StatedTrend = (Trend)view.Trend,
            Rank = view.Rank,
            Of = view.Of,
            ModelId = view.Model,
            ModelVersion = view.ModelVersion,
            Edition = view.Edition,
            ValidFromMs = view.ValidFromMs,
            ValidUntilMs = view.ValidUntilMs,
            AuthoredAtMs = view.AuthoredAtMs,
            Marking = view.Marking?.ToMessage(),
            Unconfirmed = view.IsUnconfirmed,
        };
        if (view.BaseRate is { } rate)
        {
            message.BaseRate = rate;
        }

        switch (view.Reading)
        {
            case LikelihoodReading.Usable usable:
                message.Interval = Of(usable);
                break;
            case LikelihoodReading.Unusable unusable:
                message.Fault = (Protocol.V1.ReadingFault)unusable.Fault;
                break;
            default:
                throw new InvalidOperationException("LikelihoodReading is closed.");
        }

        message.Dissent.AddRange(view.Dissent.Select(Of));
        message.Assumptions.AddRange(view.Assumptions);
        message.WhatWouldChangeIt.AddRange(view.WouldChange);
        return message;
    }

    private static Protocol.V1.VoiceApart Of(Core.Assessments.Comparing.VoiceApart apart)
    {
        var message = new Protocol.V1.VoiceApart
        {
            Event = Of(apart.Latest.Frame.Event),
            HorizonMonths = apart.Latest.Frame.HorizonMonths,
            Voice = Of(apart.Latest),
        };
        message.Reasons.AddRange(Reasons.Where(pair => apart.Reasons.HasFlag(pair.Flag)).Select(pair => pair.Reason));
        return message;
    }

    private static EditionPoint Of(Edition edition, View latest)
    {
        var point = new EditionPoint
        {
            Edition = edition.View.Edition,
            AtMs = edition.View.EditionMs,
            Term = edition.View.Likelihood?.Term ?? "",
            ScaleId = edition.View.Likelihood?.ScaleId ?? "",
            Rank = edition.View.Rank,
            Of = edition.View.Of,
            High = edition.IsHigh,
        };
        if (edition.View.Reading is LikelihoodReading.Usable usable)
        {
            point.Interval = Of(usable);
            if (usable.Best is { } best)
            {
                point.PBest = best;
            }
        }

        if (latest.Earlier.FirstOrDefault(value => value.Refit && value.Names(edition.View))?.Best is >= 0 and <= 1 and var refit && edition.View != latest)
        {
            point.PRefit = refit;
        }

        return point;
    }

    private static LikelihoodInterval Of(LikelihoodReading.Usable usable) => new()
    {
        Low = usable.Interval.Low,
        High = usable.Interval.High,
        HighClosed = usable.Interval.HighClosed,
        Source = (Protocol.V1.IntervalSource)usable.Source,
        Verification = usable.Verification switch
        {
            CoreVerification.Verified => ScaleVerification.Verified,
            CoreVerification.Partly => ScaleVerification.Partly,
            CoreVerification.Unverified => ScaleVerification.Unverified,
        },
        WordDiffers = usable.WordDiffers,
    };

    private static Likelihood Of(StatedLikelihood stated)
    {
        var message = new Likelihood { ScaleId = stated.ScaleId, Term = stated.Term };
        if (stated.Low is { } low)
        {
            message.PLow = low;
        }

        if (stated.Best is { } best)
        {
            message.PBest = best;
        }

        if (stated.High is { } high)
        {
            message.PHigh = high;
        }

        return message;
    }

    private static Protocol.V1.EditionChange Of(CoreChange change)
    {
        var message = new Protocol.V1.EditionChange
        {
            FromEdition = change.FromEdition,
            FromMs = change.FromMs,
            Basis = (Protocol.V1.ChangeBasis)change.Basis,
            Direction = (Protocol.V1.ChangeDirection)change.Direction,
            FromRank = change.FromRank,
            OtherModel = change.OtherModel,
        };
        if (change.Points is { } points)
        {
            message.Points = points;
        }

        return message;
    }

    private static Protocol.V1.DissentNote Of(Core.Assessments.Comparing.DissentNote note)
    {
        var message = new Protocol.V1.DissentNote { Who = note.Who, Text = note.Text, AboutThis = note.AboutThis };
        if (note.Opinion is { } opinion)
        {
            message.Opinion = opinion;
        }

        return message;
    }

    private static ComparedPair Of(VoicePair pair) => new()
    {
        One = (uint)pair.One,
        Other = (uint)pair.Other,
        Relation = (Protocol.V1.IntervalRelation)pair.Relation,
        GapPoints = pair.GapPoints,
        SameModel = pair.SameModel,
    };

    private static Event? Of(ForeseenEvent foreseen) => string.IsNullOrEmpty(foreseen.Definition)
        ? null
        : new Event { DefinitionId = foreseen.Definition, Threshold = foreseen.Threshold, WindowMonths = foreseen.WindowMonths };

    private static LeftOutReason Of(LeftOut reason) => reason switch
    {
        LeftOut.NoSubject => LeftOutReason.NoSubject,
        LeftOut.Replaced => LeftOutReason.Replaced,
        LeftOut.SaidTwice => LeftOutReason.SaidTwice,
        LeftOut.TooManyFrames => LeftOutReason.TooManyFrames,
        LeftOut.TooManyVoices => LeftOutReason.TooManyVoices,
    };

    private static IEnumerable<string> Codes(IEnumerable<PartnerCode> codes) => codes.Select(code => code.Value);
}
