using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>The third-party rule at work: France writes, the United States hand on to Germany.</summary>
public sealed class HandOnTests : IAsyncDisposable
{
    private const string GiveNothing = "policy open version 2\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
        + "give T-none\n  because \"test\"\n  field class model\n  to all partners\n  outcome release\n";

    private readonly TestNode _fra = new(Parties.Fra);
    private readonly TestNode _usa = new(Parties.Usa);
    private readonly TestNode _deu = new(Parties.Deu);

    [Fact]
    public async Task What_the_originator_granted_arrives_over_two_hops_and_verifies()
    {
        SealedProduct product = await Arrived();
        HandOnOutcome.Released released = Assert.IsType<HandOnOutcome.Released>(await Go(product));
        Assert.Equal("DIFFUSION RESTREINTE//REL TO DEU, USA", released.Ruling.Banner!.Text);
        (Delivery delivery, RecordingChannel channel) = await _usa.DeliverAsync(Parties.Deu);
        Assert.Equal(Delivery.Sent, delivery);
        VerifiedRelease release = Assert.IsType<Verification.Verified>(_deu.Verify(channel.Released.Single())).Release;
        Assert.Equal([Parties.Fra, Parties.Usa], release.Chain.Select(hop => hop.Releaser));
        Assert.Equal([Parties.Usa, Parties.Deu], release.Chain.Select(hop => hop.Recipient));
        Assert.All(release.Portions, portion => Assert.Contains("DEU", portion.Body.Marking.ReleasableTo.Append(portion.Body.Marking.Text.Contains("DEU", StringComparison.Ordinal) ? "DEU" : "")));
        Assert.Equal(3, release.Portions.Length);
        Assert.IsType<IntakeOutcome.Stored>(await _deu.TakeAsync(Parties.Usa, channel.Released.Single()));
    }

    [Fact]
    public async Task Only_the_grants_of_the_next_hop_travel_and_nothing_of_the_hop_before()
    {
        SealedProduct product = await Arrived();
        await Go(product);
        byte[] sent = (await _usa.DeliverAsync(Parties.Deu)).Channel.Released.Single().Package.ToArray();
        Assert.True(Package.TryDecode(sent, out Package? package, out _));
        Assert.All(package.Grants, grant => Assert.Equal(Parties.Deu, grant.To));
        Assert.Equal(package.Openings.Select(opening => opening.Index), package.Grants.Select(grant => grant.Index));
        Assert.True(package.Hops[0].OpeningsSalt.IsEmpty && package.Hops[0].Terms.IsEmpty && package.Hops[0].TermsSalt.IsEmpty);
        FeedRow first = _fra.Row(Parties.Usa);
        var salts = new ReleaseSalts(first.Seed);
        foreach (ReadOnlyMemory<byte> secret in new ReadOnlyMemory<byte>[] { salts.Openings, salts.Terms, salts.Slot, salts.Record, first.Terms })
        {
            Assert.True(sent.AsSpan().IndexOf(secret.Span) < 0);
        }

        foreach (Portion portion in product.Portions.Where(portion => package.Openings.All(opening => opening.Index != portion.Index)))
        {
            Assert.True(sent.AsSpan().IndexOf(portion.Salt.Span) < 0);
            Assert.True(sent.AsSpan().IndexOf(portion.Body.Value.Span) < 0);
        }
    }

    [Fact]
    public async Task The_next_hop_cannot_see_whether_something_higher_was_withheld_from_it()
    {
        SealedProduct plain = _fra.Seal(drafts: [TestSchema.Drafts[0]]);
        SealedProduct full = _fra.Seal(drafts: [TestSchema.Drafts[0], TestSchema.Drafts[5] with { Marking = TestSchema.Drafts[0].Marking with { Text = "SECRET//REL TO USA", ReleasableTo = [] } }]);
        Package[] packages = [await Through(plain, 1), await Through(full, 2)];
        Assert.Equal(packages[0].Openings.Length, packages[1].Openings.Length);
        Assert.Equal(Shape(packages[0]), Shape(packages[1]));

        // Everything but hashes and salts, and numbers of the log and the feed.
        static string Shape(Package package) => string.Join('|',
            package.Manifest.Length, package.Grants.Length, package.Checkpoints.Length, package.Onward.Length, package.Consistency.Length,
            string.Join(',', package.Hops.Select(hop => $"{hop.Statement.Length} {hop.Terms.Length} {hop.OpeningsSalt.Length} {hop.TermsSalt.Length}")),
            string.Join(',', package.Openings.Select(opening => opening.Salt.Length)));
    }

    [Fact]
    public async Task Who_was_not_granted_gets_nothing_though_the_mark_covers_it_and_the_refusal_is_logged_at_home()
    {
        _fra.Model = _fra.Model with { Onward = [Parties.Swe] };
        SealedProduct product = await Arrived();
        HandOnOutcome.Refused refused = Assert.IsType<HandOnOutcome.Refused>(await Go(product));
        Assert.All(refused.Ruling.Portions, portion => Assert.Equal([RuleIds.ThirdParty], portion.Decision.Rules));
        Assert.Equal([StatementKind.Refusal], _usa.Kinds(LogName.Internal));
        Assert.Equal([StatementKind.Receipt], _usa.Kinds(LogName.Release));
        Assert.Equal(0, _usa.Store.Read.LastSequence(Parties.Deu, Lane.Products));
        Assert.True(DecisionRecord.TryDecode(_usa.Store.Read.Decisions(product.Id).Single().Record.Span, out _));
    }

