using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Gateway.Node.Federation;

/// <summary>Hash paths: 32-byte hashes end to end in Core, one bytes field each in messages.</summary>
internal static class PathFields
{
    private const int Hash = 32;

    public static void AddPath(this RepeatedField<ByteString> field, ReadOnlySpan<byte> path)
    {
        for (int i = 0; i < path.Length; i += Hash)
        {
            field.Add(ByteString.CopyFrom(path.Slice(i, Hash)));
        }
    }

    /// <summary>The hashes end to end; false when one is not a hash or there are too many for any tree.</summary>
    public static bool TryPath(this RepeatedField<ByteString> field, out byte[] path) =>
        Core.ReleaseLog.Merkle.TryJoin([.. field.Select(hash => hash.ToByteArray())], out path!);

    public static Protocol.V1.CheckpointName ToMessage(this Core.Sealing.CheckpointName name) => new()
    {
        Origin = name.Origin,
        Size = (ulong)name.Size,
        Root = ByteString.CopyFrom(name.Root.Span),
    };

    public static Core.Sealing.CheckpointName ToCore(this Protocol.V1.CheckpointName name) =>
        new(name.Origin, name.Size > long.MaxValue ? 0 : (long)name.Size, name.Root.ToByteArray());
}
