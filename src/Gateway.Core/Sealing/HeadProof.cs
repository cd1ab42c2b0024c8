using Gateway.Core.ReleaseLog;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Proof in a package that one checkpoint of a log extends another.</summary>
/// <param name="From">The smaller.</param>
/// <param name="To">The larger, of the same log.</param>
/// <param name="Path">RFC 6962 consistency path, 32-byte hashes end to end.</param>
public sealed record HeadProof(CheckpointName From, CheckpointName To, ReadOnlyMemory<byte> Path)
{
    /// <summary>Whether it proves what it says.</summary>
    public bool Holds => ConsistencyProof.Verify(From.Size, From.Root.Span, To.Size, To.Root.Span, Path.Span);

    internal byte[] Encode()
    {
        WireWriter writer = new WireWriter()
            .Text(1, From.Origin).Int(2, From.Size).Bytes(3, From.Root.Span).Int(4, To.Size).Bytes(5, To.Root.Span);
        for (int i = 0; i < Path.Length; i += Limits.Hash)
        {
            writer.Always(6, Path.Span.Slice(i, Limits.Hash));
        }

        return writer.ToArray();
    }

    internal static HeadProof Decode(ref WireReader outer)
    {
        string origin = "";
        long from = 0, to = 0;
        byte[] fromRoot = [], toRoot = [];
        var path = new MemoryStream();
        var reader = new WireReader(outer.Bytes(Limits.Package));
        while (reader.Next(1UL << 6))
        {
            switch (reader.Field)
            {
                case 1:
                    origin = reader.Text(Limits.Text);
                    break;
                case 2:
                    from = reader.NonNegative();
                    break;
                case 3:
                    fromRoot = reader.Exactly(Limits.Hash);
                    break;
                case 4:
                    to = reader.NonNegative();
                    break;
                case 5:
                    toRoot = reader.Exactly(Limits.Hash);
                    break;
                case 6:
                    path.Write(reader.Exactly(Limits.Hash));
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        bool whole = origin.Length > 0 && from > 0 && to > 0 && fromRoot.Length > 0 && toRoot.Length > 0 && path.Length <= 63 * Limits.Hash;
        Package.Inner(ref outer, ref reader, whole);
        return new HeadProof(new CheckpointName(origin, from, fromRoot), new CheckpointName(origin, to, toRoot), path.ToArray());
    }
}