    [Fact]
    public async Task The_holders_own_policy_decides_too_and_again_at_send()
    {
        SealedProduct product = await Arrived();
        await Go(product);
        _usa.Model = Parties.Model(Parties.Usa, GiveNothing);
        Assert.Equal(Delivery.Withdrawn, (await _usa.DeliverAsync(Parties.Deu)).Delivery);
        Assert.IsType<HandOnOutcome.Refused>(await Go(product));
        _usa.Model = Parties.Model(Parties.Usa);
        Assert.False(Assert.IsType<HandOnOutcome.Released>(await Go(product)).Again);
        Assert.Equal(Delivery.Sent, (await _usa.DeliverAsync(Parties.Deu, 2)).Delivery);
    }

    [Fact]
    public async Task Handing_on_again_has_no_second_effect()
    {
        SealedProduct product = await Arrived();
        await Go(product);
        Assert.True(Assert.IsType<HandOnOutcome.Released>(await Go(product)).Again);
        Assert.Equal(1, _usa.Store.Read.LastSequence(Parties.Deu, Lane.Products));
    }

    [Fact]
    public async Task It_does_not_go_back_to_its_originator_nor_is_an_own_or_an_unknown_product_handed_on()
    {
        SealedProduct product = await Arrived();
        Assert.IsType<HandOnOutcome.Refused>(await _usa.Gate.HandOnAsync(product.Id, Parties.Fra, default));
        Assert.IsType<HandOnOutcome.OwnProduct>(await _fra.Gate.HandOnAsync(product.Id, Parties.Deu, default));
        Assert.IsType<HandOnOutcome.NotHeld>(await _deu.Gate.HandOnAsync(product.Id, Parties.Swe, default));
    }

    [Fact]
    public async Task What_a_newer_edition_replaced_is_not_handed_on()
    {
        SealedProduct first = await Arrived();
        await Arrived(_fra.Seal(first.Manifest.LineageId, first.Manifest.IssuedAtMs + 1), 2);
        Assert.IsType<HandOnOutcome.Refused>(await Go(first));
    }

    [Fact]
    public async Task Copies_that_arrive_by_two_ways_are_merged_and_both_kept()
    {
        SealedProduct product = await Arrived();
        await Go(product);
        Assert.IsType<IntakeOutcome.Stored>(await _deu.TakeAsync(Parties.Fra, (await _fra.DeliverAsync(Parties.Deu)).Channel.Released.Single()));
        Assert.IsType<IntakeOutcome.Stored>(await _deu.TakeAsync(Parties.Usa, (await _usa.DeliverAsync(Parties.Deu)).Channel.Released.Single()));
        Assert.Equal([Parties.Fra, Parties.Usa], _deu.Store.Read.Received(product.Id).Select(row => row.Releaser));
        Assert.Single(_deu.Store.Read.Catalog(Mode.Test, 0, 10));
    }

    [Fact]
    public async Task A_partner_that_may_have_the_fullest_wording_also_gets_what_it_may_hand_on()
    {
        SealedProduct product = await Arrived();
        Assert.True(Package.TryDecode(_usa.Store.Read.Received(product.Id).Single().Package, out Package? package, out _));
        Assert.Equal(5, package.Openings.Length);
        _fra.Model = _fra.Model with { Onward = [] };
        SealedProduct alone = await Arrived(_fra.Seal(), 2);
        Assert.True(Package.TryDecode(_usa.Store.Read.Received(alone.Id).Single().Package, out package, out _));
        Assert.Equal(3, package.Openings.Length);
        Assert.Empty(package.Grants);
    }

    [Fact]
    public async Task A_withdrawn_release_comes_again_with_grants_of_what_is_decided_now()
    {
        const string OnlyHeader = "policy open version 2\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
            + "give T-head\n  because \"test\"\n  field class metadata\n  to all partners\n  outcome release\n";
        SealedProduct product = _fra.Seal();
        await _fra.PublishAsync(product);
        _fra.Model = Parties.Model(Parties.Fra, OnlyHeader);
        Assert.Equal(Delivery.Withdrawn, (await _fra.DeliverAsync(Parties.Usa)).Delivery);
        await _usa.Intake.TakeWithdrawnAsync(Parties.Fra, Lane.Products, 1, new byte[1], new HeldHead("x", 1, new byte[32], new byte[1]), default);
        ReleasePermit permit = (await _fra.DeliverAsync(Parties.Usa, 2)).Channel.Released.Single();
        VerifiedRelease release = Assert.IsType<Verification.Verified>(_usa.Verify(permit)).Release;
        Assert.Equal([(release.Portions.Single().Index, Parties.Deu)], release.Grants.Select(grant => (grant.Index, grant.To)));
    }

    public async ValueTask DisposeAsync()
    {
        await _fra.DisposeAsync();
        await _usa.DisposeAsync();
        await _deu.DisposeAsync();
    }

    private Task<HandOnOutcome> Go(SealedProduct product) => _usa.Gate.HandOnAsync(product.Id, Parties.Deu, CancellationToken.None);

    private async Task<SealedProduct> Arrived(SealedProduct? sealedHere = null, long sequence = 1)
    {
        SealedProduct product = sealedHere ?? _fra.Seal();
        await _fra.PublishAsync(product);
        Assert.IsType<IntakeOutcome.Stored>(await _usa.TakeAsync(Parties.Fra, (await _fra.DeliverAsync(Parties.Usa, sequence)).Channel.Released.Single()));
        return product;
    }

    private async Task<Package> Through(SealedProduct product, long sequence)
    {
        await Arrived(product, sequence);
        Assert.IsType<HandOnOutcome.Released>(await Go(product));
        byte[] sent = (await _usa.DeliverAsync(Parties.Deu, sequence)).Channel.Released.Single().Package.ToArray();
        return Package.TryDecode(sent, out Package? package, out _) ? package : throw new FormatException();
    }
}
