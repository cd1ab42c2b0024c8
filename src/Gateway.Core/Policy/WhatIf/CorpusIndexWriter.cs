using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>Writes an index in its only form: ASCII lines that end in LF, everything in order, and the root of it all as the last line.</summary>
public static class CorpusIndexWriter
{
    /// <summary>The file: the canonical bytes, and <c>root</c> with their SHA-256.</summary>
    public static byte[] Write(CorpusIndex index)
    {
        byte[] body = Body(index);
        return [.. body, .. Encoding.ASCII.GetBytes($"root {index.Root}\n")];
    }

    /// <summary>The canonical bytes, which <see cref="CorpusIndex.Root"/> is taken over.</summary>
    internal static byte[] Body(CorpusIndex index)
    {
        var lines = new Lines();
        lines.Append("corpus-index 1\nholder ").Append(index.Holder.Value).End();
        foreach (CorpusProduct product in index.Products)
        {
            lines.Append("product ").Append(product.Id.ToString()).Append(" ").Append(product.Lineage).Append(" ")
                .Append(CorpusModes.Word(product.Mode)).Append(" ").Append(product.SealedAt.ToUnixTimeMilliseconds()).End();
        }

        foreach (ImmutableArray<PartnerCode> set in index.Released)
        {
            lines.Append("released ").Append(CorpusIndexBuilder.Text(set)).End();
        }

        foreach (CorpusClass found in index.Classes)
        {
            lines.Append("class ").Append(found.Key).End();
            Write(lines, found.Entries);
        }

        return lines.ToArray();
    }

    // One line for all portions of one product that the same partners hold.
    private static void Write(Lines lines, ImmutableArray<CorpusEntry> entries)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            bool carriesOn = i > 0 && entries[i - 1].Product == entries[i].Product && entries[i - 1].Released == entries[i].Released;
            if (carriesOn)
            {
                lines.Append(",");
            }
            else
            {
                if (i > 0)
                {
                    lines.End();
                }

                lines.Append(entries[i].Product).Append(" ").Append(entries[i].Released).Append(" ");
            }

            lines.Append(entries[i].Index);
        }

        lines.End();
    }

    /// <summary>ASCII into one growing buffer.</summary>
    private sealed class Lines
    {
        private readonly ArrayBufferWriter<byte> _buffer = new(1 << 16);

        public Lines Append(string text)
        {
            _buffer.Advance(Encoding.ASCII.GetBytes(text, _buffer.GetSpan(text.Length)));
            return this;
        }

        public Lines Append(long number)
        {
            Span<byte> space = _buffer.GetSpan(20);
            number.TryFormat(space, out int written, default, CultureInfo.InvariantCulture);
            _buffer.Advance(written);
            return this;
        }

        public void End() => Append("\n");

        public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
    }
}
