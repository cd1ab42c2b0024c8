using System.Collections.Immutable;

namespace Gateway.Core.Warnings.Cap;

/// <summary>A message of the Common Alerting Protocol 1.2 (OASIS, 2010), as far as a warning of governments to each other uses it. Plain text; nothing is escaped.</summary>
public sealed record CapAlert
{
    /// <summary>Names the message for good; without space, comma, less-than sign and ampersand.</summary>
    public required string Identifier { get; init; }

    /// <summary>Names the sender; as <see cref="Identifier"/>.</summary>
    public required string Sender { get; init; }

    /// <summary>When it was issued; to the second.</summary>
    public required DateTimeOffset Sent { get; init; }

    /// <summary>Real or not.</summary>
    public required CapStatus Status { get; init; }

    /// <summary>What it does to earlier ones.</summary>
    public required CapMessageType MessageType { get; init; }

    /// <summary>Who it is for; never the public.</summary>
    public required CapScope Scope { get; init; }

    /// <summary>The rule that limits it; demanded of <see cref="CapScope.Restricted"/>.</summary>
    public string Restriction { get; init; } = "";

    /// <summary>Who it is for, by name; demanded of <see cref="CapScope.Private"/>.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Flags that a handling system looks at: here, the marking.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>For people: that it is an exercise, or that earlier editions are not held.</summary>
    public string Note { get; init; } = "";

    /// <summary>The messages that it updates or cancels, oldest first.</summary>
    public ImmutableArray<CapReference> References { get; init; } = [];

    /// <summary>What all messages about the same danger have in common; as <see cref="Identifier"/>.</summary>
    public string Incident { get; init; } = "";

    /// <summary>What is said.</summary>
    public required CapInfo Info { get; init; }
}

/// <summary>Names an earlier message.</summary>
public sealed record CapReference(string Sender, string Identifier, DateTimeOffset Sent);

/// <summary>A named value.</summary>
public sealed record CapValue(string Name, string Value);

/// <summary>What a message says.</summary>
public sealed record CapInfo
{
    /// <summary>RFC 3066; empty: not stated, which CAP reads as en-US.</summary>
    public string Language { get; init; } = "";

    /// <summary>The kind of event, in words.</summary>
    public required string Event { get; init; }

    /// <summary>What recipients are asked to do.</summary>
    public ImmutableArray<CapResponse> Responses { get; init; } = [];

    /// <summary>How soon.</summary>
    public required CapUrgency Urgency { get; init; }

    /// <summary>How bad.</summary>
    public required CapSeverity Severity { get; init; }

    /// <summary>How sure.</summary>
    public required CapCertainty Certainty { get; init; }

    /// <summary>The kind of event, by code.</summary>
    public ImmutableArray<CapValue> EventCodes { get; init; } = [];

    /// <summary>From when it counts.</summary>
    public DateTimeOffset? Effective { get; init; }

    /// <summary>When the event is expected to begin.</summary>
    public DateTimeOffset? Onset { get; init; }

    /// <summary>When it lapses.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The sender in words.</summary>
    public string SenderName { get; init; } = "";

    /// <summary>One line.</summary>
    public string Headline { get; init; } = "";

    /// <summary>What threatens whom.</summary>
    public string Description { get; init; } = "";

    /// <summary>What to do.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>What CAP has no element for.</summary>
    public ImmutableArray<CapValue> Parameters { get; init; } = [];

    /// <summary>Where; null where that may not be said.</summary>
    public CapArea? Area { get; init; }
}

/// <summary>Where a message is about.</summary>
/// <param name="Description">In words.</param>
/// <param name="Polygons">Closed rings of latitude and longitude, WGS84.</param>
/// <param name="Circle">A centre and a radius; null: none.</param>
/// <param name="Geocodes">By code: countries and administrative areas.</param>
public sealed record CapArea(string Description, ImmutableArray<ImmutableArray<CapPoint>> Polygons, CapCircle? Circle, ImmutableArray<CapValue> Geocodes);

/// <summary>A place, WGS84 degrees.</summary>
public readonly record struct CapPoint(double Latitude, double Longitude);

/// <summary>A place and the kilometres around it.</summary>
public sealed record CapCircle(CapPoint Centre, double RadiusKm);
