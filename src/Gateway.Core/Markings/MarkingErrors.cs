using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Collects what is wrong with one mark, so that its author mends it in one go. Costs nothing while nothing is.</summary>
internal sealed class MarkingErrors
{
    private List<MarkingError>? _errors;
    private List<MarkingError>? _warnings;

    public bool Any => _errors is not null;

    public bool Warned => _warnings is not null;

    public ImmutableArray<MarkingError> Errors => ByPosition(_errors);

    public ImmutableArray<MarkingError> Warnings => ByPosition(_warnings);

    /// <summary>Notes what makes the mark invalid. The rule stands in <see cref="MarkingRules"/>.</summary>
    public void Add(string rule, int position, string message) => (_errors ??= []).Add(new MarkingError(rule, message, position));

    /// <summary>Notes what its author should look at.</summary>
    public void Warn(string rule, int position, string message) => (_warnings ??= []).Add(new MarkingError(rule, message, position));

    private static ImmutableArray<MarkingError> ByPosition(List<MarkingError>? noted) =>
        noted is null ? [] : [.. noted.OrderBy(error => error.Position)];
}
