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
        if (_list.Count < Most)
        {
            Always(field, rule, message);
        }
    }

    /// <summary>Keeps the fault however many there are.</summary>
    public void Always(string field, string rule, string message)
    {
        // The same place may be looked at twice, by a rule and by the diagnosis.
        if (!_list.Exists(known => known.Field == field && known.Rule == rule))
        {
            _list.Add(new FieldViolation(field, rule, message));
        }
    }

    public ImmutableArray<FieldViolation> ToImmutable() => [.. _list];
}
