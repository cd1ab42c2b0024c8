using System.Collections.Immutable;

namespace Gateway.Protocol.Products;

/// <summary>Collects the faults of one submission. Not thread-safe.</summary>
internal sealed class Violations
{
    /// <summary>Faults beyond this many are not kept: a hostile submission must not make an answer larger than itself.</summary>
    public const int Most = 200;

    private readonly List<FieldViolation> _list = [];

    public bool Any => _list.Count > 0;

    public void Add(SubmissionNode node, string field, string rule, string message) => Add($"{node.FieldPath}.{field}", rule, message);

    public void Add(string field, string rule, string message)
    {
        var violation = new FieldViolation(field, rule, message);
        if (_list.Count < Most && !_list.Contains(violation))
        {
            _list.Add(violation);
        }
    }

    public ImmutableArray<FieldViolation> ToImmutable() => [.. _list];
}
