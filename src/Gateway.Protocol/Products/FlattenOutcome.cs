using System.Collections.Immutable;
using Gateway.Core.Sealing;

namespace Gateway.Protocol.Products;

/// <summary>One fault of a submitted message. Names places and rules, never content.</summary>
/// <param name="Field">Path of the field: <c>judgements[2].portion.marking</c>. Empty: the message as a whole.</param>
/// <param name="Rule">Stable id of the rule, one of <see cref="SubmissionRule"/>: <c>marking-missing</c>.</param>
/// <param name="Message">What is wrong and how to mend it, in one sentence.</param>
public sealed record FieldViolation(string Field, string Rule, string Message);

/// <summary>What flattening a submission comes to.</summary>
public abstract record FlattenOutcome
{
    private FlattenOutcome()
    {
    }

    /// <summary>The portions, parents before children; a portion refers to others by position in this list.</summary>
    /// <param name="Portions">Ready to be sealed.</param>
    /// <param name="Mode">From the header; stands in the manifest.</param>
    public sealed record Flattened(ImmutableArray<DraftPortion> Portions, Mode Mode) : FlattenOutcome
    {
        internal IReadOnlyList<SubmissionNode> Nodes { get; init; } = [];

        /// <summary>Where each portion stands in the submitted message, in their order: <c>judgements[2].confidence[0]</c>.</summary>
        public IEnumerable<string> Fields => Nodes.Select(node => node.FieldPath);
    }

    /// <summary>The submission has faults; all of them are listed (up to a limit, lest a hostile one get a larger answer).</summary>
    /// <param name="Violations">Never empty.</param>
    public sealed record Refused(ImmutableArray<FieldViolation> Violations) : FlattenOutcome;
}
