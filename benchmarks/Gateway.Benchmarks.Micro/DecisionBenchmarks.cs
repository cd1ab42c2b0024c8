using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.World;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Compiled;

namespace Gateway.Benchmarks.Micro;

/// <summary>One portion for thirty partners under 25 rules: by the interpreter, compiled one by one, by row, through the memo, by a class at hand.</summary>
public class Decisions
{
    private const int Portion = 4_711;

    private PortionFacts _portion = null!;
    private ImmutableArray<PartnerCode> _recipients;
    private int[] _places = [];
    private DecisionContext _context = null!;
    private CompiledModel _model = null!;
    private DecisionMemo _memo = null!;
    private MarkingClass _class = null!;
    private ClassDecisions _known = null!;
    private Deciding[] _deciding = [];

    [GlobalSetup]
    public void Setup()
    {
        var world = new DecisionWorld();
        (_context, _recipients, _portion) = (world.Context, world.Recipients, world.Portions[Portion]);
        (_model, _memo) = (new CompiledModel(_context), new DecisionMemo(_context));
        _places = [.. _recipients.Select(_memo.Place)];
        _class = _model.Class(_portion, DecisionWorld.Now);
        _known = _memo.Of(_portion, DecisionWorld.Now);
        _deciding = new Deciding[_model.Slots.Count];
    }

    [Benchmark(Baseline = true)]
    public int Interpret() => _recipients.Sum(recipient => (int)Interpreter.Decide(_portion, recipient, _context).Outcome);

    [Benchmark]
    public int Alone() => _places.Sum(place => (int)_model.Decide(_class, place).Outcome);

    [Benchmark]
    public int Row() => (int)Evaluation.Of(_class, 0, _model.Slots, _deciding, out _).Of(0);

    [Benchmark]
    public int Memo() => _recipients.Sum(recipient => (int)_memo.Decide(_portion, recipient, DecisionWorld.Now).Outcome);

    [Benchmark]
    public int ClassAtHand()
    {
        int sum = 0;
        for (int i = 0; i < _places.Length; i++)
        {
            sum += (int)_known.For(_recipients[i], _places[i]).Outcome;
        }

        return sum;
    }

    [Benchmark]
    public bool MakeClass() => _model.Class(_portion, DecisionWorld.Now).IsReadable;
}
