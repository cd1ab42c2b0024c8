namespace Gateway.Core.Policy;

/// <summary>One reason why policy files are refused.</summary>
/// <param name="File">Name of the file as handed in.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Rule">Stable id of what was broken: <c>syntax</c>, <c>unknown-name</c>, <c>not-monotone</c>, <c>failing-example</c>.</param>
/// <param name="Message">What is wrong and how to mend it, in one sentence.</param>
public sealed record PolicyError(string File, int Line, int Column, string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}:{Column}: {Message} ({Rule})");
}

/// <summary>A policy file as handed in.</summary>
/// <param name="Name">Name for error messages.</param>
/// <param name="Text">The text.</param>
public sealed record PolicySource(string Name, string Text);

/// <summary>Where something stands in a policy file.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
public sealed record PolicyPosition(string File, int Line, int Column)
{
    internal PolicyError Error(string rule, string message) => new(File, Line, Column, rule, message);
}
