using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Watching;
using static Gateway.Core.Tests.Watching.Seen;

namespace Gateway.Core.Tests.Watching;

/// <summary>What is told of what holds: once, worse, over.</summary>
public sealed class TellingTests
{
    private static readonly RuleSet All = Rules(
        """{"id": "murders", "kind": "crossing", "indicator": "x", "unit": "events", "at_least": 20}""",
        """{"id": "line", "kind": "threshold"}""",
        """{"id": "risk", "kind": "risk-rise", "event": "mass-killing", "by_p": 0.01}""",
        """{"id": "many", "kind": "concurrence", "least": 2, "event": "mass-killing", "p_low": 0.05}""",
        """{"id": "near", "kind": "trigger", "days": [30, 7]}""",
        """{"id": "first", "kind": "first-assessment"}""");

    private readonly Dictionary<string, ToldFinding> _told = [];

    [Fact]
    public void A_cause_is_told_once_a_worse_one_again_and_its_end_once()
    {
        ProductFacts seen = Product("FRA", "a").Sees("x", "2026-01-01", 20);
        Assert.IsType<Telling.Alert>(Assert.Single(Tell(seen)));
        Assert.Empty(Tell(seen));
        Assert.Empty(Tell(seen = seen.Sees("x", "2026-01-02", 25)));
        Assert.IsType<Telling.Update>(Assert.Single(Tell(seen = seen.Sees("x", "2026-01-03", 45))));
        Assert.Empty(Tell(seen = seen.Sees("x", "2026-01-04", 21)));
        Assert.Empty(Tell(seen = seen.Sees("x", "2026-01-05", 45)));
        var cancel = Assert.IsType<Telling.Cancel>(Assert.Single(Tell(seen = seen.Sees("x", "2026-01-06", 3))));
        Assert.Equal(3, cancel.Revision);
        Assert.Empty(Tell(seen));
        Assert.Equal(4, Assert.IsType<Telling.Alert>(Assert.Single(Tell(seen.Sees("x", "2026-01-07", 20)))).Revision);
    }

    [Fact]
    public void A_clock_that_jumps_takes_nothing_back_and_tells_nothing_twice()
    {
        ProductFacts election = Product("FRA", "a").Expects("2026-07-01");
        Assert.Empty(Tell(At("2026-05-31"), election));
        Assert.Single(Tell(At("2026-06-01"), election));
        Assert.Empty(Tell(At("2026-01-01"), election));
        Assert.Empty(Tell(At("2026-06-02"), election));
        Assert.IsType<Telling.Update>(Assert.Single(Tell(At("2026-06-24"), election)));
        Assert.Empty(Tell(At("2099-01-01"), election));
        Assert.Empty(Tell(At("2026-06-25"), election));
        Assert.IsType<Telling.Cancel>(Assert.Single(Tell(At("2026-06-25"), Product("FRA", "a2", "2026-06-20", "a").Expects("2026-11-01"))));
    }

    [Fact]
    public void After_a_jump_into_the_future_what_comes_in_between_is_still_told()
    {
        Assert.Empty(Tell(At("2099-01-01"), Product("FRA", "a").Expects("2027-07-01")));
        Assert.Single(Tell(At("2027-06-15"), Product("FRA", "a").Expects("2027-07-01")));
    }

    [Fact]
    public void A_watch_that_sees_less_cancels_nothing()
    {
        ProductFacts seen = Product("FRA", "a").Sees("x", "2026-01-01", 20);
        Record(Tellings.Next(All, Watch.Evaluate(All, Facts(seen), At("2026-06-01")), [], Level.Secret), Level.Secret);
        WatchReport nothing = Watch.Evaluate(All, Facts(), At("2026-06-01"));
        Assert.Empty(Tellings.Next(All, nothing, _told.Values, Level.Confidential));
        Assert.Single(Tellings.Next(All, nothing, _told.Values, Level.Secret));
    }

    [Fact]
    public void A_rule_that_is_taken_away_cancels_nothing()
    {
        Tell(Product("FRA", "a").Sees("x", "2026-01-01", 20));
        Assert.Empty(Tellings.Next(RuleSet.Empty, Watch.Evaluate(RuleSet.Empty, Facts(), At("2026-06-01")), _told.Values, Level.Secret));
    }

