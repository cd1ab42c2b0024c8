using System.Collections.Immutable;

namespace Gateway.Core.Policy;

/// <summary>One example and what it came to.</summary>
/// <param name="Example">The example.</param>
/// <param name="Decision">What the interpreter decides about it.</param>
public sealed record ExampleResult(PolicyExample Example, Decision Decision)
{
    /// <summary>Whether it comes out as written: the outcome, and every rule that was named among those that decide.</summary>
    public bool Holds => Decision.Outcome == Example.Expected && Example.By.All(Decision.Rules.Contains);
}

/// <summary>One invariant and what may break it.</summary>
/// <param name="Invariant">The invariant.</param>
/// <param name="Threats">The gives that no limit covers; empty when it is proved.</param>
public sealed record InvariantResult(PolicyInvariant Invariant, ImmutableArray<PolicyRule> Threats);

/// <summary>
/// Policy files tried out: every example decided, every invariant proved or not. <see cref="PolicyLoader"/> loads exactly those whose trial has
/// no errors.
/// </summary>
public sealed record PolicyTrial
{
    /// <summary>The files as one set.</summary>
    public required PolicySet Policy { get; init; }

    /// <summary>All examples, by policy name, then in order of writing.</summary>
    public required ImmutableArray<ExampleResult> Examples { get; init; }

    /// <summary>All invariants, in the same order.</summary>
    public required ImmutableArray<InvariantResult> Invariants { get; init; }

    /// <summary>Rules that decide in no example, by id: dead, misspelt, or not yet shown.</summary>
    public required ImmutableArray<PolicyRule> Unshown { get; init; }

    /// <summary>All that forbids their use, by file, line and column.</summary>
    public ImmutableArray<PolicyError> Errors => PolicyLoader.InOrder(Faults);

    private IEnumerable<PolicyError> Faults
    {
        get
        {
            foreach (ExampleResult result in Examples.Where(result => !result.Holds))
            {
                yield return result.Example.Position.Error(
                    "failing-example",
                    $"\"{result.Example.Title}\" comes to {PolicyFormatter.Word(result.Decision.Outcome)} by {string.Join(", ", result.Decision.Rules)}.");
            }

            foreach (PolicyRule rule in Unshown)
            {
                yield return rule.Position.Error("rule-without-example", $"No example shows {rule.Id} deciding: it may be dead or misspelt.");
            }

            foreach (InvariantResult result in Invariants)
            {
                foreach (PolicyRule threat in result.Threats)
                {
                    yield return result.Invariant.Position.Error(
                        "violated-invariant", $"{threat.Id} may break \"{result.Invariant.Title}\": no limit without conditions covers it.");
                }
            }
        }
    }

    /// <summary>
    /// Reads the files and tries them out; null when they cannot be read, with every reason in <paramref name="errors"/>. Never throws for what
    /// they contain.
    /// </summary>
    public static PolicyTrial? Of(IEnumerable<PolicySource> files, PolicySurroundings surroundings, out ImmutableArray<PolicyError> errors)
    {
        var faults = new List<PolicyError>();
        ImmutableArray<PolicyFile> read = PolicyLoader.Read(files, surroundings.Roster, faults);
        errors = PolicyLoader.InOrder(faults);
        return faults.Count > 0 ? null : Of(new PolicySet(read), surroundings);
    }

    private static PolicyTrial Of(PolicySet policy, PolicySurroundings surroundings)
    {
        ImmutableArray<ExampleResult> examples =
            [.. policy.Files.SelectMany(file => file.Examples).Select(example => new ExampleResult(example, Decide(example, policy, surroundings)))];
        HashSet<string> shown = [.. examples.SelectMany(result => result.Decision.Rules)];
        return new PolicyTrial
        {
            Policy = policy,
            Examples = examples,
            Invariants =
                [.. policy.Files.SelectMany(file => file.Invariants).Select(invariant => new InvariantResult(invariant, InvariantProof.Threats(invariant, policy.Rules)))],
            Unshown = [.. policy.Rules.Where(rule => !shown.Contains(rule.Id))],
        };
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
}
