using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>What loading policy files comes to.</summary>
public abstract record PolicyLoading
{
    private PolicyLoading()
    {
    }

    /// <summary>All files are sound, all examples hold, all invariants are proved.</summary>
    public sealed record Loaded(PolicySet Policy) : PolicyLoading;

    /// <summary>At least one error; the policy in force stays in force.</summary>
    public sealed record Refused(ImmutableArray<PolicyError> Errors) : PolicyLoading;
}

/// <summary>What policy files are checked against.</summary>
/// <param name="Roster">Names must be in it, and examples are decided with it.</param>
/// <param name="Agreements">Examples are decided under them.</param>
/// <param name="Markings">Examples are read by it.</param>
/// <param name="Releaser">The partner whose policy it is.</param>
public sealed record PolicySurroundings(Roster Roster, Agreements Agreements, IMarkingBook Markings, PartnerCode Releaser);

/// <summary>
/// Loads all policy files of a node as one set, or none. First the text: syntax, names, ids, grounds, monotony. If that is sound,
/// the meaning: every example must come out as written, every rule must decide in at least one example (so a dead or
/// misspelt rule shows), every invariant must be proved. All errors of a step are reported at once, by file, line and column.
/// </summary>
public static class PolicyLoader
{
    /// <summary>Loads the files. Never throws for what they contain. No files at all are refused: silence is not a policy.</summary>
    public static PolicyLoading Load(IEnumerable<PolicySource> files, PolicySurroundings surroundings)
    {
        var trial = PolicyTrial.Of(files, surroundings, out ImmutableArray<PolicyError> errors);
        errors = trial is null ? errors : trial.Errors;
        return trial is null || !errors.IsEmpty ? new PolicyLoading.Refused(errors) : new PolicyLoading.Loaded(trial.Policy);
    }

    /// <summary>
    /// Reads one file without trying it out; null when it is not well-formed, with every reason. For tools that change how a file is laid out.
    /// </summary>
    public static PolicyFile? ReadFile(PolicySource source, Roster roster, out ImmutableArray<PolicyError> errors)
    {
        var faults = new List<PolicyError>();
        PolicyFile file = new PolicyBinder(source, roster, faults).Bind(PolicyParser.Parse(source, faults));
        errors = InOrder(faults);
        return faults.Count > 0 ? null : file;
    }

    /// <summary>Reads files without deciding examples; what stands in <paramref name="errors"/> afterwards forbids their use.</summary>
    internal static ImmutableArray<PolicyFile> Read(IEnumerable<PolicySource> files, Roster roster, List<PolicyError> errors)
    {
        ImmutableArray<PolicyFile> read =
            [.. files.Select(source => new PolicyBinder(source, roster, errors).Bind(PolicyParser.Parse(source, errors)))];
        if (read.IsEmpty)
        {
            errors.Add(new PolicyError("", 1, 1, "no-policy", "There is no policy file."));
        }

        CheckTwice(read, file => file.Name, file => file.Position, "duplicate-policy", errors);
        CheckTwice(read.SelectMany(f => f.Rules), rule => rule.Id, rule => rule.Position, "duplicate-id", errors);
        var ids = read.SelectMany(f => f.Rules).Select(r => r.Id).Concat(RuleIds.All).ToHashSet();
        foreach (PolicyExample example in read.SelectMany(f => f.Examples))
        {
            errors.AddRange(example.By.Where(id => !ids.Contains(id))
                .Select(id => example.Position.Error("unknown-name", $"No rule is called {id}.")));
        }

        return read;
    }

    private static void CheckTwice<T>(
        IEnumerable<T> items, Func<T, string> name, Func<T, PolicyPosition> position, string rule, List<PolicyError> errors)
    {
        // Names that differ in case alone would be told apart by nobody.
        foreach (IGrouping<string, T> same in items.GroupBy(name, StringComparer.OrdinalIgnoreCase).Where(group => group.Key.Length > 0))
        {
            errors.AddRange(same.Skip(1).Select(again => position(again).Error(rule, $"{same.Key} stands at another place already: take a new one.")));
        }
    }

    internal static ImmutableArray<PolicyError> InOrder(IEnumerable<PolicyError> errors) =>
        [.. errors.Distinct().OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column)];
}