    [Fact]
    public void Modes_never_share_a_cause()
    {
        ProductFacts seen = Product("FRA", "a").Sees("x", "2026-01-01", 20);
        Assert.NotEqual(
            Watch.Evaluate(All, new WatchFacts(Core.Sealing.Mode.Actual, [seen]), At("2026-06-01")).Findings[0].Key,
            Watch.Evaluate(All, new WatchFacts(Core.Sealing.Mode.Exercise, [seen]), At("2026-06-01")).Findings[0].Key);
    }

    /// <summary>The same facts in any order give the same report; in any batches they leave the same causes on record.</summary>
    [Fact]
    public void Order_and_batches_make_no_difference() => Worlds.Sample(
        world =>
        {
            (ProductFacts[] products, int seed, int batch) = world;
            ProductFacts[] shuffled = [.. products];
            new Random(seed).Shuffle(shuffled);
            WatchReport straight = Watch.Evaluate(All, Facts(products), At("2026-06-01")), mixed = Watch.Evaluate(All, Facts(shuffled), At("2026-06-01"));
            Assert.Equal(straight.Findings.Select(Text), mixed.Findings.Select(Text));

            var test = new TellingTests();
            for (int taken = batch; ; taken += batch)
            {
                IReadOnlyList<Telling> told = test.Tell(shuffled[..Math.Min(taken, shuffled.Length)]);
                Assert.Equal(told.Count, told.Select(Key).Distinct().Count());
                Assert.Empty(test.Tell(shuffled[..Math.Min(taken, shuffled.Length)]));
                if (taken >= shuffled.Length)
                {
                    break;
                }
            }

            Assert.Equal(
                straight.Findings.Where(found => found.Kind != FindingKind.FirstAssessment).Select(found => found.Key),
                test._told.Values.Where(row => row.State == ToldState.Warned && row.Kind != FindingKind.FirstAssessment).Select(row => row.Key).Order(StringComparer.Ordinal));
            Assert.All(straight.Findings, found => Assert.True(test._told[found.Key].Degree >= found.Degree));
        },
        iter: 300);

    private static string Text(Finding finding) =>
        string.Join('|', [finding.Key, finding.Degree.ToString(System.Globalization.CultureInfo.InvariantCulture), finding.Title, finding.Statement,
            .. finding.Grounds.Select(ground => ground.Product + ground.Text)]);

    private static string Key(Telling telling) => telling switch
    {
        Telling.Alert alert => alert.Finding.Key,
        Telling.Update update => update.Finding.Key,
        Telling.Cancel cancel => cancel.Told.Key,
        _ => "",
    };

    private static readonly Gen<ProductFacts> AnyProduct =
        from partner in OneOf("FRA", "USA", "SWE")
        from lineage in Gen.Int[0, 2]
        from month in Gen.Int[1, 9]
        from what in Gen.Int[0, 5]
        from day in Gen.Int[1, 9]
        from value in OneOf<double>(0, 5, 20, 41, 90, double.NaN)
        from p in OneOf(0.01, 0.03, 0.06)
        from unit in OneOf("events", "events", "persons")
        select Of(Product(partner, $"{lineage}-{month}-{what}-{day}-{value}-{p}-{unit}", $"2026-0{month}-01", $"l{lineage}"), what, $"2026-0{month}-0{day}", value, p, unit);

    private static readonly Gen<(ProductFacts[] Products, int Seed, int Batch)> Worlds =
        Gen.Select(AnyProduct.Array[1, 14], Gen.Int[0, 1000], Gen.Int[1, 5]);

    private static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static ProductFacts Of(ProductFacts product, int what, string date, double value, double p, string unit) => what switch
    {
        0 => product.Sees("x", date, value, unit),
        1 => product.Draws("x", LineCrossing.AtLeast, 20),
        2 => product.Judges(p),
        3 => product.Expects("2026-06-1" + date[^1], kind: "x" + unit),
        4 => product.Watches(date),
        _ => product.Assesses(),
    };

    private ImmutableArray<Telling> Tell(params ProductFacts[] products) => Tell(At("2026-06-01"), products);

    private ImmutableArray<Telling> Tell(DateTimeOffset now, params ProductFacts[] products)
    {
        ImmutableArray<Telling> next = Tellings.Next(All, Watch.Evaluate(All, Facts(products), now), _told.Values, Level.Secret);
        Record(next, Level.Secret);
        return next;
    }

    private void Record(ImmutableArray<Telling> next, Level sight)
    {
        foreach (Telling telling in next)
        {
            ToldFinding row = Tellings.After(telling, sight);
            _told[row.Key] = row;
        }
    }
}
