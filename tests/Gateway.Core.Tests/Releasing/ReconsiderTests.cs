using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>What a new policy gives of products that were decided under the one before.</summary>
public sealed class ReconsiderTests : IAsyncDisposable
{
    private const string GiveTheLowerOnly = "policy open version 2\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
        + "give T-low\n  because \"test\"\n  field any\n  to all partners\n  when level <= RESTRICTED\n  outcome release\n";

    private const string GiveNothing = "policy open version 2\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
        + "give T-none\n  because \"test\"\n  field class model\n  to all partners\n  outcome release\n";

    private static readonly AuditBody Reason = new("(node)", "policy reconsider number=2");

    private readonly TestNode _node = new(Parties.Fra);

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task What_was_withheld_and_may_go_now_is_released_once_with_an_audit_before_it()
    {
        _node.Model = Parties.Model(Parties.Fra, GiveNothing);
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        Assert.Equal(0, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));

        _node.Model = Parties.Model(Parties.Fra);
        Assert.True(await Reconsider(product));
        Assert.Equal(1, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
        Assert.Equal(5, _node.Row(Parties.Usa).Opened.Length);
        Assert.Equal(StatementKind.Audit, _node.Kinds(LogName.Internal)[^1]);
        Assert.Equal(Delivery.Sent, (await _node.DeliverAsync(Parties.Usa)).Delivery);

        Assert.False(await Reconsider(product));
        Assert.Equal(1, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
    }

    [Fact]
    public async Task A_release_adds_to_what_went_before_and_names_the_policy_that_gave_it()
    {
        _node.Model = Parties.Model(Parties.Fra, GiveTheLowerOnly);
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        int narrow = _node.Row(Parties.Usa).Opened.Length;
        _node.Model = Parties.Model(Parties.Fra);
        Assert.True(await Reconsider(product));
        FeedRow wide = _node.Row(Parties.Usa, 2);
        Assert.True(wide.Opened.Length > narrow);
        Assert.True(ReleaseTerms.TryDecode(wide.Terms.Span, out ReleaseTerms? terms, out _));
        Assert.Equal(_node.Model.PolicyDigest, terms.PolicyDigest.ToArray());
        Assert.True(_node.Row(Parties.Usa).WithdrawnIndex < 0);
    }

    [Fact]
    public async Task Nothing_is_released_by_a_policy_that_gives_less_or_the_same()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        int entries = _node.Kinds(LogName.Internal).Length;
        Assert.False(await Reconsider(product));
        _node.Model = Parties.Model(Parties.Fra, GiveTheLowerOnly);
        Assert.False(await Reconsider(product));
        Assert.Equal(entries, _node.Kinds(LogName.Internal).Length);
    }

    [Fact]
    public async Task Of_an_edition_that_a_newer_one_replaced_nothing_is_released()
    {
        _node.Model = Parties.Model(Parties.Fra, GiveNothing);
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        await _node.PublishAsync(_node.Seal(product.Manifest.LineageId, product.Manifest.IssuedAtMs + 1));
        _node.Model = Parties.Model(Parties.Fra);
        Assert.False(await Reconsider(product));
    }

    [Fact]
    public async Task A_store_that_fails_releases_nothing_and_the_next_try_all_of_it()
    {
        _node.Model = Parties.Model(Parties.Fra, GiveNothing);
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        _node.Model = Parties.Model(Parties.Fra);
        _node.Store.FailsAt = step => step == "Commit";
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Reconsider(product));
        _node.Store.FailsAt = _ => false;
        Assert.Equal(0, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
        Assert.True(await Reconsider(product));
        Assert.Equal(1, _node.Store.Read.LastSequence(Parties.Usa, Lane.Products));
    }

    private Task<bool> Reconsider(SealedProduct product) =>
        _node.Gate.ReconsiderAsync(_node.Store.Read.Find(product.Id)!, Reason, TestContext.Current.CancellationToken);
}
