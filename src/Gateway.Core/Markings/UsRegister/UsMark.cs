using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Gateway.Core.Markings.UsRegister;

/// <summary>A US-format mark while it is being read: what stands in it and where.</summary>
internal sealed class UsMark(UsClass mainClass, int classStart)
{
    private Starts _starts;
    private uint _present;
    private int _last = -1;
    private ImmutableArray<OpaqueToken>.Builder? _tokens;

    public UsClass Class => mainClass;

    public int ClassStart => classStart;

    public ForeignGovernmentInformation? Fgi { get; set; }

    public int FgiStart { get; set; }

    public ImmutableArray<string>? RelTo { get; set; }

    public ImmutableArray<string>? DisplayOnly { get; set; }

    public Controls Controls { get; private set; }

    /// <summary>Opaque tokens in the order in which they stand.</summary>
    public ImmutableArray<OpaqueToken> Tokens => _tokens?.ToImmutable() ?? [];

    /// <summary>Rank of the last category read; categories only go up.</summary>
    public int LastCategory { get; set; } = -1;

    /// <summary>False when the mark is spelt in a way that is read but not printed, so that its canonical form is another text.</summary>
    public bool IsCanonical { get; set; } = true;

    /// <summary>The control read last, or null.</summary>
    public UsControl? LastControl => _last < 0 ? null : UsVocabulary.Controls[_last];

    public bool Has(Controls flag) => (Controls & flag) != Controls.None;

    /// <summary>Notes a control; false when it stands already.</summary>
    public bool TryAdd(UsControl control, int start)
    {
        _last = control.Place;
        if ((_present & (1u << control.Place)) != 0)
        {
            return false;
        }

        _present |= 1u << control.Place;
        _starts[control.Place] = start;
        Controls |= control.Flag;
        return true;
    }

    public void Add(OpaqueToken token) => (_tokens ??= ImmutableArray.CreateBuilder<OpaqueToken>()).Add(token);

    /// <summary>Where a flag stands; 0 when it does not.</summary>
    public int StartOf(Controls flag)
    {
        foreach (UsControl control in UsVocabulary.Controls)
        {
            if (control.Flag == flag && flag != Controls.None)
            {
                return _starts[control.Place];
            }
        }

        return 0;
    }

    /// <summary>Where a list stands; 0 when it does not.</summary>
    public int StartOf(UsControl control) => _starts[control.Place];

    [InlineArray(UsVocabulary.ControlCount)]
    private struct Starts
    {
        private int _first;
    }
}
