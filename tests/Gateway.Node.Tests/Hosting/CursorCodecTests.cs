using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Testing;

namespace Gateway.Node.Tests.Hosting;

public sealed class CursorCodecTests : IDisposable
{
    private readonly CursorCodec _codec = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public void Dispose() => _codec.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void A_position_comes_back(long ordinal)
    {
        Assert.True(_codec.TryDecode(_codec.Encode("me", Mode.Exercise, ordinal), "me", Mode.Exercise, out long back));
        Assert.Equal(ordinal, back);
    }

    [Fact]
    public void An_empty_cursor_is_the_beginning()
    {
        Assert.True(_codec.TryDecode([], "me", Mode.Actual, out long position));
        Assert.Equal(0, position);
    }

    [Fact]
    public void Another_caller_mode_key_or_length_is_refused()
    {
        byte[] cursor = _codec.Encode("me", Mode.Exercise, 7);
        using var other = new CursorCodec(new byte[32]);
        Assert.False(_codec.TryDecode(cursor, "you", Mode.Exercise, out _));
        Assert.False(_codec.TryDecode(cursor, "me", Mode.Actual, out _));
        Assert.False(other.TryDecode(cursor, "me", Mode.Exercise, out _));
        Assert.False(_codec.TryDecode(cursor.AsSpan(1), "me", Mode.Exercise, out _));
        Assert.False(_codec.TryDecode([.. cursor, 0], "me", Mode.Exercise, out _));
    }

    [Fact]
    public void Every_changed_bit_is_refused()
    {
        byte[] cursor = _codec.Encode("me", Mode.Exercise, 7);
        for (int bit = 0; bit < 128; bit++)
        {
            byte[] changed = [.. cursor];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_codec.TryDecode(changed, "me", Mode.Exercise, out _));
        }
    }

    [Fact]
    public void Neighbouring_positions_look_unrelated() =>
        Assert.True(_codec.Encode("me", Mode.Exercise, 7).Zip(_codec.Encode("me", Mode.Exercise, 8)).Count(pair => pair.First == pair.Second) < 6);

    [Fact]
    public void Many_threads_may_use_it() => Parallel.For(0, 20_000, i =>
    {
        Assert.True(_codec.TryDecode(_codec.Encode($"caller {i % 7}", Mode.Test, i), $"caller {i % 7}", Mode.Test, out long back));
        Assert.Equal(i, back);
    });

    [Fact]
    public void The_key_is_kept_and_only_for_the_node()
    {
        using var directory = new TempDirectory();
        string path = directory.File("cursor.key");
        byte[] cursor;
        using (var first = CursorCodec.Open(path))
        {
            cursor = first.Encode("me", Mode.Test, 3);
        }

        using var again = CursorCodec.Open(path);
        Assert.True(again.TryDecode(cursor, "me", Mode.Test, out _));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }
}
