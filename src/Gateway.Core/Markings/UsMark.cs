using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>A US-format mark while it is being read: what stands in it and where.</summary>
internal sealed class UsMark
{
    private readonly Dictionary<UsControl, int> _controls = [];

    public required UsClass Class { get; init; }

    public required int ClassStart { get; init; }

    public List<OpaqueToken> Opaque { get; } = [];

    public ForeignGovernmentInformation? Fgi { get; set; }

    public int FgiStart { get; set; }

    public ImmutableArray<string>? RelTo { get; set; }

    public ImmutableArray<string>? DisplayOnly { get; set; }

    /// <summary>Rank of the last category read; categories only go up.</summary>
    public int LastCategory { get; set; } = -1;

    public Controls Controls => _controls.Keys.Aggregate(Markings.Controls.None, (all, control) => all | control.Flag);

    public UsControl? LastControl { get; private set; }

    public bool Has(Controls flag) => (Controls & flag) != Markings.Controls.None;

    public bool TryAdd(UsControl control, int start)
    {
        LastControl = control;
        return _controls.TryAdd(control, start);
    }

    /// <summary>Where a control stands; 0 when it does not.</summary>
    public int StartOf(Controls flag) => _controls.FirstOrDefault(pair => pair.Key.Flag == flag && flag != Markings.Controls.None).Value;

    /// <summary>Where a list stands; 0 when it does not.</summary>
    public int StartOf(UsControlKind kind) => _controls.FirstOrDefault(pair => pair.Key.Kind == kind).Value;
}
