using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;

namespace Gateway.Core.Tests.Watching;

/// <summary>Facts that a test writes down in one line each.</summary>
internal static class Seen
{
    public static readonly WatchSubject Burkina = WatchSubject.Of("BFA");
    public static readonly JudgedEvent Killing = new("mass-killing", 1000, 12);

    public static long Day(string date) => DateTimeOffset.Parse(date + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    public static DateTimeOffset At(string date) => DateTimeOffset.FromUnixTimeMilliseconds(Day(date));

    public static ProductId Id(string name) =>
        ProductId.TryFrom(SHA256.HashData(Encoding.UTF8.GetBytes(name)), out ProductId id) ? id : throw new ArgumentException("id");

    /// <summary>A product; its lineage is its name unless said otherwise.</summary>
    public static ProductFacts Product(string partner, string name, string issued = "2026-01-01", string? lineage = null, string mark = "(U)") => new()
    {
        Product = Id(partner + name),
        Partner = PartnerCode.Of(partner),
        Lineage = lineage ?? name,
        IssuedAtMs = Day(issued),
        HoldsFromMs = Day(issued),
        Unit = mark,
    };

    public static ProductFacts Sees(this ProductFacts product, string indicator, string date, double? value, string unit = "events", WatchSubject? where = null) =>
        product with { Observed = product.Observed.Add(new ObservedFact(where ?? Burkina, indicator, Day(date), value, unit, product.At(1))) };

    public static ProductFacts Judges(
        this ProductFacts product, double? p = null, uint rank = 0, uint months = 24, Refit? before = null, string scale = "", string term = "", WatchSubject? whom = null) =>
        product with
        {
            Judged = product.Judged.Add(new JudgedFact
            {
                Subject = whom ?? Burkina,
                Event = Killing,
                HorizonMonths = months,
                PLow = p,
                PBest = p,
                Rank = rank,
                Of = 168,
                Before = before,
                Scale = scale,
                Term = term,
                Portions = product.At(2),
            }),
        };

    public static ProductFacts Draws(
        this ProductFacts product, string indicator, LineCrossing way, double? value, string unit = "events", string from = "", string until = "", bool withdrawn = false, WatchSubject? whom = null) =>
        product with
        {
            Lines = product.Lines.Add(new LineFact
            {
                Subject = whom ?? Burkina,
                Indicator = indicator,
                Crossing = way,
                Value = value,
                Unit = unit,
                Statement = "This must not happen.",
                FromMs = from.Length > 0 ? Day(from) : 0,
                UntilMs = until.Length > 0 ? Day(until) : 0,
                Withdrawn = withdrawn,
                Portions = product.At(3),
            }),
        };

    public static ProductFacts Expects(this ProductFacts product, string date, DateSpan span = DateSpan.Day, string kind = "election") =>
        product with { Triggers = product.Triggers.Add(new TriggerFact(Burkina, kind, Day(date), span, product.At(4))) };

    public static ProductFacts Watches(this ProductFacts product, string since, WatchSubject? whom = null) =>
        product with { Watched = product.Watched.Add(new WatchedFact(whom ?? Burkina, Day(since), product.At(5))) };

    public static ProductFacts Assesses(this ProductFacts product, WatchSubject? whom = null) =>
        product with { Assessed = product.Assessed.Add(new AssessedFact(whom ?? Burkina, product.At(6))) };

    public static WatchFacts Facts(params IEnumerable<ProductFacts> products) => new(Mode.Exercise, products);

    public static RuleSet Rules(params string[] rules)
    {
        bool read = RuleFile.TryRead(
            Encoding.UTF8.GetBytes($"{{\"format\": \"gateway-warning-rules/1\", \"rules\": [{string.Join(',', rules)}]}}"),
            MarkingRegistry.Default, out RuleSet? set, out ImmutableArray<DocumentError> errors);
        Assert.True(read, string.Join('\n', errors));
        return set!;
    }

    public static WatchReport Report(string rule, params IEnumerable<ProductFacts> products) => Watch.Evaluate(Rules(rule), Facts(products), At("2026-06-01"));

    private static ImmutableArray<FactPortion> At(this ProductFacts product, ushort index) =>
    [
        new FactPortion(product.Product, index,
        [
            new PortionFacts
            {
                Originator = product.Partner,
                FieldClass = FieldClass.Indicator,
                Marking = new Marking { Policy = "US", Text = product.Unit },
                SealedAt = DateTimeOffset.FromUnixTimeMilliseconds(product.IssuedAtMs),
                Regions = ["BFA"],
            },
        ]),
    ];
}
