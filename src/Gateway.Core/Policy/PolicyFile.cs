using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>A policy file that was read and found well-formed. Immutable.</summary>
public sealed record PolicyFile
{
    /// <summary>The policy's name, unique in the set.</summary>
    public required string Name { get; init; }

    /// <summary>Counts up from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The only partner it speaks of, or null.</summary>
    public PartnerCode? Scope { get; init; }

    /// <summary>The version it replaces and its digest, or null for the first.</summary>
    public (int Version, string Digest)? Supersedes { get; init; }

    /// <summary>The schemas it was written against.</summary>
    public required ImmutableArray<string> Schemas { get; init; }

    /// <summary>Its gives count from here.</summary>
    public required DateTimeOffset Effective { get; init; }

    /// <summary>When somebody must look at it again; a date to remind people, no rule.</summary>
    public required DateTimeOffset ReviewBy { get; init; }

    /// <summary>Its rules, in order of writing.</summary>
    public required ImmutableArray<PolicyRule> Rules { get; init; }

    /// <summary>Its examples, in order of writing.</summary>
    public required ImmutableArray<PolicyExample> Examples { get; init; }

    /// <summary>Its invariants, in order of writing.</summary>
    public required ImmutableArray<PolicyInvariant> Invariants { get; init; }

    /// <summary>Where the name stands.</summary>
    public required PolicyPosition Position { get; init; }
}

/// <summary>A decision the author expects. Checked at every load, with the same interpreter that decides.</summary>
public sealed record PolicyExample
{
    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>Class of the portion.</summary>
    public required FieldClass FieldClass { get; init; }

    /// <summary>Marking of the portion.</summary>
    public required Marking Marking { get; init; }

    /// <summary>Countries of the portion.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Topics of the portion.</summary>
    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>Originator; null for the node's own partner.</summary>
    public PartnerCode? From { get; init; }

    /// <summary>The originator's grants open it to the recipient.</summary>
    public bool Granted { get; init; }

    /// <summary>Recipient.</summary>
    public required PartnerCode To { get; init; }

    /// <summary>Time of sealing and of the decision.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The outcome that must come out.</summary>
    public required Outcome Expected { get; init; }

    /// <summary>Rules that must be among those that decide; may be empty.</summary>
    public ImmutableArray<string> By { get; init; } = [];

    /// <summary>Where the title stands.</summary>
    public required PolicyPosition Position { get; init; }
}

/// <summary>
/// What no rule of the set may ever let out. Proved from the rules alone, whatever markings, rosters and agreements say: every
/// give that could exceed the bound must be covered by a limit without conditions or end. What cannot be proved counts as violated.
/// </summary>
/// <param name="Title">What it promises.</param>
/// <param name="Classes">Field classes it speaks of; empty means all.</param>
/// <param name="Partners">Partners it speaks of; empty means all, of today and of tomorrow.</param>
/// <param name="Bound">The highest outcome allowed.</param>
/// <param name="Position">Where the title stands.</param>
public sealed record PolicyInvariant(
    string Title, ImmutableArray<FieldClass> Classes, ImmutableArray<PartnerCode> Partners, Outcome Bound, PolicyPosition Position);
