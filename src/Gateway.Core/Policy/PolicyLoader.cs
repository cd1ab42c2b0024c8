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
        var errors = new List<PolicyError>();
        ImmutableArray<PolicyFile> read = Read(files, surroundings.Roster, errors);
        if (errors.Count > 0)
        {
            return Refuse(errors);
        }

        var policy = new PolicySet(read);
        CheckExamples(policy, surroundings, errors);
        foreach (PolicyInvariant invariant in policy.Files.SelectMany(f => f.Invariants))
        {
            foreach (PolicyRule threat in InvariantProof.Threats(invariant, policy.Rules))
            {
                errors.Add(invariant.Position.Error(
                    "violated-invariant", $"{threat.Id} may break \"{invariant.Title}\": no limit without conditions covers it."));
            }
        }

        return errors.Count > 0 ? Refuse(errors) : new PolicyLoading.Loaded(policy);
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

    private static void CheckExamples(PolicySet policy, PolicySurroundings surroundings, List<PolicyError> errors)
    {
        var shown = new HashSet<string>();
        foreach (PolicyExample example in policy.Files.SelectMany(f => f.Examples))
        {
            Decision decision = Decide(example, policy, surroundings);
            shown.UnionWith(decision.Rules);
            string[] silent = [.. example.By.Where(id => !decision.Rules.Contains(id))];
            if (decision.Outcome != example.Expected || silent.Length > 0)
            {
                errors.Add(example.Position.Error(
                    "failing-example",
                    $"\"{example.Title}\" comes to {PolicyFormatter.Word(decision.Outcome)} by {string.Join(", ", decision.Rules)}."));
            }
        }

        errors.AddRange(policy.Rules.Where(rule => !shown.Contains(rule.Id)).Select(rule => rule.Position.Error(
            "rule-without-example", $"No example shows {rule.Id} deciding: it may be dead or misspelt.")));
    }

    private static Decision Decide(PolicyExample example, PolicySet policy, PolicySurroundings surroundings)
    {
        var facts = new PortionFacts
        {
            Originator = example.From ?? surroundings.Releaser,
            FieldClass = example.FieldClass,
            Marking = example.Marking,
            Regions = example.Regions,
            Topics = example.Topics,
            SealedAt = example.At,
            Grants = example.Granted ? [example.To] : [],
        };
        return Interpreter.Decide(facts, example.To, new DecisionContext
        {
            Roster = surroundings.Roster,
            Agreements = surroundings.Agreements,
            Policy = policy,
            Markings = surroundings.Markings,
            Releaser = surroundings.Releaser,
            Now = example.At,
        });
    }

    private static PolicyLoading.Refused Refuse(List<PolicyError> errors) =>
        new([.. errors.Distinct().OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column)]);
}
