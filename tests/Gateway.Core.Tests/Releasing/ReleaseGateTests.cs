using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Policy;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Releasing;

public sealed class ReleaseGateTests : IAsyncDisposable
{
    private const string GiveNothing = "policy open version 2\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
        + "give T-none\n  because \"test\"\n  field class model\n  to all partners\n  outcome release\n";

    private const string GiveTheLowerOnly = "policy open version 2\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
        + "give T-low\n  because \"test\"\n  field any\n  to all partners\n  when level <= RESTRICTED\n  outcome release\n";

    private readonly TestNode _node = new(Parties.Fra);

    [Fact]
    public async Task Each_partner_gets_what_its_marks_allow_and_nothing_of_the_rest()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        DecisionRow[] rows = [.. _node.Store.Read.Decisions(product.Id)];
        Assert.Equal([Parties.Deu, Parties.Swe, Parties.Usa], rows.Select(row => row.Partner));
        Assert.Equal([3, 0, 5], rows.Select(row => Read(row).Portions.Count(portion => portion.Opened)));
        Assert.Equal("DIFFUSION RESTREINTE//REL TO DEU, USA", Banner(_node.Row(Parties.Deu)));
        Assert.Equal("SECRET//REL TO USA", Banner(_node.Row(Parties.Usa)));

