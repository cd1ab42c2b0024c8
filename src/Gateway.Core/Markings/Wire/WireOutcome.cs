using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>One reason why a marking cannot be written in a wire form, or a wire form cannot be read.</summary>
/// <param name="Rule">Stable rule id, listed in <c>docs/markings-wire.md</c>: <c>4774-CREATED</c>, or the rule of a grammar.</param>
/// <param name="Place">
/// Where: the attribute, a path to the element (<c>/originatorConfidentialityLabel/ConfidentialityInformation/Category[2]</c>), a line
/// and column of text that is no XML, or a path into JSON (<c>objects[1].id</c>).
/// </param>
/// <param name="Message">What is wrong and how to mend it, in one sentence.</param>
public sealed record WireError(string Rule, string Place, string Message);

/// <summary>What writing or reading a wire form comes to. Nothing is ever dropped: what a form cannot carry is refused.</summary>
/// <typeparam name="T">What was made.</typeparam>
public abstract record WireOutcome<T>
{
    private WireOutcome()
    {
    }

    /// <summary>What the next step comes to, or this refusal.</summary>
    public WireOutcome<TNext> Then<TNext>(Func<T, WireOutcome<TNext>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return this switch
        {
            Done done => next(done.Value),
            Refused refused => new WireOutcome<TNext>.Refused(refused.Errors),
            var other => throw new InvalidOperationException($"{other.GetType()} is no outcome."),
        };
    }

    /// <summary>It was made, complete.</summary>
    public sealed record Done(T Value) : WireOutcome<T>;

    /// <summary>It was not; every error found, at least one.</summary>
    public sealed record Refused(ImmutableArray<WireError> Errors) : WireOutcome<T>;
}

/// <summary>Collects what is wrong with one document, so that its author mends it in one go.</summary>
internal sealed class WireErrors
{
    private readonly List<WireError> _errors = [];

    public bool Any => _errors.Count > 0;

    public int Count => _errors.Count;

    public void Add(string rule, string place, string message) => _errors.Add(new WireError(rule, place, message));

    public void AddAll(IEnumerable<WireError> errors) => _errors.AddRange(errors);

    public WireOutcome<T> Refuse<T>() => new WireOutcome<T>.Refused([.. _errors.Distinct()]);

    public WireOutcome<T> Close<T>(T? value)
        where T : class =>
        Any || value is null ? Refuse<T>() : new WireOutcome<T>.Done(value);
}
