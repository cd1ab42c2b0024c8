namespace Gateway.Core.Assessments.Comparing;

/// <summary>
/// What a judgement is about: a country, a group of people in it, a part of it. Two are the same only when all three are: a group's id under
/// another country is another group.
/// </summary>
/// <param name="Iso3">ISO 3166-1 alpha-3.</param>
/// <param name="Group">Id of the group, the same at every partner; empty = everybody.</param>
/// <param name="Area">Place code or subdivision; empty = the whole country.</param>
public readonly record struct ComparedSubject(string Iso3, string Group = "", string Area = "") : IComparable<ComparedSubject>
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

    /// <inheritdoc/>
    public int CompareTo(ComparedSubject other)
    {
        int order = string.CompareOrdinal(Iso3, other.Iso3);
        order = order != 0 ? order : string.CompareOrdinal(Group, other.Group);
        return order != 0 ? order : string.CompareOrdinal(Area, other.Area);
    }
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
public readonly record struct Frame(ForeseenEvent Event, uint HorizonMonths) : IComparable<Frame>
{
    /// <summary>Whether event and horizon are stated: what is not stated is not the same as anything.</summary>
    public bool IsStated => Event.Definition.Length > 0 && HorizonMonths > 0;

    /// <inheritdoc/>
    public int CompareTo(Frame other)
    {
        int order = string.CompareOrdinal(Event.Definition, other.Event.Definition);
        order = order != 0 ? order : Event.Threshold.CompareTo(other.Event.Threshold);
        order = order != 0 ? order : Event.WindowMonths.CompareTo(other.Event.WindowMonths);
        return order != 0 ? order : HorizonMonths.CompareTo(other.HorizonMonths);
    }
}
