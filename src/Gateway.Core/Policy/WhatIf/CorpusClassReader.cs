using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>Reads what <see cref="CorpusClassText"/> writes, and nothing that is written otherwise.</summary>
internal static class CorpusClassReader
{
    /// <summary>The last millisecond that a date can name.</summary>
    public const long LastMs = 253_402_300_799_999;

    /// <summary>Takes the place of a class that could not be read, so that reading carries on.</summary>
    public static CorpusPortion StandIn { get; } = Class(default, FieldClass.Metadata, new Marking { Policy = "", Text = "" }, [], [], [], []);

    public static bool TryRead(ReadOnlySpan<byte> line, [NotNullWhen(true)] out CorpusPortion? sample, [NotNullWhen(false)] out string? fault)
    {
        sample = null;
        fault = "A class is one JSON object as policy index writes it.";
        try
        {
            using var document = JsonDocument.Parse(line.ToArray(), new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement root = document.RootElement;
            FieldClass fieldClass = FieldClassNames.TryParse(Text(root, "class"), out FieldClass known)
                ? known
                : throw new FormatException("class is not the word of a field class.");
            PortionFacts facts = Class(
                Code(Text(root, "originator")), fieldClass, Marking(root.GetProperty("marking")), Texts(root, "regions"), Texts(root, "topics"),
                Codes(root, "grants"), Codes(root, "consents")).Facts;
            sample = StandIn with
            {
                Facts = facts,
                Floors = [.. root.GetProperty("floors").EnumerateArray().Select(Marking)],
                Recipients = Codes(root, "recipients"),
            };

            // Members besides these, twice or in another order would show here.
            if (!System.Text.Encoding.ASCII.GetBytes(CorpusClassText.Write(sample)).AsSpan().SequenceEqual(line))
            {
                sample = null;
            }
        }
        catch (FormatException wrong)
        {
            fault = wrong.Message;
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The message says what is expected.
        }

        return sample is not null;
    }

    private static CorpusPortion Class(
        PartnerCode originator, FieldClass fieldClass, Marking marking, ImmutableArray<string> regions, ImmutableArray<string> topics,
        ImmutableArray<PartnerCode> grants, ImmutableArray<PartnerCode> consents) => new()
        {
            Product = new CorpusProduct(default, "", Sealing.Mode.Test, default),
            Index = 0,
            Facts = new PortionFacts
            {
                Originator = originator,
                FieldClass = fieldClass,
                Marking = marking,
                Regions = regions,
                Topics = topics,
                SealedAt = default,
                Grants = grants,
                Consents = consents,
            },
        };

    private static Marking Marking(JsonElement element) => new()
    {
        Policy = Text(element, "policy"),
        Text = Text(element, "text"),
        ReleasableTo = Texts(element, "releasable_to"),
        OriginatorList = Texts(element, "originator_list"),
        Community = Text(element, "community"),
        NotBeforeMs = element.GetProperty("not_before_ms").TryGetInt64(out long at) ? at : throw new FormatException("not_before_ms is not a whole number of milliseconds."),
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is not a text.");

    private static ImmutableArray<string> Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString() ?? throw new FormatException($"{name} is not a list of texts."))];

    private static ImmutableArray<PartnerCode> Codes(JsonElement element, string name) => [.. Texts(element, name).Select(Code)];

    private static PartnerCode Code(string text) =>
        PartnerCode.TryParse(text, out PartnerCode code) ? code : throw new FormatException("A partner's code is two to fifteen characters A-Z, 0-9 and _.");
}
