using System.Diagnostics;

namespace Gateway.Fuzz;

/// <summary>
/// Feeds one target: seeds first, then changes of what gave a new word. The words stand in for coverage, which would need instrumented
/// assemblies. The same seed and count give the same inputs. Not thread-safe.
/// </summary>
public sealed class Fuzzer
{
    private const int MostOfOneWord = 4;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly FuzzTarget _target;
    private readonly int _seed;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _corpus = [];
    private readonly Dictionary<string, int> _words = [];
    private readonly IReadOnlyList<byte[]> _seeds = Corpus.Seeds;
    private long _runs;

    /// <summary>Begins with the seeds.</summary>
    public Fuzzer(FuzzTarget target, int seed)
    {
        (_target, _seed, _random) = (target, seed, new Random(seed));
        _mutator = new Mutator(_random);
    }

    /// <summary>Inputs run.</summary>
    public long Runs => _runs;

    /// <summary>Inputs kept because something new happened.</summary>
    public int CorpusSize => _corpus.Count;

    /// <summary>Different outcomes seen.</summary>
    public int Words => _words.Count;

    /// <summary>Runs the seeds, then changed inputs while <paramref name="more"/> says so. The first finding, made small, or null.</summary>
    public Finding? Run(Func<long, bool> more)
    {
        foreach (byte[] seed in _seeds)
        {
            if (Try(seed) is { } finding)
            {
                return finding;
            }
        }

        while (more(_runs))
        {
            IReadOnlyList<byte[]> from = _random.Next(8) == 0 ? _seeds : _corpus;
            if (Try(_mutator.Mutate(from[_random.Next(from.Count)], _seeds)) is { } finding)
            {
                return finding;
            }
        }

        return null;
    }

    /// <summary>Runs one input; what it breaks, or null.</summary>
    public static string? Breaks(FuzzTarget target, byte[] input) => Outcome(target, input, out string? broken) is null ? broken : null;

    private Finding? Try(byte[] input)
    {
        _runs++;
        if (Outcome(_target, input, out string? broken) is not { } word)
        {
            byte[] small = Minimiser.Shrink(input, candidate => Breaks(_target, candidate) is not null);
            return new Finding(_target.Name, small, Breaks(_target, small) ?? broken!, _seed);
        }

        _words.TryGetValue(word, out int seen);
        _words[word] = seen + 1;
        if (seen < MostOfOneWord)
        {
            _corpus.Add(input);
        }

        return null;
    }

    private static string? Outcome(FuzzTarget target, byte[] input, out string? broken)
    {
        broken = null;
        long allocated = GC.GetAllocatedBytesForCurrentThread(), started = Stopwatch.GetTimestamp();
        try
        {
            string word = target.Run(input);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            broken = allocated > target.MemoryBase + target.MemoryPerByte * input.Length
                ? $"{input.Length} bytes made it allocate {allocated}"
                : Stopwatch.GetElapsedTime(started) > Longest ? $"{input.Length} bytes took more than {Longest.TotalSeconds} s" : null;
            return broken is null ? word : null;
        }
        catch (BrokenPromiseException promise)
        {
            broken = promise.Message;
        }
        catch (Exception failure)
        {
            broken = $"threw {failure.GetType().Name}: {failure.Message}";
        }

        return null;
    }
}
