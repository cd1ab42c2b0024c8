namespace Gateway.Core.Assessments.Comparing;

/// <summary>Why two judgements on one subject are not compared. A closed list; several may hold at once.</summary>
[Flags]
public enum Incomparable
{
    /// <summary>They are compared.</summary>
    None = 0,

    /// <summary>The events are defined differently.</summary>
    Definition = 1,

    /// <summary>The events count from different numbers of killed.</summary>
    Threshold = 2,

    /// <summary>The events count within different spans.</summary>
    Window = 4,

    /// <summary>They look ahead differently far. Horizons are never converted.</summary>
    Horizon = 8,

    /// <summary>One does not say which event it foresees.</summary>
    EventNotStated = 16,

    /// <summary>One does not say how far it looks ahead.</summary>
    HorizonNotStated = 32,
}

/// <summary>The gate of every comparison.</summary>
internal static class ComparisonGate
{
    /// <summary>What stands between two frames; none when judgements in them may be compared.</summary>
    public static Incomparable Between(Frame one, Frame other)
    {
        Incomparable reasons = Incomparable.None;
        if (one.Event.Definition.Length == 0 || other.Event.Definition.Length == 0)
        {
            reasons |= Incomparable.EventNotStated;
        }
        else
        {
            reasons |= one.Event.Definition != other.Event.Definition ? Incomparable.Definition : Incomparable.None;
            reasons |= one.Event.Threshold != other.Event.Threshold ? Incomparable.Threshold : Incomparable.None;
            reasons |= one.Event.WindowMonths != other.Event.WindowMonths ? Incomparable.Window : Incomparable.None;
        }

        return reasons | (one.HorizonMonths == 0 || other.HorizonMonths == 0 ? Incomparable.HorizonNotStated
            : one.HorizonMonths != other.HorizonMonths ? Incomparable.Horizon
            : Incomparable.None);
    }
}
