using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Gateway.Core.Sealing;

/// <summary>
/// SHA-256 (FIPS 180-4) of many messages of one length: eight at a time, one in each lane of a vector. The platform's hash costs more to call
/// than a short message takes to hash; here a call is paid once. Gives what <see cref="SHA256"/> gives, bit for bit, and leaves it to that where
/// the processor has no such vectors. Neither branches nor places in memory depend on what is hashed. Thread-safe.
/// </summary>
internal static class HashLanes
{
    private const int Lanes = 8;
    private const int HashSize = 32;
    private const int BlockSize = 64;

    // A one bit, and the length in bits.
    private const int Padding = 1 + sizeof(ulong);

    // A call of the platform's hash takes about as long as hashing so many blocks.
    private const int CallInBlocks = 8;

    private static ReadOnlySpan<uint> Start =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>
    /// Hashes messages that lie end to end, each <paramref name="length"/> bytes long and not empty, into 32 bytes each, in order. The two spans
    /// do not overlap.
    /// </summary>
    public static void Hash(ReadOnlySpan<byte> messages, int length, Span<byte> hashes)
    {
        int count = messages.Length / length, blocks = (length + Padding + BlockSize - 1) / BlockSize;
        for (int done = 0; done < count;)
        {
            int some = Math.Min(Lanes, count - done);
            if (Vector256.IsHardwareAccelerated && some * (CallInBlocks + blocks) >= Lanes * blocks)
            {
                UpToEight(messages.Slice(done * length, some * length), length, some, hashes[(done * HashSize)..]);
            }
            else
            {
                some = 1;
                SHA256.HashData(messages.Slice(done * length, length), hashes[(done * HashSize)..]);
            }

            done += some;
        }
    }

    private static void UpToEight(ReadOnlySpan<byte> messages, int length, int count, Span<byte> hashes)
    {
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[Lanes], words = stackalloc Vector256<uint>[2 * Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            state[i] = Vector256.Create(Start[i]);
        }

        int whole = length / BlockSize * BlockSize;
        for (int at = 0; at < whole; at += BlockSize)
        {
            Load(messages[at..], length, count, words);
            Compress(state, words);
        }

        Span<byte> ends = stackalloc byte[Lanes * 2 * BlockSize];
        ends.Clear();
        int left = length - whole, padded = left + Padding <= BlockSize ? BlockSize : 2 * BlockSize;
        for (int lane = 0; lane < count; lane++)
        {
            Span<byte> end = ends.Slice(lane * padded, padded);
            messages.Slice((lane * length) + whole, left).CopyTo(end);
            end[left] = 0x80;
            BinaryPrimitives.WriteUInt64BigEndian(end[^sizeof(ulong)..], (ulong)length * 8);
        }

        for (int at = 0; at < padded; at += BlockSize)
        {
            Load(ends[at..], padded, count, words);
            Compress(state, words);
        }

        // Back to one hash after the other.
        Transpose(state);
        for (int lane = 0; lane < count; lane++)
        {
            BigEndian(state[lane]).AsByte().CopyTo(hashes.Slice(lane * HashSize, HashSize));
        }
    }

    // A block of each lane: word i of all lanes in vector i. Lanes without a message take the first one's.
    private static void Load(ReadOnlySpan<byte> from, int stride, int count, Span<Vector256<uint>> words)
    {
        for (int half = 0; half < 2; half++)
        {
            Span<Vector256<uint>> own = words.Slice(half * Lanes, Lanes);
            for (int lane = 0; lane < Lanes; lane++)
            {
                int start = ((lane < count ? lane : 0) * stride) + (half * HashSize);
                own[lane] = BigEndian(Vector256.Create(from.Slice(start, HashSize)).AsUInt32());
            }

            Transpose(own);
        }
    }

    private static void Compress(Span<Vector256<uint>> state, Span<Vector256<uint>> w)
    {
        Vector256<uint> a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        ref uint constant = ref MemoryMarshal.GetReference(Constants);
        ref Vector256<uint> word = ref MemoryMarshal.GetReference(w);
        for (int t = 0; t < 64; t++)
        {
            ref Vector256<uint> now = ref Unsafe.Add(ref word, t & 15);
            if (t >= 16)
            {
                Vector256<uint> two = Unsafe.Add(ref word, (t - 2) & 15), fifteen = Unsafe.Add(ref word, (t - 15) & 15);
                now += (Right(two, 17) ^ Right(two, 19) ^ (two >>> 10)) + Unsafe.Add(ref word, (t - 7) & 15)
                    + (Right(fifteen, 7) ^ Right(fifteen, 18) ^ (fifteen >>> 3));
            }

            Vector256<uint> first = h + (Right(e, 6) ^ Right(e, 11) ^ Right(e, 25)) + (g ^ (e & (f ^ g))) + Vector256.Create(Unsafe.Add(ref constant, t)) + now;
            Vector256<uint> second = (Right(a, 2) ^ Right(a, 13) ^ Right(a, 22)) + ((a & b) | (c & (a | b)));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Right(Vector256<uint> value, [ConstantExpected] byte by) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(value, by) : (value >>> by) | (value << (32 - by));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> BigEndian(Vector256<uint> value) => BitConverter.IsLittleEndian
        ? Vector256.Shuffle(value.AsByte(), Vector256.Create(
            (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25, 24, 31, 30, 29, 28)).AsUInt32()
        : value;

    /// <summary>Rows become columns.</summary>
    private static void Transpose(Span<Vector256<uint>> rows)
    {
        if (Avx2.IsSupported)
        {
            TransposeByShuffles(rows);
            return;
        }

        Span<uint> from = MemoryMarshal.Cast<Vector256<uint>, uint>(rows);
        Span<uint> to = stackalloc uint[Lanes * Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            for (int j = 0; j < Lanes; j++)
            {
                to[(j * Lanes) + i] = from[(i * Lanes) + j];
            }
        }

        to.CopyTo(from);
    }

    // Pairs, then fours, then halves.
    private static void TransposeByShuffles(Span<Vector256<uint>> rows)
    {
        Vector256<ulong> a = Avx2.UnpackLow(rows[0], rows[1]).AsUInt64(), b = Avx2.UnpackHigh(rows[0], rows[1]).AsUInt64();
        Vector256<ulong> c = Avx2.UnpackLow(rows[2], rows[3]).AsUInt64(), d = Avx2.UnpackHigh(rows[2], rows[3]).AsUInt64();
        Vector256<ulong> e = Avx2.UnpackLow(rows[4], rows[5]).AsUInt64(), f = Avx2.UnpackHigh(rows[4], rows[5]).AsUInt64();
        Vector256<ulong> g = Avx2.UnpackLow(rows[6], rows[7]).AsUInt64(), h = Avx2.UnpackHigh(rows[6], rows[7]).AsUInt64();
        Halves(rows, 0, Avx2.UnpackLow(a, c), Avx2.UnpackLow(e, g));
        Halves(rows, 1, Avx2.UnpackHigh(a, c), Avx2.UnpackHigh(e, g));
        Halves(rows, 2, Avx2.UnpackLow(b, d), Avx2.UnpackLow(f, h));
        Halves(rows, 3, Avx2.UnpackHigh(b, d), Avx2.UnpackHigh(f, h));
    }

    private static void Halves(Span<Vector256<uint>> rows, int column, Vector256<ulong> upper, Vector256<ulong> lower)
    {
        rows[column] = Avx2.Permute2x128(upper, lower, 0x20).AsUInt32();
        rows[column + 4] = Avx2.Permute2x128(upper, lower, 0x31).AsUInt32();
    }
}
