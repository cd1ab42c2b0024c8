using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Collects what is wrong with one mark, so that its author mends it in one go.</summary>
internal sealed class MarkingErrors
{
    private readonly List<MarkingError> _errors = [];
    private readonly List<MarkingError> _warnings = [];

    public bool Any => _errors.Count > 0;

    public ImmutableArray<MarkingError> Errors => [.. _errors.OrderBy(error => error.Position)];

    public ImmutableArray<MarkingError> Warnings => [.. _warnings.OrderBy(warning => warning.Position)];

    public void Add(string rule, int position, string message) => _errors.Add(new MarkingError(rule, message, position));

    public void Warn(string rule, int position, string message) => _warnings.Add(new MarkingError(rule, message, position));
}
