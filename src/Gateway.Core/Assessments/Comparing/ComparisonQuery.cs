using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Assessments.Comparing;

/// <summary>What is to be compared. Whatever is empty or zero takes everything.</summary>
public sealed record ComparisonQuery
{
    /// <summary>Countries, ISO 3166-1 alpha-3; groups and parts of them included.</summary>
    public ImmutableHashSet<string> Countries { get; init; } = [];

    /// <summary>Groups, by their ids.</summary>
    public ImmutableHashSet<string> Groups { get; init; } = [];

    /// <summary>Id of the event definition.</summary>
    public string Definition { get; init; } = "";

    /// <summary>Months to look ahead.</summary>
    public uint HorizonMonths { get; init; }

    /// <summary>Only these partners.</summary>
    public ImmutableHashSet<PartnerCode> Partners { get; init; } = [];

    /// <summary>Most editions of a voice, the newest counting; 0 = all.</summary>
    public int Editions { get; init; }

    /// <summary>Places that count as high; 0 = 30.</summary>
    public uint Top { get; init; }

    internal uint Places => Top == 0 ? Worry.DefaultTop : Top;

    internal bool Takes(PartnerCode partner) => Partners.IsEmpty || Partners.Contains(partner);

    /// <summary>Whether the subject was asked for.</summary>
    public bool Takes(ComparedSubject subject) =>
        (Countries.IsEmpty || Countries.Contains(subject.Iso3)) && (Groups.IsEmpty || Groups.Contains(subject.Group));

    /// <summary>Whether a comparison in the frame was asked for. Others of the subject are still shown beside it.</summary>
    internal bool Asks(Frame frame) =>
        (Definition.Length == 0 || Definition == frame.Event.Definition) && (HorizonMonths == 0 || HorizonMonths == frame.HorizonMonths);
}
