namespace Gateway.Core.Policy.Compiled;

/// <summary>What one portion comes to for every partner of the roster: outcomes as masks, and for each id the partners it decided for. Immutable.</summary>
internal sealed class Row
{
    private readonly CompiledModel _model;
    private readonly (Outcomes Outcomes, Deciding[] Deciding)[] _words;

    /// <summary>Decides.</summary>
    public Row(CompiledModel model, MarkingClass portion)
    {
        _model = model;
        _words = new (Outcomes, Deciding[])[model.Partners.Words];
        int room = portion.Rules.Length + Evaluation.OtherDeciders;
        Span<Deciding> deciding = room <= Evaluation.MostOnStack ? stackalloc Deciding[room] : new Deciding[room];
        for (int word = 0; word < _words.Length; word++)
        {
            Outcomes outcomes = Evaluation.Of(portion, word, model.Slots, deciding, out int count);
            _words[word] = (outcomes, deciding[..count].ToArray());
        }
    }

    /// <summary>The decision for the partner at a place.</summary>
    public Decision this[int place]
    {
        get
        {
            ref readonly (Outcomes Outcomes, Deciding[] Deciding) word = ref _words[place / PartnerMask.Word];
            return _model.Decide(word.Outcomes, word.Deciding, place % PartnerMask.Word);
        }
    }

    /// <summary>The outcome alone.</summary>
    public Outcome Outcome(int place) => _words[place / PartnerMask.Word].Outcomes.Of(place % PartnerMask.Word);
}
