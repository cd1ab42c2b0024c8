namespace Gateway.Core.Searching;

/// <summary>The text of one field of a portion.</summary>
/// <param name="Field">Where it stands in the portion's message: <c>statement</c>, <c>event.actor</c>.</param>
/// <param name="Text">As its originator wrote it.</param>
public sealed record FieldText(string Field, string Text);
