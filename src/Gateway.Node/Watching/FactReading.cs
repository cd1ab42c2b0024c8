using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Portion = Gateway.Core.Sealing.Portion;
using PortionFacts = Gateway.Core.Policy.PortionFacts;

namespace Gateway.Node.Watching;

/// <summary>
/// Reads what a product says into facts, each with the portions that it is read from. Of every path the best variant that may be seen counts;
/// what is not among the portions is not there. Warnings are no facts: a warning is never warned of.
/// </summary>
internal sealed class FactReading
{
    private static readonly ProductFacts Nothing = new() { Product = default, Partner = default, Lineage = "", IssuedAtMs = 0 };

    private readonly CatalogRow _row;
    private readonly ProductSchema _schema;
    private readonly List<Portion> _shown;

    private FactReading(CatalogRow row, ProductSchema schema, IEnumerable<Portion> portions)
    {
        (_row, _schema) = (row, schema);
        _shown =
        [
            .. portions.GroupBy(portion => portion.Body.Path)
                .Select(variants => variants.MinBy(portion => (portion.Body.Rank, portion.Body.Variant))!)
                .OrderBy(portion => portion.Index),
        ];
    }

    /// <summary>The facts of one product.</summary>
    /// <param name="row">Its row in the catalogue.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="portions">What of it may be seen, floors of notices included.</param>
    public static ProductFacts Of(CatalogRow row, ProductSchema schema, IEnumerable<Portion> portions)
    {
        var reading = new FactReading(row, schema, portions);
        ProductFacts facts = Nothing with
        {
            Product = row.Product,
            Partner = row.Originator,
            Lineage = Convert.ToHexStringLower(row.LineageId.Span),
            IssuedAtMs = row.IssuedAtMs,
            HoldsFromMs = row.IssuedAtMs,
        };
        return schema.Name.Split('/')[0] switch
        {
            "gateway.v1.RiskAssessment" => reading.Assessment(facts),
            "gateway.v1.Watchlist" => facts with { Watched = [.. reading.Watched()] },
            "gateway.v1.Threshold" => facts with { Lines = [.. reading.Lines()] },
            _ => facts,
        };
    }

    /// <summary>Whether a portion is one whose value the holdings leave out and facts are read from.</summary>
    public static bool IsPlace(Portion portion) => portion.Body.Type == Place.Descriptor.FullName;

    private ProductFacts Assessment(ProductFacts facts)
    {
        if (All(Subject.Parser).FirstOrDefault() is not { Portion: not null } subject)
        {
            return facts;
        }

        (FactPortion? header, Header? head) = All(Header.Parser).FirstOrDefault() is { Portion: not null } found ? (found.Portion, found.Value) : (null, null);
        (WatchSubject whom, ImmutableArray<FactPortion> about) = Whom(subject);
        ImmutableArray<FactPortion> dated = header is null ? about : about.Add(header);
        return facts with
        {
            Unit = head?.OrgUnit ?? "",
            HoldsFromMs = head is { ValidFromMs: > 0 } ? head.ValidFromMs : facts.IssuedAtMs,
            Assessed =
            [
                new AssessedFact(whom, about),
                .. All(Population.Parser).Where(group => group.Value.Name.Length > 0)
                    .Select(group => new AssessedFact(WatchSubject.Of(whom.Iso3, whom.Area, group.Value.Name), about.Add(group.Portion))),
            ],
            Judged = [.. All(Judgement.Parser).Where(judged => judged.Value.Event is not null).Select(judged => Judged(judged.Value, whom, dated.Insert(0, judged.Portion)))],
            Observed = [.. All(Indicator.Parser).SelectMany(indicator => Observed(indicator.Value, whom, about.Insert(0, indicator.Portion)))],
            Triggers =
            [
                .. All(Trigger.Parser).Where(trigger => trigger.Value.Kind.Length > 0 && IsTime(trigger.Value.ExpectedAtMs))
                    .Select(trigger => new TriggerFact(
                        whom, WatchSubject.Fold(trigger.Value.Kind), trigger.Value.ExpectedAtMs, Span(trigger.Value.Precision), about.Insert(0, trigger.Portion))),
            ],
        };
    }

    private static JudgedFact Judged(Judgement judged, WatchSubject whom, ImmutableArray<FactPortion> portions)
    {
        Likelihood likelihood = judged.Likelihood ?? new Likelihood();
        double? low = likelihood.HasPLow ? likelihood.PLow : null, best = likelihood.HasPBest ? likelihood.PBest : null;
        double? high = likelihood.HasPHigh ? likelihood.PHigh : null;
        EarlierEdition? refit = judged.Earlier.Where(earlier => earlier.Refit).MaxBy(earlier => earlier.ValidFromMs);
        return new JudgedFact
        {
            Subject = whom,
            Event = new JudgedEvent(judged.Event.DefinitionId, judged.Event.Threshold, judged.Event.WindowMonths),
            HorizonMonths = judged.HorizonMonths,
            PLow = low ?? best,
            PBest = best ?? (low + high) / 2,
            Scale = likelihood.ScaleId,
            Term = WatchSubject.Fold(likelihood.Term),
            Rank = judged.Rank,
            Of = judged.Of,
            Before = refit is null ? null : new Refit(refit.HasPBest ? refit.PBest : null, refit.Rank, refit.ValidFromMs),
            Portions = portions,
        };
    }

