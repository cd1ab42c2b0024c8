using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Testing.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>A clock that is set back opens nothing that was shut before, on any way out, across a restart too.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly AuditBody Reason = new("(node)", "policy reconsider number=1");

    // Few and close together, so that embargoes, agreements, rosters and both clocks meet at the same instants.
    private static readonly Gen<DateTimeOffset> Instant =
        Gen.Select(Gen.Int[-3, 3], Gen.Int[-1, 1]).Select((hours, ms) => Parties.Noon.AddHours(hours).AddMilliseconds(ms));

    private static readonly Gen<(DateTimeOffset From, DateTimeOffset Until)> Period = Gen.Select(Instant, Instant);

    private static readonly Gen<NodeModel> Model = Gen.Select(Period.Array[3], Instant).Select((periods, expires) => Parties.Model(Parties.Fra) with
    {
        Roster = new Roster(Parties.Roster.Terms with { Expires = expires.AddHours(2) }, Parties.Roster.Partners, []),
        Agreements = new Agreements(Parties.Model(Parties.Fra).Agreements.All.Select((agreement, i) =>
            agreement with { ValidFrom = periods[i % 3].From, ValidUntil = periods[i % 3].Until })),
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_clock_that_runs_forward_is_never_behind_whoever_asks()
    {
        var clock = new DecisionClock(TimeProvider.System);
        Parallel.For(0, 64, _ =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                Assert.False(clock.Now().IsBehind);
            }
        });
    }

    [Fact]
    public void A_clock_that_was_set_back_is_behind_until_it_has_caught_up()
    {
        var time = new FakeTimeProvider(Parties.Noon);
        var clock = new DecisionClock(time, Parties.Noon - Hour);
        Assert.Equal(DecisionTime.At(Parties.Noon), clock.Now());
        time.AdjustTime(Parties.Noon - Hour);
        Assert.Equal(new DecisionTime(Parties.Noon - Hour, Parties.Noon), clock.Now());
        time.Advance(Hour);
        Assert.False(clock.Now().IsBehind);
        Assert.True(new DecisionClock(time, Parties.Noon + Hour).Now().IsBehind);
    }

    [Fact]
    public void Each_portion_gets_the_stricter_outcome_of_the_two_instants() => Gen.Select(Model, Gen.Select(Instant, Gen.Bool).Array[6], Instant, Instant).Sample(
        (model, embargoes, now, latest) =>
        {
            using var sealer = new Sealer(RandomSource.System);
            SealedProduct product = Embargoed(sealer, embargoes);
            var at = new DecisionTime(now, latest);
            return model.Recipients.All(to =>
            {
                Ruling both = Decider.Decide(product, to, model, at);
                Ruling one = Decider.Decide(product, to, model, at.Now), other = Decider.Decide(product, to, model, at.Latest);
                return both.Portions.Zip(one.Portions.Zip(other.Portions)).All(portion =>
                        portion.First.Decision.Outcome == (Outcome)Math.Min((int)portion.Second.First.Decision.Outcome, (int)portion.Second.Second.Decision.Outcome))
                    && both.Allowed.All(index => one.Allowed.Contains(index) && other.Allowed.Contains(index))
                    && Preview.Of(product, to, model, at).Ruling.Opened.All(index => one.Allowed.Contains(index) && other.Allowed.Contains(index));
            });
        },
        iter: 300);

    [Fact]
    public void A_reader_at_home_sees_what_both_instants_show()
    {
        NodeModel model = Parties.Model(Parties.Fra) with
        {
            Roster = new Roster(Parties.Roster.Terms, Parties.Roster.Partners, [new(PartnerCode.Of("FVEY"), [new Membership(Parties.Fra, Parties.Noon - (2 * Hour), Parties.Noon)])]),
        };
        var facts = new PortionFacts
        {
            Originator = Parties.Usa,
            FieldClass = Core.Assessments.FieldClass.Judgement,
            Marking = new Marking { Policy = "US", Text = "(C//REL TO USA, FVEY)", ReleasableTo = ["FVEY", "USA"] },
            Regions = [],
            Topics = [],
            SealedAt = Parties.Noon - Hour,
        };
        Assert.Equal(Outcome.Release, new LocalSight(model, Level.Secret, Parties.Noon - Hour).Of(facts));
        Assert.Equal(Outcome.Withhold, new LocalSight(model, Level.Secret, Parties.Noon).Of(facts));
        Assert.Equal(Outcome.Withhold, new LocalSight(model, Level.Secret, new DecisionTime(Parties.Noon - Hour, Parties.Noon)).Of(facts));
    }

    [Fact]
    public async Task What_an_agreement_gave_stays_home_after_it_ended_and_the_clock_was_set_back()
    {
        await using var node = new TestNode(Parties.Fra) { Model = Until(Parties.Noon + Hour) };
        await node.PublishAsync(node.Seal());
        await node.PublishAsync(node.Seal());
        node.Clock.Advance(Hour);
        Assert.Equal(Delivery.Withdrawn, (await node.DeliverAsync(Parties.Usa)).Delivery);

        node.Clock.AdjustTime(Parties.Noon);
        (Delivery delivery, RecordingChannel channel) = await node.DeliverAsync(Parties.Usa, 2);
        Assert.Equal(Delivery.Withdrawn, delivery);
        Assert.Empty(channel.Released);
        await node.PublishAsync(node.Seal());
        Assert.Equal(2, node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
    }

    [Fact]
    public async Task A_restart_does_not_make_a_node_forget_what_time_it_was()
    {
        await using var before = new TestNode(Parties.Fra) { Model = Until(Parties.Noon + Hour) };
        await before.PublishAsync(before.Seal());
        before.Clock.Advance(2 * Hour);
        Assert.Equal(Delivery.Withdrawn, (await before.DeliverAsync(Parties.Usa)).Delivery);

        await using var after = new TestNode(Parties.Fra, before.Store, "again") { Model = before.Model };
        Assert.Equal(Parties.Noon, after.Clock.GetUtcNow());
        SealedProduct product = after.Seal();
        await after.PublishAsync(product);
        Assert.Equal(1, after.Store.Read.LastSequence(Parties.Usa, Lane.Products));
        DecisionRow row = after.Store.Read.Decisions(product.Id).Single(decision => decision.Partner == Parties.Usa);
        Assert.True(DecisionRecord.TryDecode(row.Record.Span, out DecisionRecord? record));
        Assert.Equal((Parties.Noon.ToUnixTimeMilliseconds(), (Parties.Noon + (2 * Hour)).ToUnixTimeMilliseconds()), (record.AtMs, record.LatestMs));
        Ruling again = Decider.Decide(
            product, Parties.Usa, after.Model, new DecisionTime(DateTimeOffset.FromUnixTimeMilliseconds(record.AtMs), DateTimeOffset.FromUnixTimeMilliseconds(record.LatestMs)));
        Assert.Equal(again.Portions.Select(portion => portion.Decision.Outcome), record.Portions.Select(portion => portion.Decision.Outcome));
    }

    [Fact]
    public async Task What_a_clock_that_runs_behind_takes_back_goes_again_when_it_has_caught_up()
    {
        await using var node = new TestNode(Parties.Fra);
        node.Clock.Advance(3 * Hour);
        SealedProduct product = Embargo(node, Parties.Noon + (2 * Hour));
        await node.PublishAsync(product);
        Assert.Null(node.Store.Read.Due(product.Id));
        node.Clock.AdjustTime(Parties.Noon);
        Assert.Equal(Delivery.Withdrawn, (await node.DeliverAsync(Parties.Usa)).Delivery);
        Assert.Equal((Parties.Noon + (2 * Hour)).ToUnixTimeMilliseconds(), node.Store.Read.Due(product.Id));

        node.Clock.Advance(2 * Hour);
        Assert.True(await Reconsider(node, product));
        Assert.Equal(Delivery.Sent, (await node.DeliverAsync(Parties.Usa, 2)).Delivery);

        // The clock runs behind for one hour more, and then nothing is left to look at.
        Assert.Equal((Parties.Noon + (3 * Hour)).ToUnixTimeMilliseconds(), node.Store.Read.Due(product.Id));
        node.Clock.Advance(Hour);
        Assert.False(await Reconsider(node, product));
        Assert.Null(node.Store.Read.Due(product.Id));
    }

    [Fact]
    public async Task Whatever_the_clock_does_nothing_is_sent_that_the_latest_instant_denies() => await Gen.Select(
        Model, Gen.Select(Instant, Gen.Bool).Array[6], Gen.Select(Gen.Int[0, 3], Instant).Array[4, 12]).SampleAsync(
        async (model, embargoes, steps) =>
        {
            var store = new InMemoryNodeStore();
            var node = new TestNode(Parties.Fra, store) { Model = model };
            var time = Parties.Noon.AddHours(-3);
            DateTimeOffset latest = time;
            int restarts = 0;
            var sealedHere = new List<SealedProduct>();
            node.Clock.AdjustTime(time);
            foreach ((int step, DateTimeOffset to) in steps)
            {
                switch (step)
                {
                    case 0:
                        SealedProduct product = node.Seal(drafts: Drafts(embargoes));
                        await node.PublishAsync(product);
                        sealedHere.Add(product);
                        break;
                    case 1:
                        // Back or forth.
                        node.Clock.AdjustTime(to);
                        break;
                    case 2:
                        // What was seen and left no statement behind is not known afterwards.
                        await node.DisposeAsync();
                        DateTimeOffset now = node.Clock.GetUtcNow();
                        node = new TestNode(Parties.Fra, store, $"restart {++restarts}") { Model = model };
                        node.Clock.AdjustTime(now);
                        latest = DateTimeOffset.FromUnixTimeMilliseconds(
                            store.Read.Entries(LogName.Release, 0, 1_000).Concat(store.Read.Entries(LogName.Internal, 0, 1_000)).Select(row => row.AtMs).DefaultIfEmpty(0).Max());
                        break;
                    default:
                        foreach (SealedProduct known in sealedHere)
                        {
                            await Reconsider(node, known);
                        }

                        break;
                }

                _ = node.Decisions.Now();
                latest = node.Clock.GetUtcNow() > latest ? node.Clock.GetUtcNow() : latest;
                if (!await SendsOnlyWhatBothAllow(node, model, new DecisionTime(node.Clock.GetUtcNow(), latest)))
                {
                    return false;
                }
            }

            await node.DisposeAsync();
            return true;
        },
        iter: 60);

    private static async Task<bool> SendsOnlyWhatBothAllow(TestNode node, NodeModel model, DecisionTime at)
    {
        foreach (PartnerCode partner in model.Recipients)
        {
            foreach (FeedRow row in node.Store.Read.Feed(partner, Lane.Products, 0, 100))
            {
                var channel = new RecordingChannel(partner);
                await node.Gate.DeliverAsync(row, channel, Cancellation);
                foreach (ReleasePermit permit in channel.Released)
                {
                    SealedProduct product = node.Store.Read.Sealed(row.Product)!;
                    ImmutableArray<ushort> now = Decider.Decide(product, partner, model, at.Now).Allowed, latest = Decider.Decide(product, partner, model, at.Latest).Allowed;
                    Assert.True(Package.TryDecode(permit.Package, out Package? package, out _));
                    if (!package.Openings.All(opening => now.Contains(opening.Index) && latest.Contains(opening.Index)))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    private static NodeModel Until(DateTimeOffset end) => Parties.Model(Parties.Fra) with
    {
        Agreements = new Agreements(Parties.Model(Parties.Fra).Agreements.All.Select(agreement => agreement with { ValidUntil = end })),
    };

    private static Task<bool> Reconsider(TestNode node, SealedProduct product) =>
        node.Gate.ReconsiderAsync(node.Store.Read.Find(product.Id)!, Reason, Cancellation);

    private static SealedProduct Embargo(TestNode node, DateTimeOffset until) =>
        node.Seal(drafts: Drafts([.. Enumerable.Repeat((until, true), TestSchema.Drafts.Length)]));

    private static SealedProduct Embargoed(Sealer sealer, (DateTimeOffset Until, bool Is)[] embargoes) =>
        sealer.Seal(Drafts(embargoes), TestSchema.Terms(RandomSource.System, Parties.Noon.ToUnixTimeMilliseconds()) with { Originator = Parties.Fra });

    private static ImmutableArray<DraftPortion> Drafts((DateTimeOffset Until, bool Is)[] embargoes) =>
    [
        .. TestSchema.Drafts.Select((draft, i) => draft with
        {
            Marking = draft.Marking with { NotBeforeMs = embargoes[i].Is ? embargoes[i].Until.ToUnixTimeMilliseconds() : 0 },
        }),
    ];
}
