using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gateway.Benchmarks.World;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Benchmarks.Baselines;

/// <summary>
/// The same questions asked of Cedar's wasm build (npm <c>@cedar-policy/cedar-wasm</c>) in node: policies parsed beforehand, a flat context, no
/// entities. Cedar knows allow and deny, so a permit stands for a give at release and a forbid for any limit; what the mandatory checks say
/// is handed over as one flag. Where it allows, our outcome must be release.
/// </summary>
internal static class Cedar
{
    private const string Package = "@cedar-policy/cedar-wasm@4.13.0";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Portions that are asked about, for every partner.</summary>
    public static IEnumerable<PortionFacts> Portions(DecisionWorld world, int count) =>
        Enumerable.Range(0, count).Select(i => world.Portions[i * (world.Portions.Length / count)]);

    /// <summary>Requests a second, or why nobody was asked. Installs the package below the artifacts if it may.</summary>
    public static (double? PerSecond, string? Absent) Ask(DecisionWorld world, int portions, bool install)
    {
        string folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "cedar"));
        if (Run("node", folder, "--version") is null)
        {
            return (null, "node is not on the PATH.");
        }

        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@cedar-policy", "cedar-wasm")))
        {
            if (!install)
            {
                return (null, "a quick run installs nothing.");
            }

            Directory.CreateDirectory(folder);
            if (Run("npm", folder, "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", Package) is null)
            {
                return (null, "npm is absent, or could not install it.");
            }
        }

        string file = Path.Combine(folder, "requests.json");
        (PortionFacts Facts, PartnerCode To)[] questions =
            [.. Portions(world, portions).SelectMany(facts => world.Recipients.Select(to => (facts, to)))];
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            policies = Policies(world),
            requests = questions.Select(question => Request(world, question.Facts, question.To)),
        }));
        if (Run("node", folder, Path.Combine(AppContext.BaseDirectory, "Baselines", "cedar.mjs"), folder, file) is not { } output)
        {
            return (null, "its script failed.");
        }

        using JsonDocument answer = JsonDocument.Parse(output);
        string allowed = answer.RootElement.GetProperty("allowed").GetString()!;
        string expected = string.Concat(questions.Select(question =>
            Interpreter.Decide(question.Facts, question.To, world.Context).Outcome == Outcome.Release ? '1' : '0'));
        return allowed == expected
            ? (answer.RootElement.GetProperty("perSecond").GetDouble(), null)
            : throw new InvalidOperationException("Cedar and the interpreter allow the same.");
    }

    private static string Policies(DecisionWorld world)
    {
        var text = new StringBuilder("forbid(principal, action, resource) unless { context.mandatory };\n");
        foreach (PolicyRule rule in world.Context.Policy.Rules.Where(rule => rule.Kind == RuleKind.Limit || rule.Outcome == Outcome.Release))
        {
            string[] atoms = [.. new[] { Fields(rule.Fields), To(rule.To) }.OfType<string>().Concat(rule.Conditions.Select(condition => When(rule.Kind, condition)))];
            text.Append(rule.Kind == RuleKind.Give ? "permit" : "forbid").Append("(principal, action, resource)")
                .Append(atoms.Length == 0 ? "" : $" when {{ {string.Join(" && ", atoms)} }}").Append(";\n");
        }

        return text.ToString();
    }

    private static object Request(DecisionWorld world, PortionFacts facts, PartnerCode to)
    {
        world.Context.Roster.TryFind(to, out Partner? partner);
        var marking = (MarkingReading.Readable)world.Context.Markings.Read(facts.Marking);
        return new
        {
            partner = to.Value,
            level = (int)marking.Marking.Level,
            fieldClass = facts.FieldClass.Word(),
            topics = facts.Topics,
            regions = facts.Regions,
            follows = partner!.Regions,
            coalitions = world.Context.Roster.Coalitions.Where(one => one.Has(to, world.Context.Now)).Select(one => one.Code.Value),
            mandatory = MandatoryChecks.ForRelease(facts, to, world.Context).Ceiling == Outcome.Release,
        };
    }

    private static string? Fields(FieldSelector fields) => fields switch
    {
        FieldSelector.Classes classes => $"{Set(classes.Values.Select(one => one.Word()))}.contains(context.fieldClass)",
        FieldSelector.Topics topics => $"context.topics.containsAny({Set(topics.Values)})",
        _ => null,
    };

    private static string? To(RecipientSelector to) => to switch
    {
        RecipientSelector.Partners partners => $"{Set(partners.Codes.Select(code => code.Value))}.contains(context.partner)",
        RecipientSelector.Nations nations => $"{Set(nations.Codes.Select(code => code.Value))}.contains(context.partner)",
        RecipientSelector.Coalitions coalitions => $"context.coalitions.containsAny({Set(coalitions.Codes.Select(code => code.Value))})",
        _ => null,
    };

    private static string When(RuleKind kind, Condition condition)
    {
        bool doubt = !condition.Negated && kind == RuleKind.Limit;
        string text = condition switch
        {
            Condition.LevelAtMost at => $"context.level <= {(int)at.Level}",
            Condition.LevelAtLeast at => $"context.level >= {(int)at.Level}",
            Condition.RegionIn region => Regions(Set(region.Regions), doubt),
            Condition.RegionOfPartner => Regions("context.follows", doubt),
            Condition.TopicIn topic => $"context.topics.containsAny({Set(topic.Topics)})",
            Condition.PartnerIn partner => $"context.coalitions.contains(\"{partner.Coalition}\")",
            _ => throw new ArgumentException("Unknown condition.", nameof(condition)),
        };
        return condition.Negated ? $"!({text})" : text;
    }

    private static string Regions(string listed, bool doubt) => doubt
        ? $"(context.regions.isEmpty() || {listed}.containsAny(context.regions))"
        : $"(!context.regions.isEmpty() && {listed}.containsAll(context.regions))";

    private static string Set(IEnumerable<string> words) => $"[{string.Join(", ", words.Select(word => $"\"{word}\""))}]";

    /// <summary>What a program printed; null when it is not there, failed, or did not end.</summary>
    private static string? Run(string program, string folder, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Directory.Exists(folder) ? folder : AppContext.BaseDirectory,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Longest))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            Task.WaitAll(output, errors);
            return process.ExitCode == 0 ? output.Result : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
