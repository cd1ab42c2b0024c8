using System.Collections.Immutable;
using Gateway.Core.Channels;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Channels;

/// <summary>Gives each new summons its reference and one delivery for every channel of its mode, in one transaction.</summary>
internal sealed class SummonsSpread(NodeState node, ImmutableArray<ChannelSettings> channels, RandomSource random)
{
    private const int Batch = 64;
    private const int ReferenceLetters = 10;

    // Crockford's base 32: nothing that is mistaken for something else when it is read out.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Spreads what waits to be; false when nothing did.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        if (node.Read.Unspread(Batch) is not { Count: > 0 } rows)
        {
            return false;
        }

        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await node.Commit.RunAsync(
            scope =>
            {
                foreach (SummonsRow row in rows)
                {
                    string[] names = [.. channels.Where(channel => channel.Modes.Contains(row.Summons.Mode)).Select(channel => channel.Name)];
                    scope.Store.Spread(row.Number, Reference(), names, now);
                }

                return true;
            },
            cancellation);
        return true;
    }

    /// <summary><c>7K3F9-2QD6T</c>: 50 random bits, so that it neither tells anything nor is guessed.</summary>
    private string Reference()
    {
        string letters = string.Concat(random.Bytes(ReferenceLetters).Select(letter => Alphabet[letter % Alphabet.Length]));
        return $"{letters[..5]}-{letters[5..]}";
    }
}