        static DecisionRecord Read(DecisionRow row) => DecisionRecord.TryDecode(row.Record.Span, out DecisionRecord? record) ? record : throw new FormatException();
        static string Banner(FeedRow row) => ReleaseTerms.TryDecode(row.Terms.Span, out ReleaseTerms? terms, out _) ? terms.Banner.Text : "";
    }

    [Fact]
    public async Task A_release_that_is_committed_and_not_yet_under_a_published_head_waits_for_it_and_is_sent()
    {
        Task<(Delivery Delivery, RecordingChannel Channel)>? early = null;
        _node.Store.FailsAt = step =>
        {
            if (step == "Committed" && early is null && _node.Store.Read.LastSequence(Parties.Usa, Lane.Products) == 1)
            {
                // Still on the writer's thread: nothing is published until this returns, and the delivery must not give up meanwhile.
                early = Task.Run(() => _node.DeliverAsync(Parties.Usa));
                Task.WaitAny([early], TimeSpan.FromMilliseconds(300));
            }

            return false;
        };
        await _node.PublishAsync(_node.Seal());
        Assert.NotNull(early);
        Assert.Equal(Delivery.Sent, (await early).Delivery);
    }

    [Fact]
    public async Task A_product_addressed_to_one_partner_goes_to_no_other_and_the_refusals_are_logged()
    {
        SealedProduct product = _node.Seal() with { Audience = [Parties.Deu, Parties.Swe] };
        await _node.PublishAsync(product);
        Assert.Equal(0, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
        Assert.Equal(3, _node.Row(Parties.Deu).Opened.Length);
        DecisionRow usa = _node.Store.Read.Decisions(product.Id).Single(row => row.Partner == Parties.Usa);
        Assert.True(DecisionRecord.TryDecode(usa.Record.Span, out DecisionRecord? record));
        Assert.All(record.Portions, portion => Assert.Equal([RuleIds.Addressee], portion.Decision.Rules));
        Assert.DoesNotContain(_node.Store.Read.Grants(product.Id).SelectMany(row => row.Granted), granted => granted.To == Parties.Usa);

        CatalogRow row = _node.Store.Read.Find(product.Id)!;
        Assert.False(await _node.Gate.ReconsiderAsync(row, new AuditBody("test", "test"), CancellationToken.None));
        Assert.Equal(0, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
    }

    [Fact]
    public async Task To_be_addressed_lets_nobody_have_more()
    {
        await _node.PublishAsync(_node.Seal() with { Audience = [Parties.Swe] });
        Assert.Equal(0, _node.Store.Read.LastSequence(Parties.Swe, Lane.Products));
    }

    [Fact]
    public async Task A_product_takes_the_lane_of_its_schema()
    {
        ProductSchema known = _node.Model.Schemas(_node.Seal().Manifest.Schema)!;
        var urgent = new ProductSchema(known.Name.Split('/')[0], known.Commitments, known.Types, Lane.Warnings);
        _node.Model = _node.Model with { Schemas = name => name == urgent.Name ? urgent : null };
        await _node.PublishAsync(_node.Seal());
        Assert.Equal(0, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
        FeedRow row = Assert.Single(_node.Store.Read.Feed(Parties.Usa, Lane.Warnings, 0, 10));
        Assert.True(ReleaseTerms.TryDecode(row.Terms.Span, out ReleaseTerms? terms, out _));
        Assert.Equal((Lane.Warnings, 1L), (terms.Lane, terms.FeedSequence));
    }

    [Fact]
    public async Task The_same_submission_again_has_no_second_effect()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product, "one");
        int entries = _node.Kinds(LogName.Release).Length;
        SealedProduct again = _node.Seal(product.Manifest.LineageId, product.Manifest.IssuedAtMs + 1);
        Assert.Equal(product.Id, Assert.IsType<Publication.Repeated>(await _node.PublishAsync(again, "one")).Product);
        Assert.IsType<Publication.IdReused>(await _node.PublishAsync(_node.Seal(), "one"));
        Assert.Equal(entries, _node.Kinds(LogName.Release).Length);
    }

    [Fact]
    public async Task An_edition_that_is_not_the_newest_is_not_published()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        Assert.IsType<Publication.NotNewest>(await _node.PublishAsync(_node.Seal(product.Manifest.LineageId)));
        Assert.Equal(1, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
    }

    [Fact]
    public async Task Withheld_bytes_are_nowhere_in_what_is_sent()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        byte[] sent = (await _node.DeliverAsync(Parties.Deu)).Channel.Released.Single().Package.ToArray();
        FeedRow row = _node.Row(Parties.Deu);
        foreach (Portion portion in product.Portions)
        {
            bool opened = row.Opened.Contains(portion.Index);
            Assert.Equal(opened, sent.AsSpan().IndexOf(portion.Body.Value.Span) >= 0);
            Assert.Equal(opened, sent.AsSpan().IndexOf(portion.Salt.Span) >= 0);
        }

        Assert.True(sent.AsSpan().IndexOf("evidence"u8) < 0);
    }

    [Fact]
    public async Task A_refusal_stands_in_the_internal_log_only()
    {
        await _node.PublishAsync(_node.Seal());
        Assert.Equal([StatementKind.Release, StatementKind.Release], _node.Kinds(LogName.Release));
        Assert.Equal([StatementKind.Seal, StatementKind.Refusal], _node.Kinds(LogName.Internal));
    }

    [Fact]
    public async Task What_is_sent_verifies_at_the_partner_it_is_for_and_nowhere_else()
    {
        await _node.PublishAsync(_node.Seal());
        (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(Parties.Usa);
        Assert.Equal(Delivery.Sent, delivery);
        await using var usa = new TestNode(Parties.Usa);
        await using var deu = new TestNode(Parties.Deu);
        Assert.IsType<Verification.Verified>(usa.Verify(channel.Released.Single()));
        Assert.Equal(VerificationFault.WrongRecipient, Assert.IsType<Verification.Refused>(deu.Verify(channel.Released.Single())).Fault);
    }

    [Fact]
    public async Task Nothing_goes_over_another_partners_channel()
    {
        await _node.PublishAsync(_node.Seal());
        var channel = new RecordingChannel(Parties.Deu);
        Assert.Equal(Delivery.Blocked, await _node.Gate.DeliverAsync(_node.Row(Parties.Usa), channel, CancellationToken.None));
        Assert.True(channel.IsEmpty);
    }

    [Fact]
    public async Task A_policy_that_changed_between_decision_and_sending_withdraws_and_sends_nothing()
    {
        await _node.PublishAsync(_node.Seal());
        _node.Model = Parties.Model(Parties.Fra, GiveNothing);
        (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(Parties.Usa);
        Assert.Equal(Delivery.Withdrawn, delivery);
        Assert.Empty(channel.Released);
        WithdrawalPermit withdrawn = channel.Withdrawn.Single();
        Assert.Equal((Lane.Products, 1L), (withdrawn.Lane, withdrawn.Sequence));
        Assert.Equal(StatementKind.Withdrawn, _node.StatementAt(withdrawn.Index).Kind);
        Assert.True(WithdrawnBody.TryDecode(_node.StatementAt(withdrawn.Index).Body.Span, out WithdrawnBody? body));
        using var commitment = new Commitment();
        Assert.Equal(commitment.Slot(withdrawn.SlotSalt.Span, 3, 1), body.SlotDigest.ToArray());
    }

    [Fact]
    public async Task One_opening_that_is_no_longer_allowed_withdraws_the_release()
    {
        await _node.PublishAsync(_node.Seal());
        _node.Model = Parties.Model(Parties.Fra, GiveTheLowerOnly);
        (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(Parties.Usa);
        Assert.Equal(Delivery.Withdrawn, delivery);
        Assert.Empty(channel.Released);
    }

    [Fact]
    public async Task A_policy_that_allows_a_fuller_wording_by_now_withdraws_nothing()
    {
        _node.Model = Parties.Model(Parties.Fra, GiveTheLowerOnly);
        await _node.PublishAsync(_node.Seal());
        FeedRow row = _node.Row(Parties.Usa);
        _node.Model = Parties.Model(Parties.Fra);
        (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(Parties.Usa);
        Assert.Equal(Delivery.Sent, delivery);
        Assert.True(Package.TryDecode(channel.Released.Single().Package, out Package? package, out _));
        Assert.Equal(row.Opened, package.Openings.Select(opening => opening.Index));
    }

    [Fact]
    public async Task What_was_withdrawn_stays_withdrawn_when_the_policy_comes_back_even_for_who_holds_the_old_row()
    {
        await _node.PublishAsync(_node.Seal());
        FeedRow old = _node.Row(Parties.Usa);
        _node.Model = Parties.Model(Parties.Fra, GiveNothing);
        await _node.DeliverAsync(Parties.Usa);
        _node.Model = Parties.Model(Parties.Fra);
        var channel = new RecordingChannel(Parties.Usa);
        Assert.Equal(Delivery.Withdrawn, await _node.Gate.DeliverAsync(old, channel, CancellationToken.None));
        Assert.Empty(channel.Released);
        Assert.Single(_node.Kinds(LogName.Release), StatementKind.Withdrawn);
    }

    [Fact]
    public async Task A_withdrawn_edition_that_a_newer_one_replaced_is_not_released_again()
    {
        SealedProduct first = _node.Seal();
        await _node.PublishAsync(first);
        await _node.PublishAsync(_node.Seal(first.Manifest.LineageId, first.Manifest.IssuedAtMs + 1));
        const string OnlyHeader = "policy open version 2\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
            + "give T-head\n  because \"test\"\n  field class metadata\n  to all partners\n  outcome release\n";
        _node.Model = Parties.Model(Parties.Fra, OnlyHeader);
        Assert.Equal(Delivery.Withdrawn, (await _node.DeliverAsync(Parties.Usa)).Delivery);
        Assert.Equal(2, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
        Assert.Equal(Delivery.Withdrawn, (await _node.DeliverAsync(Parties.Usa, 2)).Delivery);
        Assert.Equal(3, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
        Assert.Single(_node.Row(Parties.Usa, 3).Opened);
    }

    [Fact]
    public async Task An_expired_roster_releases_nothing()
    {
        await _node.PublishAsync(_node.Seal());
        _node.Clock.SetUtcNow(Parties.Roster.Terms.Expires);
        Assert.Equal(Delivery.Withdrawn, (await _node.DeliverAsync(Parties.Usa)).Delivery);
    }

    [Fact]
    public async Task The_decision_record_in_the_store_is_the_one_that_the_terms_commit_to_and_replays()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        using var commitment = new Commitment();
        DecisionRow row = _node.Store.Read.Decisions(product.Id).Single(decision => decision.Partner == Parties.Usa);
        Assert.True(ReleaseTerms.TryDecode(_node.Row(Parties.Usa).Terms.Span, out ReleaseTerms? terms, out _));
        Assert.Equal(terms.Record.ToArray(), commitment.Record(row.Salt.Span, row.Record.Span));
        Assert.True(DecisionRecord.TryDecode(row.Record.Span, out DecisionRecord? record));
        Ruling again = Decider.Decide(product, Parties.Usa, _node.Model, DateTimeOffset.FromUnixTimeMilliseconds(record.AtMs));
        Assert.Equal(record.Portions.Select(p => (p.Index, p.Decision.Outcome)), again.Portions.Select(p => (p.Index, p.Decision.Outcome)));

        // Besides its own choice the partner holds what it may hand on, all of it allowed to it anyway.
        ushort[] opened = [.. record.Portions.Where(p => p.Opened).Select(p => p.Index)];
        Assert.Subset(opened.ToHashSet(), again.Opened.ToHashSet());
        Assert.Subset(again.Allowed.ToHashSet(), opened.ToHashSet());
    }

    [Fact]
    public async Task The_release_log_names_no_path_no_mark_and_no_rule()
    {
        await _node.PublishAsync(_node.Seal());
        foreach (LogRow row in _node.Store.Read.Entries(LogName.Release, 0, 100))
        {
            string text = System.Text.Encoding.Latin1.GetString(row.Entry.Span);
            Assert.DoesNotContain("judgements", text, StringComparison.Ordinal);
            Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
            Assert.DoesNotContain("T-all", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_failing_store_publishes_nothing()
    {
        _node.Store.FailsAt = step => step == "AddFeedRow";
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _node.PublishAsync(_node.Seal()));
        Assert.Null(_node.Log.Head);
        Assert.Empty(_node.Kinds(LogName.Release));
        _node.Store.FailsAt = _ => false;
        await _node.PublishAsync(_node.Seal());
        Assert.Equal(Delivery.Sent, (await _node.DeliverAsync(Parties.Usa)).Delivery);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
