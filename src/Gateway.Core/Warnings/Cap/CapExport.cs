using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Warnings.Cap;

/// <summary>One edition of a warning, named.</summary>
/// <param name="Product">The product.</param>
/// <param name="IssuedAt">When it was issued.</param>
public sealed record CapEdition(ProductId Product, DateTimeOffset IssuedAt);

/// <summary>
/// A warning as one reader may see it, and nothing besides: what is not in it is not exported. Empty means not stated, or not for this
/// reader; which of the two cannot be told.
/// </summary>
public sealed record CapSource
{
    /// <summary>Whose warning it is.</summary>
    public required PartnerCode Originator { get; init; }

    /// <summary>This edition.</summary>
    public required CapEdition Edition { get; init; }

    /// <summary>Earlier editions that the reader may know of, oldest first.</summary>
    public ImmutableArray<CapEdition> Earlier { get; init; } = [];

    /// <summary>32 bytes that all editions have in common.</summary>
    public required ReadOnlyMemory<byte> Lineage { get; init; }

    /// <summary>Real, exercise, test.</summary>
    public required Mode Mode { get; init; }

    /// <summary>What this edition does to earlier ones.</summary>
    public required CapMessageType Kind { get; init; }

    /// <summary>Roll-up of the markings of all that is here.</summary>
    public required Marking Banner { get; init; }

    /// <summary>Partners and coalitions that the banner names as recipients; empty: none by name.</summary>
    public ImmutableArray<string> Recipients { get; init; } = [];

    /// <summary>The title.</summary>
    public string Title { get; init; } = "";

    /// <summary>What may happen.</summary>
    public string Statement { get; init; } = "";

    /// <summary>What to do.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>Groups of people in danger, and grounds, in words.</summary>
    public ImmutableArray<string> Details { get; init; } = [];

    /// <summary>How soon.</summary>
    public CapUrgency Urgency { get; init; } = CapUrgency.Unknown;

    /// <summary>How bad.</summary>
    public CapSeverity Severity { get; init; } = CapSeverity.Unknown;

    /// <summary>How sure, in the originator's choice of CAP's words.</summary>
    public CapCertainty Certainty { get; init; } = CapCertainty.Unknown;

    /// <summary>The likelihood's scale and term; empty where there is none.</summary>
    public (string Scale, string Term) Likelihood { get; init; } = ("", "");

    /// <summary>Lowest probability, 0 to 1; null: not stated.</summary>
    public double? Lowest { get; init; }

    /// <summary>Best estimate, 0 to 1; null: not stated.</summary>
    public double? Best { get; init; }

    /// <summary>Highest probability, 0 to 1; null: not stated.</summary>
    public double? Highest { get; init; }

    /// <summary>The analyst's confidence, which is no likelihood; empty: not stated.</summary>
    public string Confidence { get; init; } = "";

    /// <summary>Id of a published event definition; empty: none.</summary>
    public string EventDefinition { get; init; } = "";

    /// <summary>When it is expected to begin.</summary>
    public DateTimeOffset? Onset { get; init; }

    /// <summary>When the warning lapses.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>By when recipients have to acknowledge.</summary>
    public DateTimeOffset? AcknowledgeBy { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public string Country { get; init; } = "";

    /// <summary>The country's name.</summary>
    public string CountryName { get; init; } = "";

    /// <summary>Where inside the country, in words.</summary>
    public string Place { get; init; } = "";

    /// <summary>OCHA place code.</summary>
    public string PlaceCode { get; init; } = "";

    /// <summary>GeoJSON geometry.</summary>
    public string Geometry { get; init; } = "";

    /// <summary>Metres within which the true place lies; 0: not stated.</summary>
    public uint PrecisionMetres { get; init; }
}

/// <summary>What became of an export. A closed set.</summary>
public abstract record CapOutcome
{
    private CapOutcome()
    {
    }

    /// <summary>The message.</summary>
    public sealed record Written(CapAlert Alert) : CapOutcome;

    /// <summary>CAP has no message that says this.</summary>
    /// <param name="Rule">Which rule, stable: <c>CAP-NOTHING-TO-CANCEL</c>.</param>
    /// <param name="Message">For people.</param>
    public sealed record Refused(string Rule, string Message) : CapOutcome;
}

/// <summary>Warnings as messages of CAP 1.2 (docs/warnings-cap.md). Pure; the same warning gives the same message.</summary>
public static class CapExport
{
    // CAP's "Unlikely" is p ~ 0; the lowest step of ICD 203 ends here.
    private const double NearlyZero = 0.05;

    /// <summary>The message that says what the reader may see of a warning.</summary>
    public static CapOutcome Export(CapSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        bool orphan = source.Kind != CapMessageType.Alert && source.Earlier.IsEmpty;
        if (orphan && source.Kind == CapMessageType.Cancel)
        {
            return new CapOutcome.Refused("CAP-NOTHING-TO-CANCEL", "A cancellation names what it cancels (CAP 1.2 §3.2.1), and no earlier edition is held here for this reader.");
        }

        CapMessageType type = orphan ? CapMessageType.Alert : source.Kind;
        return new CapOutcome.Written(new CapAlert
        {
            Identifier = Identifier(source.Edition),
            Sender = Sender(source.Originator),
            Sent = source.Edition.IssuedAt,
            Status = Status(source.Mode),
            MessageType = type,
            Scope = source.Recipients.IsEmpty ? CapScope.Restricted : CapScope.Private,
            Restriction = source.Recipients.IsEmpty ? $"{source.Banner.Text} ({source.Banner.Policy})" : "",
            Addresses = source.Recipients,
            Codes = [$"marking:{source.Banner.Policy}:{source.Banner.Text}"],
            Note = Note(source, orphan),
            References = type == CapMessageType.Alert ? [] : [.. source.Earlier.Select(earlier => new CapReference(Sender(source.Originator), Identifier(earlier), earlier.IssuedAt))],
            Incident = Convert.ToHexStringLower(source.Lineage.Span),
            Info = Info(source),
        });
    }

