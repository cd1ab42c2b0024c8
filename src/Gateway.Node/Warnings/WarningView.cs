using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Node.Warnings;

/// <summary>One edition as a caller may see it, with how it stands as far as the caller may know.</summary>
internal sealed record SeenWarning(WarningEntry Entry, Visible Visible, WarningDuty Duty, bool Superseded);

/// <summary>
/// Warnings as one caller may see them. An edition that the caller may not see is nowhere: not in the chain, and not in what became of the one
/// before it. Thread-safe.
/// </summary>
internal sealed class WarningView(NodeState node, SharedView view, WarningBook book, WarningDuties duties)
{
    /// <summary>Null for what is absent, not for the caller, or no warning.</summary>
    public SeenWarning? Of(Core.Sealing.ProductId product, LocalCaller caller) =>
        view.Of(product, caller) is { } visible && book.Find(product) is { } entry ? Of(entry, visible, caller) : null;

    public SeenWarning? Of(WarningEntry entry, LocalCaller caller) =>
        view.Of(entry.Row, caller) is { } visible ? Of(entry, visible, caller) : null;

    /// <summary>The editions of its chain that the caller may see, newest first.</summary>
    public ImmutableArray<SeenWarning> Chain(WarningEntry entry, LocalCaller caller) =>
        [.. book.Chain(entry).Reverse().Select(edition => Of(edition, caller)).OfType<SeenWarning>()];

    public ListedWarning Listed(SeenWarning seen)
    {
        var content = (Warning)Reassembler.Reassemble(seen.Visible.Portions, seen.Visible.Schema);
        Danger? danger = content.Danger.FirstOrDefault();
        return new ListedWarning
        {
            Product = Answers.Listed(seen.Visible),
            Kind = content.Header.FirstOrDefault()?.Kind ?? WarningKind.Unspecified,
            Urgency = danger?.Urgency ?? Urgency.Unspecified,
            Severity = danger?.Severity ?? Severity.Unspecified,
            Certainty = danger?.Certainty ?? Certainty.Unspecified,
            Standing = Standing(seen),
        };
    }

    public WarningStanding Standing(SeenWarning seen) => WarningStandings.Of(node.Read, seen.Duty, seen.Superseded);

    private SeenWarning Of(WarningEntry entry, Visible visible, LocalCaller caller)
    {
        ImmutableArray<WarningEntry> chain = book.Chain(entry);
        bool superseded = chain.Skip(chain.IndexOf(entry) + 1).Any(newer => view.Of(newer.Row, caller) is not null);
        return new SeenWarning(entry, visible, duties.Of(node.Read, entry), superseded);
    }
}
