using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>One reason why a mark cannot be read.</summary>
/// <param name="Rule">Stable rule id: <c>US-REL-USA-FIRST</c>.</param>
/// <param name="Message">What is wrong and how to mend it, in one sentence.</param>
/// <param name="Position">Zero-based character in the mark where the trouble starts.</param>
public sealed record MarkingError(string Rule, string Message, int Position);

/// <summary>What reading a mark comes to.</summary>
public abstract record MarkingReading
{
    private MarkingReading()
    {
    }

    /// <summary>The mark is valid.</summary>
    public sealed record Readable(ParsedMarking Marking) : MarkingReading;

    /// <summary>The mark is not valid under its policy; at least one error.</summary>
    public sealed record Unreadable(ImmutableArray<MarkingError> Errors) : MarkingReading;
}
