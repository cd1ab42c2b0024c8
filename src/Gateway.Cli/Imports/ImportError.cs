using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Cli.Imports;

/// <summary>One reason why a file is not imported.</summary>
/// <param name="Line">Line in the file, from 1; 0 = the file as a whole.</param>
/// <param name="Field">Column heading; empty = the line as a whole.</param>
/// <param name="Rule">Stable id of what was broken: <c>not-a-number</c>.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
internal sealed record ImportError(int Line, string Field, string Rule, string Message)
{
    /// <summary>Name of the file, where a second one is read beside the first; null = the first.</summary>
    public string? File { get; init; }

    public string Sentence(string file) => string.Concat(
        File ?? file,
        Line > 0 ? string.Create(CultureInfo.InvariantCulture, $":{Line}") : "",
        Field.Length > 0 ? $": {Field}" : "",
        $": {Message} ({Rule})");
}

/// <summary>What reading a file came to: all of it, or none and every reason.</summary>
internal abstract record ImportReading<T>
{
    private ImportReading()
    {
    }

    public sealed record Read(T Value) : ImportReading<T>;

    public sealed record Refused(ImmutableArray<ImportError> Errors) : ImportReading<T>;
}
