namespace Gateway.Core.Assessments.Comparing;

/// <summary>
/// What a judgement is about: a country, a group of people in it, a part of it. Two are the same only when all three are: a group's id under
/// another country is another group.
/// </summary>
/// <param name="Iso3">ISO 3166-1 alpha-3.</param>
/// <param name="Group">Id of the group, the same at every partner; empty = everybody.</param>
/// <param name="Area">Place code or subdivision; empty = the whole country.</param>
public readonly record struct ComparedSubject(string Iso3, string Group = "", string Area = "")
{
    /// <summary>ISO 3166-1 alpha-3; empty = not known.</summary>
    public string Iso3 { get => field ?? ""; init; } = Iso3;

    /// <summary>Id of the group, the same at every partner; empty = everybody.</summary>
    public string Group { get => field ?? ""; init; } = Group;

    /// <summary>Place code or subdivision; empty = the whole country.</summary>
    public string Area { get => field ?? ""; init; } = Area;

    /// <inheritdoc/>
    public bool Equals(ComparedSubject other) => Iso3 == other.Iso3 && Group == other.Group && Area == other.Area;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Iso3, Group, Area);
}

/// <summary>What a judgement foresees.</summary>
/// <param name="Definition">Id of a published event definition; empty = not stated.</param>
/// <param name="Threshold">Persons killed from which on the event counts.</param>
/// <param name="WindowMonths">Months within which that many have to be killed.</param>
public readonly record struct ForeseenEvent(string Definition, uint Threshold, uint WindowMonths)
{
    /// <summary>Id of a published event definition; empty = not stated.</summary>
    public string Definition { get => field ?? ""; init; } = Definition;

    /// <inheritdoc/>
    public bool Equals(ForeseenEvent other) => Definition == other.Definition && Threshold == other.Threshold && WindowMonths == other.WindowMonths;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Definition, Threshold, WindowMonths);
}

/// <summary>What judgements have to have in common to be compared: never bent, never converted.</summary>
/// <param name="Event">What they foresee.</param>
/// <param name="HorizonMonths">How far they look ahead; 0 = not stated.</param>
public readonly record struct Frame(ForeseenEvent Event, uint HorizonMonths)
{
    /// <summary>Whether event and horizon are stated: what is not stated is not the same as anything.</summary>
    public bool IsStated => Event.Definition.Length > 0 && HorizonMonths > 0;
}

/// <summary>The order in which subjects and frames are shown: by their words, ordinal. No subject is more than another.</summary>
internal sealed class ShownOrder : IComparer<ComparedSubject>, IComparer<Frame>
{
    public static ShownOrder Instance { get; } = new();

    public int Compare(ComparedSubject x, ComparedSubject y)
    {
        int order = string.CompareOrdinal(x.Iso3, y.Iso3);
        order = order != 0 ? order : string.CompareOrdinal(x.Group, y.Group);
        return order != 0 ? order : string.CompareOrdinal(x.Area, y.Area);
    }

    public int Compare(Frame x, Frame y)
    {
        int order = string.CompareOrdinal(x.Event.Definition, y.Event.Definition);
        order = order != 0 ? order : x.Event.Threshold.CompareTo(y.Event.Threshold);
        order = order != 0 ? order : x.Event.WindowMonths.CompareTo(y.Event.WindowMonths);
        return order != 0 ? order : x.HorizonMonths.CompareTo(y.HorizonMonths);
    }
}
