using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Cli.Demo;

/// <summary>One attempt on FRA.</summary>
/// <param name="Name">What the attacker does.</param>
/// <param name="Package">What FRA receives.</param>
internal sealed record Attack(string Name, byte[] Package);

/// <summary>
/// Attacks that somebody with a partner's database, a place on the wire, or one stolen log key could try. Each starts from a package that
/// verifies and changes one thing.
/// </summary>
internal sealed class Attacks(Package genuine, SealedProduct whole, Package other, ReadOnlyMemory<byte> forAnother)
{
    public IReadOnlyList<Attack> All() =>
    [
        new("a flipped byte in a portion", With(0, body => Flip(body))),
        new("a lowered marking", With(Classified(), Lower)),
        new("a portion grafted from another product", Graft()),
        new("one opening more than was logged", OneMore()),
        new("one opening fewer than was logged", Encode(genuine with { Openings = genuine.Openings.RemoveAt(genuine.Openings.Length - 1) })),
        new("a package meant for another partner", forAnother.ToArray()),
        new("a release that is in no log", Unlogged()),
        new("a checkpoint with one signature line missing", OneLine()),
    ];

    private byte[] With(int position, Func<byte[], byte[]> change)
    {
        Opening opening = genuine.Openings[position];
        return Encode(genuine with { Openings = genuine.Openings.SetItem(position, opening with { Body = change(opening.Body.ToArray()) }) });
    }

    private static byte[] Flip(byte[] body)
    {
        body[^1] ^= 1;
        return body;
    }

    private int Classified()
    {
        for (int i = 0; i < genuine.Openings.Length; i++)
        {
            if (PortionBody.TryDecode(genuine.Openings[i].Body, out PortionBody? body, out _) && !body.Marking.Text.StartsWith("(U", StringComparison.Ordinal))
            {
                return i;
            }
        }

        return 0;
    }

    private static byte[] Lower(byte[] body) => PortionBody.TryDecode(body, out PortionBody? read, out _)
        ? (read with { Marking = new Marking { Policy = "US", Text = "(U)" } }).Encode()
        : body;

    private byte[] Graft()
    {
        Opening foreign = other.Openings[0] with { Index = genuine.Openings[0].Index };
        return Encode(genuine with { Openings = genuine.Openings.SetItem(0, foreign) });
    }

    /// <summary>An insider with the releaser's database opens a commitment that policy withheld. The commitment itself is genuine.</summary>
    private byte[] OneMore()
    {
        HashSet<ushort> opened = [.. genuine.Openings.Select(opening => opening.Index)];
        Portion withheld = whole.Portions.First(portion => !opened.Contains(portion.Index));
        return Encode(genuine with
        {
            Openings = [.. genuine.Openings.Add(new Opening(withheld.Index, withheld.Salt, withheld.Encoded)).OrderBy(opening => opening.Index)],
        });
    }

    /// <summary>The same release restated: it says the same, and no log has it.</summary>
    private byte[] Unlogged()
    {
        Hop hop = genuine.Hops[0];
        return Statement.TryDecode(hop.Statement, out Statement? statement, out _)
            ? Encode(genuine with { Hops = [hop with { Statement = (statement with { Nonce = new byte[32] }).Encode() }] })
            : throw new InvalidDataException("A verified statement can be read.");
    }

    private byte[] OneLine() => Note.TryParse(genuine.Checkpoints[0].Span, out Note? note)
        ? Encode(genuine with { Checkpoints = ImmutableArray.Create<ReadOnlyMemory<byte>>(Note.Create(note.Text.Span, note.Signatures[0]).ToBytes()) })
        : throw new InvalidDataException("A verified checkpoint can be read.");

    private static byte[] Encode(Package package) => package.Encode();
}
