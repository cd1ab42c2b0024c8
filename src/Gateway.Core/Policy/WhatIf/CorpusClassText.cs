using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>A class as one line of JSON: ASCII, members in one order, none left out. Equal classes have equal lines.</summary>
internal static class CorpusClassText
{
    public static string Write(CorpusPortion sample)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var line = new Utf8JsonWriter(buffer))
        {
            line.WriteStartObject();
            line.WriteString("originator", sample.Facts.Originator.Value);
            line.WriteString("class", sample.Facts.FieldClass.Word());
            line.WritePropertyName("marking");
            Write(line, sample.Facts.Marking);
            Write(line, "regions", sample.Facts.Regions);
            Write(line, "topics", sample.Facts.Topics);
            Write(line, "grants", Codes(sample.Facts.Grants));
            Write(line, "consents", Codes(sample.Facts.Consents));
            line.WriteStartArray("floors");
            foreach (Marking floor in sample.Floors)
            {
                Write(line, floor);
            }

            line.WriteEndArray();
            Write(line, "recipients", Codes(sample.Recipients));
            line.WriteEndObject();
        }

        return Encoding.ASCII.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter line, Marking marking)
    {
        line.WriteStartObject();
        line.WriteString("policy", marking.Policy);
        line.WriteString("text", marking.Text);
        Write(line, "releasable_to", marking.ReleasableTo);
        Write(line, "originator_list", marking.OriginatorList);
        line.WriteString("community", marking.Community);
        line.WriteNumber("not_before_ms", marking.NotBeforeMs);
        line.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter line, string name, ImmutableArray<string> texts)
    {
        line.WriteStartArray(name);
        foreach (string text in texts.IsDefault ? [] : texts)
        {
            line.WriteStringValue(text);
        }

        line.WriteEndArray();
    }

    private static ImmutableArray<string> Codes(ImmutableArray<PartnerCode> codes) => codes.IsDefault ? [] : [.. codes.Select(code => code.Value)];
}
