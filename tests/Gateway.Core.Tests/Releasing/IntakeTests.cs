using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Releasing;

public sealed class IntakeTests : IAsyncDisposable
{
    private static readonly HeldHead Head = new(Parties.Origin(Parties.Fra), 1, PackageForge.Fixed(1), new byte[1]);

    private readonly TestNode _fra = new(Parties.Fra);
    private readonly TestNode _usa = new(Parties.Usa);

    [Fact]
    public async Task Content_and_receipt_are_stored_in_one_transaction()
    {
        ReleasePermit permit = await Release(_fra.Seal());
        var stored = Assert.IsType<IntakeOutcome.Stored>(await _usa.TakeAsync(Parties.Fra, permit));
        Assert.Equal(1, _usa.Store.Commits);
        Assert.Equal([StatementKind.Receipt], _usa.Kinds(LogName.Release));
        Assert.True(ReceiptBody.TryDecode(_usa.StatementAt(stored.Receipt.Index).Body.Span, out ReceiptBody? receipt));
        Assert.Equal(Parties.Origin(Parties.Fra), receipt.ReleaserOrigin);
        Assert.Equal(_usa.Store.Read.ReceivedAt(Parties.Fra, Lane.Products, 1)!.ReleaseLeaf.ToArray(), receipt.Held.Single());
    }

