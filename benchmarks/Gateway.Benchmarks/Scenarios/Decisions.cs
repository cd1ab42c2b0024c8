using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Compiled;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>
/// One decision under 25 rules, over 10,000 classes of portions and thirty partners, against the interpreter: rates are decisions a second, so
/// a gate of 5m is 200 ns. The last row asks Cedar the same questions, where node and npm are there.
/// </summary>
internal static class Decisions
{
    private const int CedarPortions = 40;

    public static IEnumerable<Result> Run(Contest contest, DecisionWorld world, bool install)
    {
        var model = new CompiledModel(world.Context);
        var memo = new DecisionMemo(world.Context);
        PartnerCode[] recipients = [.. world.Recipients];
        int[] places = [.. recipients.Select(memo.Place)];
        PortionFacts[] portions = [.. world.Portions];
        MarkingClass[] classes = [.. portions.Select(portion => model.Class(portion, DecisionWorld.Now))];
        ClassDecisions[] remembered = [.. portions.Select(portion => memo.Of(portion, DecisionWorld.Now))];
        var deciding = new Deciding[model.Slots.Count];
        int next = 0;

        Result Measure(string what, Gate? gate, Action<int> ours)
        {
            int turn = 0;
            Result single = contest.Run(what, gate, () => ours(turn = (turn + 1) % classes.Length), Interpret);
            return single with { Ours = single.Ours * recipients.Length, Baseline = single.Baseline * recipients.Length };
        }

        void Interpret()
        {
            PortionFacts portion = portions[next = (next + 1) % portions.Length];
            foreach (PartnerCode recipient in recipients)
            {
                Interpreter.Decide(portion, recipient, world.Context);
            }
        }

        yield return Measure("decide alone, with rule ids", new Gate(5_000_000, 0, "each decision weighs every check and rule of the portion"), i =>
        {
            foreach (int place in places)
            {
                model.Decide(classes[i], place);
            }
        });
        yield return Measure("decide through the memo", new Gate(20_000_000, 0, "a class is found by the words of its portion"), i =>
        {
            foreach (PartnerCode recipient in recipients)
            {
                memo.Decide(portions[i], recipient, DecisionWorld.Now);
            }
        });
        yield return Measure("decide by row", new Gate(100_000_000, 0, "each row weighs every check and rule of the portion"), i => Evaluation.Of(classes[i], 0, model.Slots, deciding, out _));
        yield return Measure("decide by a class at hand", null, i =>
        {
            for (int p = 0; p < places.Length; p++)
            {
                remembered[i].For(recipients[p], places[p]);
            }
        });
        yield return Measure("decide from the mark on, by row", null, i =>
        {
            Row row = model.Row(model.Class(portions[i], DecisionWorld.Now));
            foreach (int place in places)
            {
                _ = row[place];
            }
        });
        if (AskCedar(world, install) is { } cedar)
        {
            MarkingClass[] asked = [.. Cedar.Portions(world, CedarPortions).Select(portion => model.Class(portion, DecisionWorld.Now))];
            Result alone = contest.Run("1,200 requests / Cedar's wasm", null, () =>
            {
                foreach (MarkingClass portion in asked)
                {
                    foreach (int place in places)
                    {
                        model.Decide(portion, place);
                    }
                }
            }, () => { });
            yield return alone with { Ours = alone.Ours * asked.Length * places.Length, Baseline = cedar };
        }
    }

    private static double? AskCedar(DecisionWorld world, bool install)
    {
        (double? rate, string? absent) = Cedar.Ask(world, CedarPortions, install);
        if (absent is not null)
        {
            Console.WriteLine($"  Cedar was not asked: {absent}");
        }

        return rate;
    }
}
