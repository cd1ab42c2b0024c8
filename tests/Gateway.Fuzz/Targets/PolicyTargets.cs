using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Fuzz.Targets;

/// <summary>
/// Policy files. Reading never throws; what is refused says where and is never decided by; what is accepted has one canonical text, which means
/// the same and has the same digest.
/// </summary>
internal static class PolicyTargets
{
    private const long Base = 32 << 20;
    private const long PerByte = 16 * 1024;

    private static readonly PolicySurroundings Surroundings = new(Sample(), new Agreements([Agree("FRA", "USA"), Agree("DEU", "USA"), Agree("SWE", "USA")]), MarkingBook.Default, PartnerCode.Of("USA"));

    private static readonly DateTimeOffset Noon = new(2026, 10, 2, 12, 0, 0, TimeSpan.Zero);

    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new("policy", bytes => Read([Encoding.UTF8.GetString(bytes)]), Base, PerByte),
        new("policy-walk", bytes => Read([new PolicyWalk(new Random(Seed(bytes))).Text()]), 2 * Base, PerByte),
        new("policy-files", TwoFiles, 2 * Base, PerByte),
    ];

    /// <summary>The roster of the vectors: policies are read against it.</summary>
    public static Roster Sample()
    {
        string text = (string)JsonNode.Parse(File.ReadAllText(Path.Combine(Corpus.Root, "tests", "vectors", "packages.json")))!["roster"]!;
        return RosterReader.TryRead(Encoding.UTF8.GetBytes(text), out Roster? roster, out _) ? roster : throw new FormatException("The vectors hold a roster.");
    }

    // One file from the walk, one from the bytes: neither may change what the other says.
    private static string TwoFiles(byte[] bytes) => Read([new PolicyWalk(new Random(Seed(bytes))).Text(), Encoding.UTF8.GetString(bytes)]);

    private static string Read(string[] texts)
    {
        PolicyLoading loading = Load(texts);
        if (loading is PolicyLoading.Loaded loaded)
        {
            IsCanonical(loaded.Policy);
            Decides(loaded.Policy);
            return $"read {loaded.Policy.Files.Length} {loaded.Policy.Rules.Length}";
        }

        ImmutableArray<PolicyError> errors = ((PolicyLoading.Refused)loading).Errors;
        Promise.Holds(!errors.IsEmpty, "a refusal has a reason");
        foreach (PolicyError error in errors)
        {
            Promise.Holds(IsInside(error, texts), $"an error stands inside its file: {error}");
            Promise.Holds(error.Rule.Length > 0 && error.Message.EndsWith('.') && !error.Message.Any(char.IsControl), "an error has a rule and a sentence that a terminal can show");
        }

        return string.Join(' ', errors.Select(error => error.Rule).Distinct());
    }

    private static void IsCanonical(PolicySet policy)
    {
        string[] formatted = [.. policy.Files.Select(PolicyFormatter.Format)];
        Promise.Holds(Load(formatted) is PolicyLoading.Loaded, "a formatted policy can be read");
        PolicySet again = ((PolicyLoading.Loaded)Load(formatted)).Policy;
        Promise.Holds(again.Files.Select(PolicyFormatter.Format).SequenceEqual(formatted), "formatting what was formatted changes nothing");
        Promise.Holds(again.Digest == policy.Digest, "a formatted policy has the digest of the one it came from");
        Promise.Holds(((PolicyLoading.Loaded)Load([.. formatted.Reverse()])).Policy.Digest == policy.Digest, "the order of files does not matter");
    }

    // What no rule gives, or a check stops, is not released by any text.
    private static void Decides(PolicySet policy)
    {
        foreach (string mark in new[] { "(U)", "(S//REL TO USA, FRA)", "(S//NF)", "(S" })
        {
            foreach (Partner partner in Surroundings.Roster.Partners)
            {
                var facts = new PortionFacts
                {
                    Originator = Surroundings.Releaser,
                    FieldClass = FieldClass.Judgement,
                    Marking = new Marking { Policy = "US", Text = mark },
                    SealedAt = Noon,
                };
                Decision decision = Interpreter.Decide(facts, partner.Code, new DecisionContext
                {
                    Roster = Surroundings.Roster,
                    Agreements = Surroundings.Agreements,
                    Policy = policy,
                    Markings = Surroundings.Markings,
                    Releaser = Surroundings.Releaser,
                    Now = Noon,
                });
                Promise.Holds(decision.Outcome != Outcome.Release || mark.EndsWith(')') && !mark.Contains("NF", StringComparison.Ordinal), "no policy releases what a mark forbids or what cannot be read");
                Promise.Holds(decision.Outcome != Outcome.Release || policy.Rules.Any(rule => rule.Kind == RuleKind.Give && decision.Rules.Contains(rule.Id)), "what is released is given by a rule");
            }
        }
    }

    private static bool IsInside(PolicyError error, string[] texts)
    {
        int file = Array.FindIndex([.. texts.Select((_, i) => Name(i))], name => name == error.File);
        if (file < 0 || error.Line < 1 || error.Column < 1)
        {
            return false;
        }

        string[] lines = texts[file].Split('\n');

        // The place behind the last character of a line is inside: there a block ends too early.
        return error.Line <= lines.Length && error.Column <= lines[error.Line - 1].Length + 1;
    }

    private static string Name(int i) => $"{i}.relpol";

    private static PolicyLoading Load(string[] texts) => PolicyLoader.Load(texts.Select((text, i) => new PolicySource(Name(i), text)), Surroundings);

    private static int Seed(byte[] bytes) => bytes.Aggregate(bytes.Length, (seed, one) => unchecked((seed * 31) + one));

    private static Agreement Agree(string first, string second) => new()
    {
        Id = "MOU",
        Version = 1,
        First = PartnerCode.Of(first),
        Second = PartnerCode.Of(second),
        Stage = 4,
        CeilingFromFirst = Level.TopSecret,
        CeilingFromSecond = Level.TopSecret,
        Purposes = [Purpose.AtrocityPrevention],
        ValidFrom = DateTimeOffset.MinValue,
        ValidUntil = DateTimeOffset.MaxValue,
        NoticeMaxAge = TimeSpan.FromHours(24),
    };
}
