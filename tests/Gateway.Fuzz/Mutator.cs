using System.Text;

namespace Gateway.Fuzz;

/// <summary>
/// Changes inputs where it hurts: bits, slices, lengths; fields of messages at any depth, repeated, dropped, moved, nested, retyped; lines and
/// brackets of text. Deterministic in its random source. Not thread-safe.
/// </summary>
internal sealed class Mutator(Random random)
{
    private const int Longest = 96 * 1024;

    private static readonly byte[] Edges = [0x00, 0x01, 0x0a, 0x20, 0x2f, 0x7f, 0x80, 0xc0, 0xe2, 0xff];
    private static readonly ulong[] Numbers =
        [0, 1, 63, 64, 127, 128, 255, 256, 65_535, 65_536, int.MaxValue, uint.MaxValue, 253_402_300_799_999, 253_402_300_800_000, long.MaxValue, ulong.MaxValue];

    private static readonly string[] Words =
    [
        "//", "REL TO ", "NOFORN", ", ", "\n", "\n\n", "\r\n", "— ", "+", " ", "\t", "\u00a0", "\ufeff", "\u0000", "{", "}", "[", "]", "\"", "\\u0000", "\\ud800", ",", ":",
        "null", "-1", "1e400", "9223372036854775808", "00", "=", "/x001", ".p/256", "end", "rule ", "give ", "because \"", "example ", "level <= SECRET", "(", ")",
    ];

    /// <summary>One to four changes.</summary>
    public byte[] Mutate(byte[] input, IReadOnlyList<byte[]> others)
    {
        byte[] changed = input;
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            changed = Once(changed, others);
        }

        return changed.Length <= Longest ? changed : changed[..Longest];
    }

    private byte[] Once(byte[] input, IReadOnlyList<byte[]> others) => random.Next(13) switch
    {
        0 when input.Length > 0 => With(input, at => (byte)(input[at] ^ (1 << random.Next(8)))),
        1 when input.Length > 0 => With(input, _ => Edges[random.Next(Edges.Length)]),
        2 => Insert(input, [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256))]),
        3 => Slice(input) is var (start, length) ? [.. input[..start], .. input[(start + length)..]] : input,
        4 => Slice(input) is var (start, length) ? [.. input[..(start + length)], .. input[start..]] : input,
        5 => input[..random.Next(input.Length + 1)],
        6 => Splice(input, others[random.Next(others.Count)]),
        7 => Insert(input, Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)])),
        8 => Lines(input),
        9 => Nested(input),
        _ => Message(input, depth: 4),
    };

    private byte[] With(byte[] input, Func<int, byte> change)
    {
        byte[] changed = [.. input];
        int at = random.Next(input.Length);
        changed[at] = change(at);
        return changed;
    }

    private byte[] Insert(byte[] input, byte[] piece)
    {
        int at = random.Next(input.Length + 1);
        return [.. input[..at], .. piece, .. input[at..]];
    }

    private (int Start, int Length) Slice(byte[] input)
    {
        int start = random.Next(input.Length + 1);
        return (start, random.Next(Math.Min(input.Length - start, 64) + 1));
    }

    private byte[] Splice(byte[] input, byte[] other) => [.. input[..random.Next(input.Length + 1)], .. other[random.Next(other.Length + 1)..]];

    private byte[] Lines(byte[] input)
    {
        List<string> lines = [.. Encoding.Latin1.GetString(input).Split('\n')];
        int one = random.Next(lines.Count), other = random.Next(lines.Count);
        switch (random.Next(3))
        {
            case 0:
                lines.Insert(other, lines[one]);
                break;
            case 1:
                lines.RemoveAt(one);
                break;
            default:
                (lines[one], lines[other]) = (lines[other], lines[one]);
                break;
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private byte[] Nested(byte[] input)
    {
        string[] brackets = ["[", "{\"a\":", "(", "\"", "not ", "// "];
        int depth = 1 << random.Next(12);
        return Insert(input, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(brackets[random.Next(brackets.Length)], depth))));
    }

    private byte[] Message(byte[] input, int depth)
    {
        if (!WireField.TryParse(input, out List<WireField> fields) || fields.Count == 0)
        {
            return Insert(input, new WireField((ulong)random.Next(1, 70), random.Next(6), Numbers[random.Next(Numbers.Length)], []).Write());
        }

        int at = random.Next(fields.Count);
        WireField field = fields[at];
        int other = random.Next(fields.Count);
        switch (random.Next(9))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(at, field);
                break;
            case 2:
                (fields[at], fields[other]) = (fields[other], fields[at]);
                break;
            case 3:
                fields[at] = field with { Number = (ulong)random.Next(0, 70) };
                break;
            case 4:
                fields[at] = field with { Value = Numbers[random.Next(Numbers.Length)], Lie = random.Next(-2, 3) };
                break;
            case 5:
                fields[at] = field with { Padding = random.Next(1, 10) };
                break;
            case 6:
                byte[] content = field.Content;
                for (int i = 1 << random.Next(6); i > 0; i--)
                {
                    content = (field with { Content = content }).Write();
                }

                fields[at] = field with { Content = content };
                break;
            default:
                // Deeper: the same again inside.
                fields[at] = depth > 0 && field.Type == 2 ? field with { Content = Message(field.Content, depth - 1) } : field with { Type = random.Next(8) };
                break;
        }

        return [.. fields.SelectMany(one => one.Write())];
    }
}
