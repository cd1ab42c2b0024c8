namespace Gateway.Core.Partners;

/// <summary>One thing wrong with a roster or agreement document.</summary>
/// <param name="Path">Which field: <c>partners[2].address</c>; <c>$</c> for the whole document.</param>
/// <param name="Rule">Stable id of the rule it breaks: <c>unknown-member</c>, <c>not-a-level</c>.</param>
/// <param name="Message">What is wrong and how to mend it, in one sentence. Repeats no value.</param>
public sealed record DocumentError(string Path, string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message} ({Rule})";
}
