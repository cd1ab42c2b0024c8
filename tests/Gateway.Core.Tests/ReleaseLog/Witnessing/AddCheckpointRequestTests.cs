using System.Text;
using CsCheck;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;

namespace Gateway.Core.Tests.ReleaseLog.Witnessing;

public sealed class AddCheckpointRequestTests
{
    private const string Hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=";

    private static readonly byte[] Signed = WitnessedParties.Signed(WitnessedParties.Head()).ToBytes();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 1)]
    [InlineData(long.MaxValue, 63)]
    public void What_is_written_reads_back_the_same(long old, int hashes)
    {
        byte[] path = [.. Enumerable.Range(0, hashes * Merkle.HashSize).Select(i => (byte)i)];
        byte[] bytes = new AddCheckpointRequest(old, path, Signed).ToBytes();
        Assert.True(AddCheckpointRequest.TryParse(bytes, out AddCheckpointRequest? read));
        Assert.Equal(old, read.OldSize);
        Assert.Equal(path, read.Path.ToArray());
        Assert.Equal(Signed, read.Note.ToArray());
        Assert.Equal(bytes, read.ToBytes());
    }

    [Theory]
    [InlineData("old 5\n")]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("old 05\n\n")]
    [InlineData("old -1\n\n")]
    [InlineData("old +1\n\n")]
    [InlineData("old \n\n")]
    [InlineData("old 1 \n\n")]
    [InlineData("Old 1\n\n")]
    [InlineData("old 9223372036854775808\n\n")]
    [InlineData("old 1\r\n\n")]
    [InlineData("old 1\n" + Hash + "\r\n\n")]
    [InlineData("old 1\n" + Hash + " \n\n")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n\n")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkQ==\n\n")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkawA\n\n")]
    [InlineData("old 1\n\u00e9lRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\n")]
    public void A_head_of_a_request_has_one_spelling(string head) =>
        Assert.False(AddCheckpointRequest.TryParse([.. Encoding.UTF8.GetBytes(head), .. "a note"u8], out _));

    [Fact]
    public void A_path_of_64_hashes_and_a_request_too_long_are_refused()
    {
        string head = "old 1\n" + string.Concat(Enumerable.Repeat(Hash + "\n", 64)) + "\n";
        Assert.False(AddCheckpointRequest.TryParse([.. Encoding.ASCII.GetBytes(head), .. Signed], out _));
        Assert.False(AddCheckpointRequest.TryParse([.. "old 0\n\n"u8, .. new byte[AddCheckpointRequest.MaxBytes]], out _));
        Assert.Throws<ArgumentException>(() => new AddCheckpointRequest(1, new byte[64 * Merkle.HashSize], Signed));
        Assert.Throws<ArgumentException>(() => new AddCheckpointRequest(1, new byte[31], Signed));
    }

    [Fact]
    public void No_bytes_make_it_throw_and_what_is_read_would_be_written_the_same()
    {
        byte[] whole = new AddCheckpointRequest(3, new byte[64], Signed).ToBytes();
        Gen<byte[]> bent = Gen.Select(Gen.Int[0, 120], Gen.Byte, Gen.Int[0, 4]).Select((at, b, cut) =>
            whole.Take(at).Append(b).Concat(whole.Skip(at + cut)).ToArray());
        Gen.OneOf(bent, Gen.Byte.Array).Sample(
            bytes => !AddCheckpointRequest.TryParse(bytes, out AddCheckpointRequest? read) || read.ToBytes().AsSpan().SequenceEqual(bytes), iter: 2000);
    }

    [Fact]
    public void Lines_of_an_answer_are_lines_and_nothing_else()
    {
        Checkpoint head = WitnessedParties.Head();
        byte[] answer = CosignatureLines.Write(head, WitnessedParties.Cosigner(Sealing.Parties.Deu).Cosign(head, 1_790_000_000));
        Assert.True(CosignatureLines.TryParse(answer, out var lines));
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("— gateway.example.de/witness ", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        Assert.EndsWith("\n", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        Assert.False(CosignatureLines.TryParse([], out _));
        Assert.False(CosignatureLines.TryParse(answer.AsSpan(0, answer.Length - 1), out _));
        Assert.False(CosignatureLines.TryParse([.. "\n"u8, .. answer], out _));
        Assert.False(CosignatureLines.TryParse([.. "text\n\n"u8, .. answer], out _));
        Assert.False(CosignatureLines.TryParse([.. answer, .. "\n"u8, .. answer], out _));
        Assert.False(CosignatureLines.TryParse(new byte[CosignatureLines.MaxBytes + 1], out _));
    }
}
