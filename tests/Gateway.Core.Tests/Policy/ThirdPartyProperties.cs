using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Policy.Generators;
using Gateway.Core.Tests.Releasing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Policy;

/// <summary>
/// France writes; Germany, Sweden and the United States hold and hand on to each other, each under a policy of its own. Gates, logs, grants and
/// chains are the real ones.
/// </summary>
public sealed class ThirdPartyProperties
{
    private static readonly Gen<PolicySet> Policy = Policies.For(Parties.Roster);

    /// <summary>Property 12.</summary>
    [Fact]
    public Task Nobody_obtains_through_a_third_partner_what_is_denied_directly() => Gen.Select(Policy, Policy, Policy, Gen.UInt).SampleAsync(
        async (french, american, german, seed) =>
        {
            await using var fra = new TestNode(Parties.Fra) { Model = Of(Parties.Fra, french) };
            await using var usa = new TestNode(Parties.Usa) { Model = Of(Parties.Usa, american) };
            await using var deu = new TestNode(Parties.Deu) { Model = Of(Parties.Deu, german) };
            SealedProduct product = fra.Seal(drafts: Drafts(new Draw(seed)));
            await fra.PublishAsync(product);
            Dictionary<PartnerCode, ushort[]> direct = fra.Model.Recipients.ToDictionary(
                to => to, to => Decider.Decide(product, to, fra.Model, fra.Clock.GetUtcNow()).Allowed.ToArray());

            await Take(fra, usa, Parties.Fra);
            await Take(fra, deu, Parties.Fra);
            foreach ((TestNode holder, TestNode? next) in new[] { (usa, deu), (deu, usa), (usa, (TestNode?)null), (deu, null) })
            {
                PartnerCode to = next?.Self ?? Parties.Swe;
                if (await holder.Gate.HandOnAsync(product.Id, to, CancellationToken.None) is HandOnOutcome.Released { Ruling: var ruling })
                {
                    Assert.True(!ruling.Opened.Except(direct[to]).Any(), $"{holder.Self} gave {to} {string.Join(' ', ruling.Opened)} of {string.Join(' ', direct[to])}");
                }

                if (next is not null)
                {
                    await Take(holder, next, holder.Self);
                }
            }

            foreach (TestNode node in new[] { usa, deu })
            {
                Assert.Empty(Held(node, product).Except(direct[node.Self]));
            }
        },
        iter: 15);

    /// <summary>Property 12, where an owner consents: what the originator did not grant goes to whom the owners name and to nobody else.</summary>
    [Fact]
    public void A_consent_for_one_partner_opens_nothing_to_another() => Cases.OfSize(5).Sample(
        one =>
        {
            foreach (PortionFacts facts in one.Portions)
            {
                PortionFacts bare = facts with { Grants = [], Consents = [] };
                foreach (PartnerCode to in one.Everybody)
                {
                    // Grants stand for the originator's agreement with those that they name.
                    Assert.Equal(
                        Interpreter.Decide(bare, to, one.Context).Outcome,
                        Interpreter.Decide(bare with { Grants = [.. one.Everybody.Where(other => other != to)] }, to, one.Context).Outcome);
                }
            }
        },
        iter: 300);

    private static ImmutableArray<DraftPortion> Drafts(Draw draw) =>
    [
        .. TestSchema.Drafts.Select(draft => draft with
        {
            Regions = [.. draw.Some(Rosters.Regions)],
            Topics = [.. draw.Some(Portions.Topics)],
            Marking = draw.OneIn(2) ? draft.Marking : draft.Marking with { Text = draw.Of(["UNCLASSIFIED", "DIFFUSION RESTREINTE//REL TO DEU, SWE, USA", "SECRET//REL TO DEU, USA", "SECRET//REL TO SWE"]), ReleasableTo = [] },
        }),
    ];

    private static NodeModel Of(PartnerCode self, PolicySet policy) => Parties.Model(self) with { Policy = policy };

    private static async Task Take(TestNode from, TestNode to, PartnerCode releaser)
    {
        for (long sequence = 1; sequence <= from.Store.Read.LastSequence(to.Self, Lane.Products); sequence++)
        {
            (Delivery delivery, RecordingChannel channel) = await from.DeliverAsync(to.Self, sequence);
            if (delivery == Delivery.Sent)
            {
                await to.TakeAsync(releaser, channel.Released.Single());
            }
        }
    }

    private static IEnumerable<ushort> Held(TestNode node, SealedProduct product) => node.Store.Read.Received(product.Id)
        .SelectMany(row => Package.TryDecode(row.Package, out Package? package, out _) ? package.Openings.Select(opening => opening.Index) : []);
}
