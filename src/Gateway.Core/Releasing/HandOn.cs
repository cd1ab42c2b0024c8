using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>What handing a product on came to.</summary>
public abstract record HandOnOutcome
{
    private HandOnOutcome()
    {
    }

    /// <summary>Logged, and in the partner's feed. <paramref name="Again"/>: it was before, and nothing more may go now.</summary>
    public sealed record Released(Ruling Ruling, bool Again) : HandOnOutcome;

    /// <summary>Nothing of it may go to this partner; the refusal is logged at home. Why stands in the decision record only.</summary>
    public sealed record Refused(Ruling Ruling) : HandOnOutcome;

    /// <summary>It was sealed here: publication released it to everyone who may have it.</summary>
    public sealed record OwnProduct : HandOnOutcome;

    /// <summary>It is not here.</summary>
    public sealed record NotHeld : HandOnOutcome;
}

/// <summary>Hands received products on. Used on the writer's thread only, inside <see cref="ReleaseGate"/>.</summary>
internal sealed class HandOn(ReleaseRecorder recorder)
{
    /// <summary>Decides, and records a RELEASE that hands on, or a REFUSAL.</summary>
    public HandOnOutcome Record(CommitScope scope, ProductId product, PartnerCode to, NodeModel model, DecisionTime at)
    {
        if (scope.Store.Sealed(product) is not null)
        {
            return new HandOnOutcome.OwnProduct();
        }

        if (HeldProduct.Of(scope.Store, product) is not { } held)
        {
            return new HandOnOutcome.NotHeld();
        }

        (HeldMatter matter, Ruling ruling) = held.BestFor(to, model, at);
        if (ruling.Releases && IsOut(scope.Store, product, ruling))
        {
            return new HandOnOutcome.Released(ruling, Again: true);
        }

        recorder.Record(scope, matter, ruling, model);
        if (ruling.Releases)
        {
            NoticeQueue.Existing(scope.Store, product, to);
        }

        return ruling.Releases ? new HandOnOutcome.Released(ruling, Again: false) : new HandOnOutcome.Refused(ruling);
    }

    /// <summary>Whether all of it was released to the partner before, and not withdrawn since.</summary>
    private static bool IsOut(INodeRead read, ProductId product, Ruling ruling) =>
        read.Decisions(product).FirstOrDefault(row => row.Partner == ruling.Recipient) is { Log: LogName.Release } decision
        && read.Release(decision.LogIndex) is { WithdrawnIndex: < 0 } row
        && ruling.Opened.All(index => row.Opened.BinarySearch(index) >= 0);
}
