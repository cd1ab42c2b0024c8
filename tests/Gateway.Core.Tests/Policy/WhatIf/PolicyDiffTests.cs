using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Policy.WhatIf;

public sealed class PolicyDiffTests
{
    private static readonly CorpusPortion Secret = new() { Product = CorpusCases.Product(1), Index = 3, Facts = World.Portion("(S//REL TO USA, FRA)") };

    [Fact]
    public void Nothing_changes_between_a_context_and_itself() => Gen.Select(CorpusCases.Portions, CorpusCases.Context).Sample((portions, context) =>
        PolicyDiff.Between(CorpusIndex.Of(World.Usa, portions), context, context).IsEmpty);

    [Fact]
    public void Gains_and_losses_are_those_of_deciding_each_portion_for_each_partner() =>
        Gen.Select(CorpusCases.Portions, CorpusCases.Context, CorpusCases.Context).Sample(
            (portions, before, after) =>
            {
                var diff = PolicyDiff.Between(CorpusIndex.Of(World.Usa, portions), before, after);
                var expected = new SortedDictionary<string, (long Count, long Sent)>(StringComparer.Ordinal);
                foreach (PartnerCode partner in new[] { World.Fra, World.Gbr, World.Swe })
                {
                    foreach (CorpusPortion portion in portions.Where(portion => portion.Recipients.IsEmpty || portion.Recipients.Contains(partner)))
                    {
                        Decision was = Plain(portion, partner, before), becomes = Plain(portion, partner, after);
                        if (was.Outcome != becomes.Outcome)
                        {
                            string key = Key(becomes.Outcome > was.Outcome, partner, was, becomes);
                            (long count, long sent) = expected.GetValueOrDefault(key);
                            expected[key] = (count + 1, sent + (portion.Released.Contains(partner) ? 1 : 0));
                        }
                    }
                }

                var found = new SortedDictionary<string, (long, long)>(
                    diff.Gains.Select(row => (Key(true, row.Partner, row.Before, row.After), row))
                        .Concat(diff.Losses.Select(row => (Key(false, row.Partner, row.Before, row.After), row)))
                        .ToDictionary(pair => pair.Item1, pair => (pair.row.Count, pair.row.AlreadySent)),
                    StringComparer.Ordinal);
                Assert.Equal(expected, found);
            },
            iter: 1_000);

    [Fact]
    public void The_products_named_are_those_with_a_portion_that_changes() =>
        Gen.Select(CorpusCases.Portions, CorpusCases.Context, CorpusCases.Context).Sample((portions, before, after) =>
        {
            foreach (DiffRow row in PolicyDiff.Between(CorpusIndex.Of(World.Usa, portions), before, after) is var diff ? diff.Gains.Concat(diff.Losses) : [])
            {
                CorpusPortion[] changed = [.. portions
                    .Where(portion => portion.Recipients.IsEmpty || portion.Recipients.Contains(row.Partner))
                    .Where(portion => Same(Plain(portion, row.Partner, before), row.Before) && Same(Plain(portion, row.Partner, after), row.After))];
                Assert.Equal(Ids(changed), Ids(row.Products));
                Assert.Equal(Ids(changed.Where(portion => portion.Released.Contains(row.Partner))), Ids(row.SentProducts));
            }
        });

    [Fact]
    public void The_digest_does_not_depend_on_the_order_of_portions() =>
        Gen.Select(CorpusCases.Portions, CorpusCases.Context, CorpusCases.Context, Gen.Int).Sample((portions, before, after, seed) =>
        {
            CorpusPortion[] shuffled = [.. portions];
            new Random(seed).Shuffle(shuffled);
            return PolicyDiff.Between(CorpusIndex.Of(World.Usa, portions), before, after).Digest
                == PolicyDiff.Between(CorpusIndex.Of(World.Usa, shuffled), before, after).Digest;
        });

    [Fact]
    public void The_digest_stays_while_nothing_comes_due()
    {
        DecisionContext before = Nothing(), after = new World().Context;
        var corpus = CorpusIndex.Of(World.Usa, [Secret]);

        Assert.Equal(
            PolicyDiff.Between(corpus, before, after).Digest,
            PolicyDiff.Between(corpus, before with { Now = World.Noon.AddMinutes(1) }, after with { Now = World.Noon.AddMinutes(1) }).Digest);
    }

    [Fact]
    public void A_loss_says_what_was_sent_already()
    {
        var corpus = CorpusIndex.Of(World.Usa, [Secret, Secret with { Index = 4, Released = [World.Fra] }]);

        DiffRow row = Assert.Single(PolicyDiff.Between(corpus, new World().Context, Nothing()).Losses);

        Assert.Equal((2, 1), (row.Count, row.AlreadySent));
        Assert.Equal([Secret.Product.Id], row.SentProducts);
    }