    [Fact]
    public async Task A_store_that_fails_keeps_neither_content_nor_receipt()
    {
        ReleasePermit permit = await Release(_fra.Seal());
        _usa.Store.FailsAt = step => step == "Commit";
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _usa.TakeAsync(Parties.Fra, permit));
        _usa.Store.FailsAt = _ => false;
        Assert.Empty(_usa.Kinds(LogName.Release));
        Assert.IsType<IntakeOutcome.Stored>(await _usa.TakeAsync(Parties.Fra, permit));
    }

    [Fact]
    public async Task The_same_release_again_has_the_same_receipt_and_no_effect()
    {
        ReleasePermit permit = await Release(_fra.Seal());
        long first = Assert.IsType<IntakeOutcome.Stored>(await _usa.TakeAsync(Parties.Fra, permit)).Receipt.Index;
        Assert.Equal(first, Assert.IsType<IntakeOutcome.AlreadyStored>(await _usa.TakeAsync(Parties.Fra, permit)).ReceiptIndex);
        Assert.Single(_usa.Kinds(LogName.Release));
        Assert.Single(_usa.Store.Read.Received(_fra.Store.Read.Catalog(Mode.Test, 0, 1)[0].Product));
    }

    [Fact]
    public async Task Another_release_at_a_place_already_taken_is_a_replay()
    {
        ReleasePermit first = await Release(_fra.Seal());
        await _usa.TakeAsync(Parties.Fra, first);
        await using var forked = new TestNode(Parties.Fra, label: "fork");
        await forked.PublishAsync(forked.Seal());
        await AssertRefused(VerificationFault.Replayed, (await forked.DeliverAsync(Parties.Usa)).Channel.Released.Single());
    }

    [Fact]
    public async Task The_same_entry_of_a_log_at_another_place_is_a_replay()
    {
        ReleasePermit permit = await Release(_fra.Seal());
        await _usa.TakeAsync(Parties.Fra, permit);
        VerifiedRelease release = Assert.IsType<Verification.Verified>(_usa.Verify(permit)).Release;
        IntakeOutcome outcome = await _usa.Intake.TakeAsync(
            Parties.Fra, release with { Terms = release.Terms with { FeedSequence = 2 } }, permit.Package, TestNode.Held(permit), default);
        Assert.Equal(VerificationFault.Replayed, Assert.IsType<IntakeOutcome.Refused>(outcome).Fault);
    }

    [Fact]
    public async Task A_place_skipped_is_out_of_sequence()
    {
        await Release(_fra.Seal());
        await AssertRefused(VerificationFault.OutOfSequence, await Release(_fra.Seal(), 2));
    }

    [Fact]
    public async Task A_release_passed_on_by_somebody_else_is_refused()
    {
        ReleasePermit permit = await Release(_fra.Seal());
        IntakeOutcome outcome = await _usa.TakeAsync(Parties.Deu, permit);
        Assert.Equal(VerificationFault.BrokenChain, Assert.IsType<IntakeOutcome.Refused>(outcome).Fault);
    }

    [Theory]
    [InlineData(-1, VerificationFault.OlderEdition)]
    [InlineData(0, VerificationFault.Equivocation)]
    public async Task A_lineage_never_goes_back_and_has_one_product_at_one_time(int laterMs, VerificationFault fault)
    {
        SealedProduct held = _fra.Seal();
        await _usa.TakeAsync(Parties.Fra, await Release(held));
        await using var forked = new TestNode(Parties.Fra, label: "fork");
        await forked.PublishAsync(forked.Seal());
        await forked.PublishAsync(forked.Seal(held.Manifest.LineageId, held.Manifest.IssuedAtMs + laterMs));
        await AssertRefused(fault, (await forked.DeliverAsync(Parties.Usa, 2)).Channel.Released.Single());
    }

    [Fact]
    public async Task A_later_edition_is_taken()
    {
        SealedProduct first = _fra.Seal();
        await _usa.TakeAsync(Parties.Fra, await Release(first));
        Assert.IsType<IntakeOutcome.Stored>(await _usa.TakeAsync(
            Parties.Fra, await Release(_fra.Seal(first.Manifest.LineageId, first.Manifest.IssuedAtMs + 1), 2)));
    }

    [Fact]
    public async Task A_withdrawn_place_is_filled_once_and_the_next_one_follows()
    {
        Assert.True(await _usa.Intake.TakeWithdrawnAsync(Parties.Fra, Lane.Products, 1, new byte[1], Head, default));
        Assert.True(await _usa.Intake.TakeWithdrawnAsync(Parties.Fra, Lane.Products, 1, new byte[1], Head, default));
        Assert.False(await _usa.Intake.TakeWithdrawnAsync(Parties.Fra, Lane.Products, 3, new byte[1], Head, default));
        await Release(_fra.Seal());
        Assert.IsType<IntakeOutcome.Stored>(await _usa.TakeAsync(Parties.Fra, await Release(_fra.Seal(), 2)));
    }

    [Fact]
    public async Task A_withdrawn_place_that_is_not_the_next_one_leaves_no_trace()
    {
        Assert.False(await _usa.Intake.TakeWithdrawnAsync(Parties.Fra, Lane.Products, 3, new byte[1], Head, default));
        Assert.Equal(0, _usa.Store.Read.LastReceived(Parties.Fra, Lane.Products));
        Assert.True(await _usa.Intake.TakeWithdrawnAsync(Parties.Fra, Lane.Products, 1, new byte[1], Head, default));
    }

    [Fact]
    public async Task After_a_restart_a_replay_is_still_one()
    {
        ReleasePermit permit = await Release(_fra.Seal());
        await _usa.TakeAsync(Parties.Fra, permit);
        await using var again = new TestNode(Parties.Usa, _usa.Store);
        Assert.IsType<IntakeOutcome.AlreadyStored>(await again.TakeAsync(Parties.Fra, permit));
    }

    [Fact]
    public async Task A_release_proved_under_another_head_than_the_one_followed_is_refused()
    {
        ReleasePermit permit = await Release(_fra.Seal());
        VerifiedRelease release = Assert.IsType<Verification.Verified>(_usa.Verify(permit)).Release;
        await HeadIs(TestNode.Held(permit) with { Root = PackageForge.Fixed(1) });
        await HeadIs(TestNode.Held(permit) with { Size = permit.Head.Checkpoint.Size + 1 });
        await HeadIs(TestNode.Held(permit) with { Origin = Parties.Origin(Parties.Deu) });

        async Task HeadIs(HeldHead head)
        {
            IntakeOutcome outcome = await _usa.Intake.TakeAsync(Parties.Fra, release, TestNode.SelfContained(permit), head, default);
            Assert.Equal(VerificationFault.MissingCheckpoint, Assert.IsType<IntakeOutcome.Refused>(outcome).Fault);
        }
    }

    [Fact]
    public async Task The_head_held_of_a_log_only_grows()
    {
        await Release(_fra.Seal());
        ReleasePermit first = await Release(_fra.Seal(), 1), second = await Release(_fra.Seal(), 2);
        await _usa.TakeAsync(Parties.Fra, first);
        long size = _usa.Store.Read.Held(Head.Origin)!.Size;
        await _usa.Intake.TakeWithdrawnAsync(Parties.Fra, Lane.Products, 9, new byte[1], Head, default);
        Assert.Equal(size, _usa.Store.Read.Held(Head.Origin)!.Size);
        await _usa.TakeAsync(Parties.Fra, second);
        Assert.Equal(second.Head.Checkpoint.Size, _usa.Store.Read.Held(Head.Origin)!.Size);
    }

    [Fact]
    public async Task What_is_stored_verifies_by_itself()
    {
        await _usa.TakeAsync(Parties.Fra, await Release(_fra.Seal()));
        ReceivedRow row = _usa.Store.Read.ReceivedAt(Parties.Fra, Lane.Products, 1)!;
        using var verifier = new PackageVerifier();
        Assert.IsType<Verification.Verified>(verifier.Verify(row.Package, new CheckpointBook(Parties.Roster), Parties.Context));
    }

    public async ValueTask DisposeAsync()
    {
        await _fra.DisposeAsync();
        await _usa.DisposeAsync();
    }

    private async Task<ReleasePermit> Release(SealedProduct product, long sequence = 1)
    {
        await _fra.PublishAsync(product);
        return (await _fra.DeliverAsync(Parties.Usa, sequence)).Channel.Released.Single();
    }

    private async Task AssertRefused(VerificationFault fault, ReleasePermit permit)
    {
        int stored = _usa.Kinds(LogName.Release).Length;
        Assert.Equal(fault, Assert.IsType<IntakeOutcome.Refused>(await _usa.TakeAsync(Parties.Fra, permit)).Fault);
        Assert.Equal(stored, _usa.Kinds(LogName.Release).Length);
    }
}
