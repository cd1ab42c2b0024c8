namespace Gateway.Cli.Records;

/// <summary>What a client was told: this submission became this product.</summary>
internal sealed record Acknowledged(string Partner, string Caller, string SubmissionId, string Product);

/// <summary>The records to be compared, and what is known beside them.</summary>
internal sealed class RecordSet(IReadOnlyList<NodeRecord> nodes, IReadOnlyList<string> roster)
{
    public IReadOnlyList<NodeRecord> Nodes => nodes;

    /// <summary>Codes of all partners of the roster; empty when it is not known, then nobody is missed.</summary>
    public IReadOnlyList<string> Roster => roster;

    /// <summary>Nothing is under way any more: what was released must have arrived, and be receipted.</summary>
    public bool Settled { get; init; }

    /// <summary>What clients were told.</summary>
    public IReadOnlyList<Acknowledged> Acknowledged { get; init; } = [];

    public NodeRecord? Of(string partner) => nodes.FirstOrDefault(node => node.Partner == partner);

    /// <summary>The node whose release log has this origin, by what its own entries say.</summary>
    public NodeRecord? OfOrigin(string origin) => nodes.FirstOrDefault(node => node.Release.All.Any(entry => entry.Said?.Origin == origin));
}

/// <summary>One group of promises. New groups (notices, grants) are one class and one line in <see cref="RecordCheck"/>.</summary>
internal interface IRecordRule
{
    /// <summary>Every promise of this group that a node's record breaks.</summary>
    IEnumerable<Violation> Check(NodeRecord node, RecordSet all);
}

/// <summary>
/// Judges the records of nodes after an incident: nothing lost, nothing twice, nothing unlogged, nothing undecided. It shares no code with
/// the node but the generated messages, so a fault in the node's own checks does not hide here.
/// </summary>
internal static class RecordCheck
{
    private static readonly IRecordRule[] Rules =
        [new LogRule(), new ProductRule(), new DecisionRule(), new FeedRule(), new ReceivedRule(), new ReceiptRule()];

    public static IReadOnlyList<Violation> Run(RecordSet all) => [.. all.Nodes.SelectMany(node => Rules.SelectMany(rule => rule.Check(node, all)))];
}