    [Fact]
    public void A_partner_that_joins_a_coalition_gains_what_is_sealed_from_then_on()
    {
        World world = new();
        World joined = world with { Coalitions = [.. world.Coalitions.Select(c => c.Code.Value == "FVEY" ? c with { Members = [.. c.Members, World.Since("FRA", 2026)] } : c)] };
        CorpusPortion portion = Secret with { Facts = World.Portion("(S//REL TO USA, FVEY)") };
        CorpusPortion old = portion with { Product = CorpusCases.Product(11) };

        var diff = PolicyDiff.Between(CorpusIndex.Of(World.Usa, [portion, old]), world.Context, joined.Context);

        DiffRow row = Assert.Single(diff.Gains);
        Assert.Equal((World.Fra, 1L), (row.Partner, row.Count));
        Assert.Equal([portion.Product.Id], row.Products);
        Assert.Empty(diff.Losses);
    }

    [Fact]
    public void An_agreement_that_lapses_is_a_loss()
    {
        DecisionContext before = new World().Context;

        DiffRow row = Assert.Single(PolicyDiff.Between(
            CorpusIndex.Of(World.Usa, [Secret]), before, before with { Agreements = new Agreements(new World().Without(World.Usa, World.Fra).Agreements) }).Losses);

        Assert.Equal([RuleIds.Agreement], row.After.Rules);
    }

    [Fact]
    public void An_embargo_that_expires_is_a_gain()
    {
        DecisionContext before = new World().Context;
        CorpusPortion portion = Secret with
        {
            Facts = Secret.Facts with { Marking = Secret.Facts.Marking with { NotBeforeMs = World.Noon.AddHours(1).ToUnixTimeMilliseconds() } },
        };

        DiffRow row = Assert.Single(PolicyDiff.Between(CorpusIndex.Of(World.Usa, [portion]), before, before with { Now = World.Noon.AddHours(1) }).Gains);

        Assert.True(row.IsNewFlow);
        Assert.Equal([RuleIds.Embargo], row.Before.Rules);
    }

    [Fact]
    public void A_marking_read_otherwise_is_a_change()
    {
        DecisionContext before = new World().Context;
        var book = new TestBook { Stated = { ["(S//REL TO USA, FRA)"] = TestBook.Mark(Level.TopSecret, "USA") } };

        Assert.Equal(1, PolicyDiff.Between(CorpusIndex.Of(World.Usa, [Secret]), before, before with { Markings = book }).LossCount);
    }

    [Fact]
    public void A_hold_is_a_gain_and_no_new_flow()
    {
        DecisionContext after = new World { Texts = [World.GiveAll.Replace("outcome release", "outcome hold", StringComparison.Ordinal)] }.Context;

        var diff = PolicyDiff.Between(CorpusIndex.Of(World.Usa, [Secret]), Nothing(), after);

        Assert.Equal((1, 0), (diff.GainCount, diff.NewFlowCount));
    }

    [Fact]
    public void A_partner_that_only_the_new_roster_knows_is_looked_at()
    {
        World world = new();
        DecisionContext before = world.Context with { Roster = (world with { Partners = [.. world.Partners.Where(partner => partner.Code != World.Fra)] }).Roster };

        Assert.Equal(World.Fra, Assert.Single(PolicyDiff.Between(CorpusIndex.Of(World.Usa, [Secret]), before, world.Context).Gains).Partner);
    }

    [Fact]
    public void A_context_of_another_partner_is_refused() => Assert.Throws<ArgumentException>(() =>
        PolicyDiff.Between(CorpusIndex.Of(World.Fra, []), new World().Context, new World().Context));

    private static DecisionContext Nothing() => new World().Context with { Policy = PolicySet.Empty };

    // The naive loop: no classes, no memo, no eras.
    private static Decision Plain(CorpusPortion portion, PartnerCode partner, DecisionContext context)
    {
        Decision lowest = Interpreter.Decide(portion.Facts with { SealedAt = portion.Product.SealedAt }, partner, context);
        foreach (Marking floor in portion.Floors)
        {
            Decision under = Interpreter.Decide(portion.Facts with { SealedAt = portion.Product.SealedAt, Marking = floor }, partner, context);
            lowest = under.Outcome < lowest.Outcome ? under : lowest;
        }

        return lowest;
    }

    private static bool Same(Decision one, Decision other) => one.Outcome == other.Outcome && one.Rules.SequenceEqual(other.Rules);

    private static string Key(bool gain, PartnerCode partner, Decision was, Decision becomes) =>
        $"{gain} {partner} {was.Outcome} {string.Join(',', was.Rules)} {becomes.Outcome} {string.Join(',', becomes.Rules)}";

    private static string[] Ids(IEnumerable<CorpusPortion> portions) => Ids(portions.Select(portion => portion.Product.Id));

    private static string[] Ids(IEnumerable<ProductId> ids) => [.. ids.Select(id => id.ToString()).Distinct().Order(StringComparer.Ordinal)];
}
