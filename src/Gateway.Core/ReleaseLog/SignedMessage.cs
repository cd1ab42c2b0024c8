using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.ReleaseLog;

/// <summary>The exact bytes that each algorithm signs. Their first bytes differ, so no signature means two things.</summary>
internal static class SignedMessage
{
    /// <summary>False if the algorithm signs checkpoints only and the text is not one, or a name is too long for its length byte.</summary>
    internal static bool TryCreate(
        KeyAlgorithm algorithm, string name, ReadOnlySpan<byte> text, long time, [NotNullWhen(true)] out byte[]? message)
    {
        message = algorithm switch
        {
            KeyAlgorithm.Ed25519 => text.ToArray(),
            KeyAlgorithm.MLDsa44Note => [.. "gateway/mldsa44-note/v1\0"u8, .. text],
            KeyAlgorithm.CosignatureEd25519 => Checkpoint.TryParse(text, out _) ? Cosignature(time, text) : null,
            KeyAlgorithm.MLDsa44 => Checkpoint.TryParse(text, out Checkpoint? checkpoint) ? Subtree(name, time, checkpoint) : null,
        };
        return message is not null;
    }

    // C2SP tlog-cosignature, "cosignature/v1".
    private static byte[] Cosignature(long time, ReadOnlySpan<byte> body) =>
        [.. NoteSyntax.StrictUtf8.GetBytes(FormattableString.Invariant($"cosignature/v1\ntime {time}\n")), .. body];

    // C2SP tlog-cosignature, "subtree/v1", of the subtree that is the whole tree.
    private static byte[]? Subtree(string name, long time, Checkpoint checkpoint)
    {
        byte[] cosigner = NoteSyntax.StrictUtf8.GetBytes(name);
        byte[] origin = NoteSyntax.StrictUtf8.GetBytes(checkpoint.Origin);
        if (cosigner.Length > byte.MaxValue || origin.Length > byte.MaxValue)
        {
            return null;
        }

        var message = new ArrayBufferWriter<byte>(128);
        message.Write("subtree/v1\n\0"u8);
        message.Write([(byte)cosigner.Length]);
        message.Write(cosigner);
        Write(message, time);
        message.Write([(byte)origin.Length]);
        message.Write(origin);
        Write(message, 0);
        Write(message, checkpoint.Size);
        message.Write(checkpoint.Root.AsSpan());
        return message.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> message, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(message.GetSpan(sizeof(long)), number);
        message.Advance(sizeof(long));
    }
}
