using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>One reason why an index is refused.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Rule">Stable id of what was broken: <c>header</c>, <c>root</c>, <c>product</c>, <c>released</c>, <c>class</c>, <c>portions</c>, <c>order</c>.</param>
/// <param name="Message">What is wrong, in one sentence; nothing of the file is quoted.</param>
public sealed record CorpusIndexError(int Line, string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"line {Line}: {Message} ({Rule})");
}

/// <summary>
/// Reads an index that was written by <see cref="CorpusIndexWriter"/>. Strict: there is one way to write each index, and what is written
/// in another, cut short or changed is refused. Reports all errors, the first hundred of them. Used once.
/// </summary>
public sealed class CorpusIndexReader
{
    private const int MostErrors = 100;

    private readonly List<CorpusIndexError> _errors = [];
    private readonly List<CorpusProduct> _products = [];
    private readonly List<ImmutableArray<PartnerCode>> _released = [];
    private readonly List<(CorpusPortion Sample, string Key, int Line)> _classes = [];
    private readonly List<CorpusEntry[]> _entries = [];
    private readonly List<CorpusEntry> _open = [];
    private PartnerCode _holder;
    private Section _section;
    private int _line;

    private CorpusIndexReader()
    {
    }

    private enum Section
    {
        Products,
        Released,
        Classes,
    }

    /// <summary>Reads a whole file. Never throws for what it contains.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out CorpusIndex? index, out ImmutableArray<CorpusIndexError> errors)
    {
        index = new CorpusIndexReader().Read(file, out errors);
        return index is not null;
    }

    private CorpusIndex? Read(ReadOnlySpan<byte> file, out ImmutableArray<CorpusIndexError> errors)
    {
        ReadOnlySpan<byte> rest = file;
        ReadOnlySpan<byte> root = [];
        int bodyLength = 0;
        while (!rest.IsEmpty && _errors.Count < MostErrors)
        {
            int end = rest.IndexOf((byte)'\n');
            _line++;
            if (end < 0)
            {
                Fail("root", "The last line does not end: the file was cut short.");
                break;
            }

            ReadOnlySpan<byte> line = rest[..end];
            rest = rest[(end + 1)..];
            if (line.StartsWith("root "u8))
            {
                root = line[5..];
                bodyLength = file.Length - rest.Length - line.Length - 1;
                if (!rest.IsEmpty)
                {
                    Fail("root", "Nothing follows the root.");
                }

                break;
            }

            Take(line);
        }

        CloseClass();
        CorpusIndex? index = Finish(root, file[..bodyLength]);
        errors = [.. _errors.Take(MostErrors)];
        return errors.IsEmpty ? index : null;
    }

    private CorpusIndex? Finish(ReadOnlySpan<byte> root, ReadOnlySpan<byte> body)
    {
        if (_errors.Count > 0)
        {
            return null;
        }

        if (_line < 3 || root.IsEmpty)
        {
            Fail("root", "An index ends with its root: the file was cut short.");
            return null;
        }

        if (_entries.SelectMany(entries => entries).Select(entry => entry.Product).Distinct().Count() < _products.Count
            || _entries.SelectMany(entries => entries).Select(entry => entry.Released).Distinct().Count() < _released.Count)
        {
            Fail("order", "Every product and every set of partners has a portion.");
            return null;
        }

        var index = new CorpusIndex(
            _holder, [.. _products], [.. _released], [.. _classes.Select((found, i) => new CorpusClass(found.Sample, found.Key, ImmutableArray.Create(_entries[i])))]);

        // Every line was read for what it says and in its order; the same bytes written anew mean that nothing else stood there.
        if (!root.SequenceEqual(Encoding.ASCII.GetBytes(CorpusIndex.RootOf(body))))
        {
            Fail("root", "The root is not that of the lines above it: the file was changed.");
        }
        else if (!root.SequenceEqual(Encoding.ASCII.GetBytes(index.Root)))
        {
            Fail("order", "The index is not written in its one form: it was not made by policy index.");
        }

        return index;
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        switch (_line)
        {
            case 1 when !line.SequenceEqual("corpus-index 1"u8):
                Fail("header", "An index begins with the line: corpus-index 1.");
                break;
            case 1:
                break;
            case 2:
                Holder(line);
                break;
            default:
                TakeRow(line);
                break;
        }
    }

