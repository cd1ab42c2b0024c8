using System.Collections.Immutable;
using Gateway.Core.Markings.National;
using Gateway.Core.Markings.Nato;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>Where a mark stands: over a whole document, or before one portion.</summary>
public enum MarkingKind
{
    /// <summary>The short form in parentheses before a portion.</summary>
    Portion,

    /// <summary>The spelt-out form over a whole document.</summary>
    Banner,
}

/// <summary>Dissemination controls of the US register (CAPCO 2016 §H.8), and their kin elsewhere. Several may be set.</summary>
[Flags]
public enum Controls
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>NOFORN: not releasable to foreign nationals.</summary>
    NoForn = 1,

    /// <summary>ORCON: the originator decides on every further recipient.</summary>
    Orcon = 2,

    /// <summary>ORCON-USGOV.</summary>
    OrconUsGov = 4,

    /// <summary>IMCON: controlled imagery.</summary>
    Imcon = 8,

    /// <summary>PROPIN: proprietary information.</summary>
    PropIn = 16,

    /// <summary>RELIDO: a designated officer may decide on release, so release waits for one.</summary>
    RelIdo = 32,

    /// <summary>FOUO: for official use only (unclassified portions).</summary>
    Fouo = 64,

    /// <summary>RSEN: risk sensitive.</summary>
    Rsen = 128,

    /// <summary>DEA SENSITIVE.</summary>
    DeaSensitive = 256,

    /// <summary>FISA.</summary>
    Fisa = 512,
}

/// <summary>Traffic Light Protocol 2.0, ordered from least to most restrictive.</summary>
public enum Tlp
{
    /// <summary>No limit on disclosure.</summary>
    Clear = 0,

    /// <summary>The community.</summary>
    Green = 1,

    /// <summary>The recipient's organisation and its clients.</summary>
    Amber = 2,

    /// <summary>The recipient's organisation only.</summary>
    AmberStrict = 3,

    /// <summary>Named recipients only.</summary>
    Red = 4,
}

/// <summary>Foreign government information inside a US or joint mark.</summary>
/// <param name="Concealed">The source must not be named (bare <c>FGI</c>).</param>
/// <param name="Owners">Owning nations or organisations, sorted; empty exactly when concealed.</param>
public sealed record ForeignGovernmentInformation(bool Concealed, ImmutableArray<string> Owners);

/// <summary>
/// What a mark says once read under its policy: all that rules, roll-up and the recipient test look at.
/// Only <c>MarkingReader</c> and <c>RollUp</c> make one. Immutable.
/// </summary>
public sealed record ParsedMarking
{
    /// <summary>Stands in <see cref="Owners"/> when the source may not be named.</summary>
    public const string ConcealedOwner = "FGI";

    internal ParsedMarking()
    {
    }

    /// <summary>The marking that was read.</summary>
    public required Marking Source { get; init; }

    /// <summary>Portion or banner form.</summary>
    public required MarkingKind Kind { get; init; }

    /// <summary>The level on the common ladder.</summary>
    public required Level Level { get; init; }

    /// <summary>The level in the originator's word: <c>SECRET</c>, <c>HEMLIG</c>, <c>TRÈS SECRET</c>.</summary>
    public required string LevelWord { get; init; }

    /// <summary>
    /// Nations or organisations whose information this is, ordinal order: the policy's nation, or the owners of a foreign or
    /// joint mark. Never empty, except for TLP marks. FGI owners stand in <see cref="Fgi"/>. A foreign mark that conceals its source
    /// (<c>(//FGI S)</c>) holds <see cref="ConcealedOwner"/> alone, which is no registered code and so matches no recipient.
    /// </summary>
    public required ImmutableArray<string> Owners { get; init; }

    /// <summary>Owned jointly by all of <see cref="Owners"/>.</summary>
    public bool Joint { get; init; }

    /// <summary>The NATO activity that a NATO mark names, or null.</summary>
    public NatoActivity? Activity { get; init; }

    /// <summary>Foreign government information inside, or null.</summary>
    public ForeignGovernmentInformation? Fgi { get; init; }

    /// <summary>Dissemination controls.</summary>
    public Controls Controls { get; init; }

    /// <summary>
    /// The release list: codes of nations, organisations and coalitions, as written. Null: no list at all
    /// (classified: nobody but the owner). An empty list means nobody.
    /// </summary>
    public ImmutableArray<string>? ReleasableTo { get; init; }

    /// <summary>Codes that may be shown the information but never handed a copy, or null.</summary>
    public ImmutableArray<string>? DisplayOnly { get; init; }

    /// <summary>
    /// Set by national-only caveats (NOFORN, UK EYES ONLY, SPÉCIAL FRANCE, AUSTEO): exactly the nations that may receive. Null: no
    /// such caveat.
    /// </summary>
    public ImmutableArray<string>? NationalOnly { get; init; }

    /// <summary>
    /// The audience inside which every recipient has to be, members included (NATO <c>… ONLY</c>): codes of nations and groups in
    /// register order. It admits nobody by itself. Null: no such bound.
    /// </summary>
    public ImmutableArray<string>? Only { get; init; }

    /// <summary>The caveat behind <see cref="NationalOnly"/> or <see cref="Only"/> as its policy spells it: <c>UK/US EYES ONLY</c>,
    /// <c>AUSTEO</c>. Null for none, and for the controls of the US register.</summary>
    public string? Caveat { get; init; }

    /// <summary>What stands before the level: a NATO context (<c>EAPC</c> of <c>NATO/EAPC SECRET</c>), or the prefix <c>UK</c>. It grants
    /// nothing. Null for none.</summary>
    public string? Context { get; init; }

    /// <summary>Words that oblige nobody (NATO <c>STAFF</c>), in the order they are printed.</summary>
    public ImmutableArray<string> Informative { get; init; } = [];

    /// <summary>The TLP label, or null. Independent of classification.</summary>
    public Tlp? Tlp { get; init; }

    /// <summary>
    /// Restrictive words besides <see cref="Controls"/>: opaque tokens that only an enabled registry admits, in banner form (US), additional
    /// sensitivities (NATO <c>ATOMAL</c>), handling (GBR <c>COMMERCIAL</c>). A recipient must have undertaken to honour each.
    /// </summary>
    public ImmutableArray<string> OtherControls { get; init; } = [];

    /// <summary>Remarks of the reader that do not make the mark invalid, such as <c>US-JOINT-REL-WIDER</c>.</summary>
    public ImmutableArray<MarkingError> Warnings { get; init; } = [];

    /// <summary>True for marks of NATO's or the EU's own policy: open to every member at any level, to nobody else without a list.</summary>
    internal bool IsOfOrganisation => Source.Policy is NatoGrammar.Policy or EuGrammar.Policy;

    /// <summary>The opaque tokens of US marks with their categories, in canonical order.</summary>
    public ImmutableArray<OpaqueToken> Opaque { get; init; } = [];

    /// <summary>Canonical spelling of the mark under its policy.</summary>
    public required string Canonical { get; init; }
}

/// <summary>A token that the grammar does not interpret and that only a registry which enables it admits.</summary>
/// <param name="Category">Where it stands in a mark.</param>
/// <param name="Text">As banners spell it, and as a partner's caveats name it.</param>
public readonly record struct OpaqueToken(OpaqueCategory Category, string Text)
{
    /// <summary>As portions spell it; the same unless the registry says otherwise.</summary>
    public string Portion { get; init; } = Text;

    internal string Spelling(MarkingKind kind) => kind switch
    {
        MarkingKind.Portion => Portion,
        MarkingKind.Banner => Text,
    };
}