    /// <summary>The certainty that CAP's definitions allow, given the probabilities that the originator states.</summary>
    public static CapCertainty Certainty(CapSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Certainty switch
        {
            // Without numbers the originator's word stands; with them it has to hold.
            CapCertainty.Likely => (source.Best ?? source.Lowest ?? source.Highest) is { } p && p <= 0.5 ? CapCertainty.Possible : CapCertainty.Likely,
            CapCertainty.Unlikely => (source.Highest ?? source.Best ?? source.Lowest) is { } p && p > NearlyZero ? CapCertainty.Possible : CapCertainty.Unlikely,
            CapCertainty.Observed => CapCertainty.Observed,
            CapCertainty.Possible => CapCertainty.Possible,
            CapCertainty.Unknown => CapCertainty.Unknown,
        };
    }

    private static string Identifier(CapEdition edition) => edition.Product.ToString();

    private static string Sender(PartnerCode originator) => $"{originator.Value}@gateway";

    private static CapStatus Status(Mode mode) => mode switch
    {
        Mode.Actual => CapStatus.Actual,
        Mode.Exercise => CapStatus.Exercise,
        Mode.Test => CapStatus.Test,
    };

    private static string Warned(Mode mode) => mode switch
    {
        Mode.Actual => "",
        Mode.Exercise => "EXERCISE EXERCISE EXERCISE: ",
        Mode.Test => "TEST TEST TEST: ",
    };

    private static string Note(CapSource source, bool orphan) => string.Join(' ', new[]
    {
        source.Mode == Mode.Actual ? "" : $"{Warned(source.Mode)}not real.",
        orphan ? "This is an update; earlier editions are not held here." : "",
    }.Where(text => text.Length > 0));

    private static CapInfo Info(CapSource source) => new()
    {
        Event = "Early warning of mass atrocities",
        Responses = Responses(source),
        Urgency = source.Urgency,
        Severity = source.Severity,
        Certainty = Certainty(source),
        EventCodes = source.EventDefinition.Length == 0 ? [] : [new CapValue("event-definition", source.EventDefinition)],
        Effective = source.Edition.IssuedAt,
        Onset = source.Onset,
        Expires = source.Expires,
        SenderName = source.Originator.Value,
        Headline = source.Title.Length == 0 ? "" : Warned(source.Mode) + source.Title,
        Description = string.Join("\n\n", source.Details.Prepend(source.Statement).Where(text => text.Length > 0)),
        Instruction = source.Instruction,
        Parameters = Parameters(source),
        Area = Area(source),
    };

    private static ImmutableArray<CapResponse> Responses(CapSource source) => source.Kind == CapMessageType.Cancel
        ? [CapResponse.AllClear]
        : source.Urgency switch
        {
            CapUrgency.Immediate or CapUrgency.Expected => [CapResponse.Prepare, CapResponse.Assess],
            CapUrgency.Future or CapUrgency.Past or CapUrgency.Unknown => [CapResponse.Monitor, CapResponse.Assess],
        };

    // Likelihood and confidence never share a value.
    private static ImmutableArray<CapValue> Parameters(CapSource source)
    {
        var parameters = ImmutableArray.CreateBuilder<CapValue>();
        parameters.Add(new CapValue("marking-policy", source.Banner.Policy));
        parameters.Add(new CapValue("marking", source.Banner.Text));
        Add("likelihood-scale", source.Likelihood.Scale);
        Add("likelihood-term", source.Likelihood.Term);
        Add("probability-low", Number(source.Lowest));
        Add("probability-best", Number(source.Best));
        Add("probability-high", Number(source.Highest));
        Add("confidence", source.Confidence);
        Add("acknowledge-by", source.AcknowledgeBy is { } by ? CapXml.Time(by) : "");
        return parameters.ToImmutable();

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                parameters.Add(new CapValue(name, value));
            }
        }
    }

    private static string Number(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    private static CapArea? Area(CapSource source)
    {
        string words = string.Join(", ", new[] { source.Place, source.CountryName.Length > 0 ? source.CountryName : source.Country }.Where(text => text.Length > 0));
        if (words.Length == 0)
        {
            return null;
        }

        (var polygons, CapCircle? circle) = CapGeometry.Of(source.Geometry, source.PrecisionMetres);
        var codes = ImmutableArray.CreateBuilder<CapValue>();
        if (source.Country.Length > 0)
        {
            codes.Add(new CapValue("ISO3166-1-alpha-3", source.Country));
        }

        if (source.PlaceCode.Length > 0)
        {
            codes.Add(new CapValue("OCHA-P-code", source.PlaceCode));
        }

        return new CapArea(words, polygons, circle, codes.ToImmutable());
    }
}