    private void TakeRow(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("product "u8) && Enter(Section.Products))
        {
            Product(line[8..]);
        }
        else if (line.StartsWith("released "u8) && Enter(Section.Released))
        {
            Released(line[9..]);
        }
        else if (line.StartsWith("class "u8) && Enter(Section.Classes))
        {
            Class(line[6..]);
        }
        else if (_section == Section.Classes && line.Length > 0 && char.IsAsciiDigit((char)line[0]))
        {
            Portions(line);
        }
        else
        {
            Fail("order", "A line product, released, class or of portions is expected here, in this order.");
        }
    }

    // Sections come in one order.
    private bool Enter(Section section)
    {
        bool forward = section >= _section;
        _section = forward ? section : _section;
        return forward;
    }

    private void Holder(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("holder "u8) || !PartnerCode.TryParse(Encoding.Latin1.GetString(line[7..]), out _holder))
        {
            Fail("header", "The second line is holder and a partner's code.");
        }
    }

    private void Product(ReadOnlySpan<byte> line)
    {
        string[] words = Encoding.Latin1.GetString(line).Split(' ');
        if (words.Length != 4
            || !ProductId.TryParse(words[0], out ProductId id) || id.ToString() != words[0]
            || !PartnerReader.IsLowerHex(words[1], 64)
            || CorpusModes.Of(words[2]) is not { } mode
            || !TryNumber(words[3], out long at) || at > CorpusClassReader.LastMs)
        {
            Fail("product", "A product is an id, a lineage (each 64 lower-case hex digits), actual, exercise or test, and a time in milliseconds.");
            return;
        }

        _products.Add(new CorpusProduct(id, words[1], mode, DateTimeOffset.FromUnixTimeMilliseconds(at)));
        if (_products is [.., var before, var last] && CorpusIndexBuilder.Compare(before, last) >= 0)
        {
            Fail("order", "Products ascend by time of sealing, then by id.");
        }
    }

    private void Released(ReadOnlySpan<byte> line)
    {
        string text = Encoding.Latin1.GetString(line);
        var codes = ImmutableArray.CreateBuilder<PartnerCode>();
        foreach (string word in text == "-" ? [] : text.Split(' '))
        {
            if (!PartnerCode.TryParse(word, out PartnerCode code) || (codes.Count > 0 && codes[^1] >= code))
            {
                Fail("released", "A set of partners is their codes in order, or - for nobody.");
                return;
            }

            codes.Add(code);
        }

        _released.Add(codes.ToImmutable());
        if (_released is [.., var before, var last] && string.CompareOrdinal(CorpusIndexBuilder.Text(before), CorpusIndexBuilder.Text(last)) >= 0)
        {
            Fail("order", "Sets of partners ascend by their text.");
        }
    }

    private void Class(ReadOnlySpan<byte> line)
    {
        CloseClass();
        if (!CorpusClassReader.TryRead(line, out CorpusPortion? sample, out string? fault))
        {
            Fail("class", fault);
            sample = CorpusClassReader.StandIn;
        }

        string key = Encoding.Latin1.GetString(line);
        if (_classes.Count > 0 && string.CompareOrdinal(_classes[^1].Key, key) >= 0)
        {
            Fail("order", "Classes ascend, and none stands twice.");
        }

        _classes.Add((sample, key, _line));
    }

    private void CloseClass()
    {
        if (_classes.Count == _entries.Count)
        {
            return;
        }

        if (_open.Count == 0)
        {
            Fail("portions", "A class has at least one portion.");
        }
        else if (CorpusIndexBuilder.HasTwice(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_open)))
        {
            Fail("portions", "A portion stands twice in the class above.");
        }

        _entries.Add([.. _open]);
        _open.Clear();
    }

    private void Portions(ReadOnlySpan<byte> line)
    {
        if (!TryTake(ref line, (byte)' ', _products.Count - 1, out int product) || !TryTake(ref line, (byte)' ', _released.Count - 1, out int set))
        {
            Fail("portions", "Portions are the place of a product and of a set of partners above, and indexes, separated by commas.");
            return;
        }

        while (true)
        {
            bool more = line.Contains((byte)',');
            if (!TryTake(ref line, more ? (byte)',' : default(byte?), ushort.MaxValue, out int at))
            {
                Fail("portions", "An index is a number from 0 to 65535.");
                return;
            }

            var entry = new CorpusEntry(product, set, (ushort)at);
            if (_open.Count > 0 && _open[^1].CompareTo(entry) >= 0)
            {
                Fail("order", "Portions ascend by product, set of partners and index.");
                return;
            }

            _open.Add(entry);
            if (!more)
            {
                return;
            }
        }
    }

    /// <summary>A number up to a bound and what ends it; null for the end of the line.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> line, byte? end, int most, out int number)
    {
        bool read = Utf8Parser.TryParse(line, out number, out int length)
            && number >= 0 && number <= most && char.IsAsciiDigit((char)line[0]) && (line[0] != (byte)'0' || length == 1)
            && (end is { } separator ? length < line.Length && line[length] == separator : length == line.Length);
        line = read ? line[Math.Min(line.Length, length + 1)..] : line;
        return read;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');

    private void Fail(string rule, string message) => _errors.Add(new CorpusIndexError(_line, rule, message));
}
