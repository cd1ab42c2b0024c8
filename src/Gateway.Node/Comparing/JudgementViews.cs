using System.Collections.Immutable;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Holdings;
using Gateway.Protocol.V1;
using CoreMarking = Gateway.Core.Markings.Marking;
using DissentNote = Gateway.Core.Assessments.Comparing.DissentNote;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Node.Comparing;

/// <summary>Turns what a caller sees of assessments into the views that are compared.</summary>
internal static class JudgementViews
{
    /// <summary>A model whose card the caller may not see is told apart from an analyst all the same.</summary>
    public const string UnnamedModel = "unnamed";

    /// <summary>Every judgement of every assessment among the holdings.</summary>
    public static IEnumerable<View> Of(IEnumerable<Holding> holdings)
    {
        foreach (Holding holding in holdings)
        {
            bool unconfirmed = holding.Standing == Standing.Unconfirmed;
            (bool corrected, bool superseded) = holding.Notices.Notices.Count == 0 ? (false, false) : Replaced(holding.Notices);
            foreach (View view in holding.Seen.Fact(static seen => new Made(Make(seen))).Views)
            {
                yield return unconfirmed || corrected || superseded
                    ? view with { IsUnconfirmed = unconfirmed, IsCorrected = corrected, IsSuperseded = superseded }
                    : view;
            }
        }
    }

    private static (bool Corrected, bool Superseded) Replaced(NoticeEffect notices) => (
        notices.Notices.Any(notice => notice.Action == Core.Sealing.NoticeAction.Correction),
        notices.Notices.Any(notice => notice.Action == Core.Sealing.NoticeAction.Supersession));

    private static ImmutableArray<View> Make(Seen seen)
    {
        if (seen.Content is not RiskAssessment assessment || assessment.Judgements.Count == 0)
        {
            return [];
        }

        Header header = assessment.Header.FirstOrDefault() ?? new Header();
        Subject? subject = assessment.Subject.FirstOrDefault();
        Model? model = assessment.Model.FirstOrDefault();
        Dictionary<string, Portion> portions = Best(seen.Portions);
        return [.. assessment.Judgements.Select(judgement => Make(seen.Row, assessment, header, subject, judgement, model, portions))];
    }

    private static View Make(
        CatalogRow row, RiskAssessment assessment, Header header, Subject? subject, Judgement judgement, Model? model, Dictionary<string, Portion> portions)
    {
        string path = "judgements/" + judgement.Portion.Id;
        bool isModel = header.Type == AssessmentType.StatisticalModel;
        Confidence? confidence = judgement.Confidence.FirstOrDefault();
        (ImmutableArray<DissentNote> dissent, IEnumerable<string> dissentPaths) = Dissents(assessment, judgement.Portion.Id, portions);
        return new View
        {
            Originator = row.Originator,
            Product = row.Product,
            Judgement = judgement.Portion.Id,
            Subject = About(subject, judgement),
            Frame = new Frame(
                judgement.Event is { } foreseen ? new ForeseenEvent(foreseen.DefinitionId, foreseen.Threshold, foreseen.WindowMonths) : default,
                judgement.HorizonMonths),
            Likelihood = judgement.Likelihood is { } stated ? Stated(stated) : null,
            Confidence = new StatedConfidence(confidence?.ScaleId ?? "", (int)(confidence?.Level ?? ConfidenceLevel.Unspecified)),
            Trend = (StatedTrend)judgement.Trend,
            Rank = judgement.Rank,
            Of = judgement.Of,
            BaseRate = judgement.HasBaseRate ? judgement.BaseRate : null,
            Statement = judgement.Statement,
            Dissent = dissent,
            Assumptions = [.. judgement.Assumptions],
            WouldChange = [.. judgement.WhatWouldChangeIt],
            Edition = header.Edition,
            ValidFromMs = header.ValidFromMs,
            ValidUntilMs = header.ValidUntilMs,
            AuthoredAtMs = header.AuthoredAtMs,
            IssuedAtMs = row.IssuedAtMs,
            Model = !isModel ? "" : model is { ModelId.Length: > 0 } ? model.ModelId : UnnamedModel,
            ModelVersion = isModel ? model?.Version ?? "" : "",
            Marking = portions.TryGetValue(path, out Portion? portion) ? portion.Body.Marking : null,
            Markings = [.. Markings(portions, ["header", "subject", "model", path, path + "/confidence", .. dissentPaths])],
            Earlier = [.. judgement.Earlier.Select(value => new EarlierValue(
                value.Edition, value.ValidFromMs, value.Refit, value.HasPBest ? value.PBest : null, value.Rank, value.Of))],
        };
    }

