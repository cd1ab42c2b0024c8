namespace Gateway.Core.Policy.Compiled;

/// <summary>
/// What is known so far about 64 partners while one portion is decided. First every check and rule is weighed, then, once the outcomes are
/// asked for, each is named for the partners for whom it stands exactly at the outcome.
/// </summary>
internal ref struct Weighing(Span<Deciding> deciding)
{
    private readonly Span<Deciding> _deciding = deciding;

    // Ceilings of checks and limits: whom somebody keeps at most at this.
    private ulong _atMostWithhold;
    private ulong _atMostHold;
    private ulong _atMostTearLine;

    // Gives: whom somebody grants exactly this.
    private ulong _given;
    private ulong _givenHold;
    private ulong _givenTearLine;
    private ulong _givenRelease;

    private Outcomes _outcomes;

    /// <summary>How many were named.</summary>
    public int Count { get; private set; }

    /// <summary>A ceiling.</summary>
    public void Bound(ulong withhold, ulong hold, ulong tearLine)
    {
        _atMostWithhold |= withhold;
        _atMostHold |= hold;
        _atMostTearLine |= tearLine;
    }

    /// <summary>A rule, with the partners that it speaks of.</summary>
    public void Weigh(in CurrentRule rule, ulong matching)
    {
        if (rule.Kind == RuleKind.Limit)
        {
            Bound(At(rule, Outcome.Withhold, matching), At(rule, Outcome.Hold, matching), At(rule, Outcome.TearLine, matching));
            return;
        }

        _given |= matching;
        _givenHold |= At(rule, Outcome.Hold, matching);
        _givenTearLine |= At(rule, Outcome.TearLine, matching);
        _givenRelease |= At(rule, Outcome.Release, matching);
    }

    /// <summary>The outcomes of all that was weighed: the lowest of ceilings and the highest give.</summary>
    public Outcomes Outcomes()
    {
        ulong hold = ~_atMostWithhold & (_givenHold | _givenTearLine | _givenRelease);
        ulong tearLine = hold & ~_atMostHold & (_givenTearLine | _givenRelease);
        ulong release = tearLine & ~_atMostTearLine & _givenRelease;
        _outcomes = new Outcomes(release, tearLine & ~release, hold & ~tearLine);
        return _outcomes;
    }

    /// <summary>Names a check, for those whom it kept at exactly what they get.</summary>
    public void Name(int slot, in Ceilings ceilings) => Add(
        slot,
        (ceilings.Withheld & Exactly(Outcome.Withhold)) | (ceilings.Held & Exactly(Outcome.Hold)) | (ceilings.TearLines & Exactly(Outcome.TearLine)));

    /// <summary>The same for a check with one ceiling.</summary>
    public void Name(int slot, ulong partners, Outcome ceiling) => Add(slot, partners & Exactly(ceiling));

    /// <summary>Names a rule: a limit at exactly the outcome; a give there, where no higher one matches.</summary>
    public void Name(in CurrentRule rule, ulong matching) => Add(
        rule.Slot,
        matching & Exactly(rule.Outcome) & (rule.Kind == RuleKind.Give ? ~GivenAbove(rule.Outcome) : ulong.MaxValue));

    /// <summary>Names <see cref="RuleIds.NoRule"/> for those whom nothing is given.</summary>
    public void NameNoRule(int slot) => Add(slot, ~_given & Exactly(Outcome.Withhold));

    private void Add(int slot, ulong partners)
    {
        if (partners != 0)
        {
            _deciding[Count++] = new Deciding(slot, partners);
        }
    }

    private readonly ulong Exactly(Outcome outcome) => outcome switch
    {
        Outcome.Withhold => ~(_outcomes.Release | _outcomes.TearLine | _outcomes.Hold),
        Outcome.Hold => _outcomes.Hold,
        Outcome.TearLine => _outcomes.TearLine,
        Outcome.Release => _outcomes.Release,
    };

    private readonly ulong GivenAbove(Outcome outcome) => outcome switch
    {
        Outcome.Withhold => _givenHold | _givenTearLine | _givenRelease,
        Outcome.Hold => _givenTearLine | _givenRelease,
        Outcome.TearLine => _givenRelease,
        Outcome.Release => 0,
    };

    private static ulong At(in CurrentRule rule, Outcome outcome, ulong matching) => rule.Outcome == outcome ? matching : 0;
}
