using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>Where a product stands that waits, for one partner, for a release officer. Numbers are stored.</summary>
public enum HoldState
{
    /// <summary>Nobody decided yet.</summary>
    Waiting = 1,

    /// <summary>Approved.</summary>
    Approved = 2,

    /// <summary>Rejected, for this product for good.</summary>
    Rejected = 3,
}

/// <summary>One product that waited for a release officer for one partner; kept after the decision, which counts for as long.</summary>
public sealed record HoldRow
{
    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>For whom.</summary>
    public required PartnerCode Partner { get; init; }

    /// <summary>Where it stands.</summary>
    public required HoldState State { get; init; }

    /// <summary>When the newest decision held something, milliseconds since the Unix epoch.</summary>
    public required long HeldAtMs { get; init; }

    /// <summary>The HOLD, or the RELEASE of the rest, that left portions waiting.</summary>
    public required (LogName Log, long Index) Held { get; init; }

    /// <summary>When the officer decided, milliseconds since the Unix epoch; 0 while waiting.</summary>
    public long DecidedAtMs { get; init; }

    /// <summary>Position of the APPROVAL in the internal log; -1 while waiting.</summary>
    public long ApprovalIndex { get; init; } = -1;

    /// <summary>Name of the officer who decided last; empty while waiting.</summary>
    public string Officer { get; init; } = "";

    /// <summary>The officer's words; they stand nowhere else.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Salt of the reason's hash in the APPROVAL, 32 bytes; empty while waiting.</summary>
    public ReadOnlyMemory<byte> ReasonSalt { get; init; }

    /// <summary>Portions that an officer approved, ascending by index.</summary>
    public ImmutableArray<ushort> Approved { get; init; } = [];

    /// <summary>Portions that an officer rejected, ascending by index.</summary>
    public ImmutableArray<ushort> Rejected { get; init; } = [];

    /// <summary>What officers decided so far; null for nothing.</summary>
    public HoldVerdict? Verdict => Approved.IsEmpty && Rejected.IsEmpty ? null : new HoldVerdict(Approved, Rejected);
}

/// <summary>
/// What officers decided about single portions of a product for one partner. It covers the portions that waited when it was given:
/// what a later policy holds besides waits anew.
/// </summary>
/// <param name="Approved">Holds of these are lifted; ascending.</param>
/// <param name="Rejected">These stay at home, whatever policy says later; ascending.</param>
public sealed record HoldVerdict(ImmutableArray<ushort> Approved, ImmutableArray<ushort> Rejected)
{
    /// <summary>Decides a portion with what officers said about it.</summary>
    internal Explanation Explain(ushort index, PortionFacts facts, PartnerCode recipient, DecisionContext context)
    {
        bool approved = Approved.BinarySearch(index) >= 0;
        Explanation explanation = Interpreter.Explain(facts, recipient, approved ? context with { HoldApproved = true } : context);
        return Rejected.BinarySearch(index) < 0 || explanation.Decision.Outcome == Outcome.Withhold
            ? explanation
            : explanation with { Decision = new Decision(Outcome.Withhold, [RuleIds.Officer]) };
    }
}

/// <summary>Keeps the queue of what waits. Used on the writer's thread only.</summary>
internal static class HoldQueue
{
    /// <summary>
    /// Queues what a recorded decision holds, also when the rest of the product is released at once. A rejection is final: nothing of
    /// the product is asked for again.
    /// </summary>
    public static void Note(INodeWrite store, ProductId product, Ruling ruling, LogPosition position)
    {
        if (!ruling.Waits || store.Hold(product, ruling.Recipient) is { State: HoldState.Rejected })
        {
            return;
        }

        HoldRow? earlier = store.Hold(product, ruling.Recipient);
        store.SetHold(new HoldRow
        {
            Product = product,
            Partner = ruling.Recipient,
            State = HoldState.Waiting,
            HeldAtMs = ruling.At.Now.ToUnixTimeMilliseconds(),
            Held = (position.Log, position.Index),
            Approved = earlier?.Approved ?? [],
        });
    }
}