    /// <summary>What the judgement says it is about goes before what the assessment is about. Without a country a group is not told apart.</summary>
    private static ComparedSubject About(Subject? subject, Judgement judgement) => subject is null
        ? default
        : new ComparedSubject(
            subject.Iso3,
            judgement.GroupId.Length > 0 ? judgement.GroupId : subject.GroupId,
            Place(judgement.Area) is { Length: > 0 } place ? place : Place(subject.Area));

    // A code where there is one: names are spelt in many ways, and then two are not taken for one.
    private static string Place(Area? area) => area switch
    {
        null => "",
        { AdmPcode.Length: > 0 } => area.AdmPcode,
        { Subdivision.Length: > 0 } => area.Subdivision,
        _ => area.Name,
    };

    private static StatedLikelihood Stated(Likelihood stated) => new(
        stated.ScaleId,
        stated.Term,
        stated.HasPLow ? stated.PLow : null,
        stated.HasPBest ? stated.PBest : null,
        stated.HasPHigh ? stated.PHigh : null);

    /// <summary>
    /// What disagrees with the judgement, and what disagrees with the assessment as a whole. References to what the caller does not see were
    /// taken out of the message; so that nothing about another judgement seems to be about all, the portion itself is asked.
    /// </summary>
    private static (ImmutableArray<DissentNote> Notes, IEnumerable<string> Paths) Dissents(RiskAssessment assessment, string judgement, Dictionary<string, Portion> portions)
    {
        if (assessment.Dissent.Count == 0)
        {
            return ([], []);
        }

        Dissent[] about =
        [
            .. assessment.Dissent.Where(dissent => dissent.JudgementRefs.Contains(judgement)
                || (dissent.JudgementRefs.Count == 0 && IsGeneral(portions.GetValueOrDefault("dissent/" + dissent.Portion.Id)))),
        ];
        return (
            [.. about.Select(dissent => new DissentNote(
                dissent.Partner, dissent.Text, dissent.HasOpinion ? dissent.Opinion : null, dissent.JudgementRefs.Count > 0))],
            about.Select(dissent => "dissent/" + dissent.Portion.Id));
    }

    private static bool IsGeneral(Portion? portion) =>
        portion is not null && Dissent.Parser.ParseFrom(portion.Body.Value.Span).JudgementRefs.Count == 0;

    private static IEnumerable<CoreMarking> Markings(Dictionary<string, Portion> portions, IEnumerable<string> paths) => paths
        .SelectMany(path => portions.TryGetValue(path, out Portion? portion) ? portion.Markings : [])
        .Distinct();

    /// <summary>Of each path the portion that is shown.</summary>
    private static Dictionary<string, Portion> Best(ImmutableArray<Portion> portions)
    {
        var best = new Dictionary<string, Portion>(portions.Length);
        foreach (Portion portion in portions)
        {
            if (!best.TryGetValue(portion.Body.Path, out Portion? other) || portion.Body.Rank < other.Body.Rank)
            {
                best[portion.Body.Path] = portion;
            }
        }

        return best;
    }

    private sealed record Made(ImmutableArray<View> Views);
}