    private static IEnumerable<ObservedFact> Observed(Indicator indicator, WatchSubject whom, ImmutableArray<FactPortion> portions)
    {
        string name = WatchSubject.Fold(indicator.Name);
        return indicator.Observations.Where(seen => name.Length > 0 && IsTime(seen.AtMs))
            .Select(seen => new ObservedFact(whom, name, seen.AtMs, seen.HasValue ? seen.Value : null, seen.Unit, portions));
    }

    private IEnumerable<WatchedFact> Watched() => All(WatchEntry.Parser).Select(entry => new WatchedFact(
        WatchSubject.Of(entry.Value.Iso3, entry.Value.AdmPcode, entry.Value.Group),
        entry.Value.SinceMs > 0 ? entry.Value.SinceMs : _row.IssuedAtMs,
        [entry.Portion]));

    /// <summary>A threshold whose header is withheld might be withdrawn: it does not count.</summary>
    private IEnumerable<LineFact> Lines()
    {
        if (All(ThresholdHeader.Parser).FirstOrDefault() is not { Portion: not null } header
            || All(Subject.Parser).FirstOrDefault() is not { Portion: not null } subject)
        {
            yield break;
        }

        (WatchSubject whom, ImmutableArray<FactPortion> about) = Whom(subject);
        foreach ((FactPortion portion, RedLine line) in All(RedLine.Parser))
        {
            yield return new LineFact
            {
                Subject = whom,
                Indicator = WatchSubject.Fold(line.Indicator),
                Crossing = line.Crossing switch
                {
                    Crossing.AtLeast => LineCrossing.AtLeast,
                    Crossing.AtMost => LineCrossing.AtMost,
                    Crossing.Seen or Crossing.Unspecified => LineCrossing.Seen,
                },
                Value = line.HasValue ? line.Value : null,
                Unit = line.Unit,
                Statement = line.Statement,
                FromMs = header.Value.ValidFromMs,
                UntilMs = header.Value.ValidUntilMs,
                Withdrawn = header.Value.Withdrawn,
                Portions = [portion, .. about, header.Portion],
            };
        }
    }

    private (WatchSubject Whom, ImmutableArray<FactPortion> About) Whom((FactPortion Portion, Subject Value) subject) =>
        All(Place.Parser).FirstOrDefault() is { Portion: not null } place && place.Value.AdmPcode.Length > 0
            ? (WatchSubject.Of(subject.Value.Iso3, place.Value.AdmPcode), [subject.Portion, place.Portion])
            : (WatchSubject.Of(subject.Value.Iso3), [subject.Portion]);

    private IEnumerable<(FactPortion Portion, T Value)> All<T>(Google.Protobuf.MessageParser<T> parser)
        where T : Google.Protobuf.IMessage<T>, new()
    {
        string type = new T().Descriptor.FullName;
        return _shown.Where(portion => portion.Body.Type == type)
            .Select(portion => (Known(portion), parser.ParseFrom(portion.Body.Value.Span)))
            .Where(read => read.Item1 is not null)
            .Select(read => (read.Item1!, read.Item2));
    }

    private FactPortion? Known(Portion portion) => _schema.TryResolve(portion.Body.Path, portion.Body.Type, out PortionType? type)
        ? new FactPortion(_row.Product, portion.Index,
        [
            .. portion.Markings.Select(marking => new PortionFacts
            {
                Originator = _row.Originator,
                FieldClass = type.FieldClass,
                Marking = marking,
                Regions = portion.Body.Regions,
                Topics = portion.Body.Topics,
                SealedAt = DateTimeOffset.FromUnixTimeMilliseconds(_row.IssuedAtMs),
            }),
        ])
        : null;

    private static DateSpan Span(DatePrecision precision) => precision switch
    {
        DatePrecision.Unspecified or DatePrecision.Day => DateSpan.Day,
        DatePrecision.Week => DateSpan.Week,
        DatePrecision.Month => DateSpan.Month,
        DatePrecision.Year => DateSpan.Year,
    };

    /// <summary>A time that a calendar can hold; a partner may write any number.</summary>
    private static bool IsTime(long ms) =>
        ms > 0 && ms < DateTimeOffset.MaxValue.AddYears(-2).ToUnixTimeMilliseconds();
}
