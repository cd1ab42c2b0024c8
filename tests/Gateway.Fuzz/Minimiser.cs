namespace Gateway.Fuzz;

/// <summary>Makes an input small while it still breaks the promise.</summary>
internal static class Minimiser
{
    private const int MostAttempts = 4000;

    public static byte[] Shrink(byte[] input, Func<byte[], bool> breaks)
    {
        byte[] smallest = input;
        int attempts = 0;
        for (int piece = Math.Max(1, smallest.Length / 2); piece > 0; piece /= 2)
        {
            for (int at = 0; at < smallest.Length && attempts < MostAttempts;)
            {
                byte[] candidate = [.. smallest[..at], .. smallest[Math.Min(smallest.Length, at + piece)..]];
                attempts++;
                if (breaks(candidate))
                {
                    smallest = candidate;
                }
                else
                {
                    at += piece;
                }
            }
        }

        return smallest;
    }
}
