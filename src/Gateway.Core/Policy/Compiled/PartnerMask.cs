namespace Gateway.Core.Policy.Compiled;

/// <summary>
/// A set of partners: one bit each, by place in the roster, 64 partners a word. Bits beyond the last partner mean nothing. Immutable.
/// </summary>
internal readonly struct PartnerMask
{
    /// <summary>Partners in a word.</summary>
    public const int Word = 64;

    private readonly ulong[] _words;

    private PartnerMask(ulong[] words) => _words = words;

    /// <summary>64 partners, the first of them at place 64 × <paramref name="word"/>.</summary>
    public ulong this[int word] => _words[word];

    /// <summary>How many words hold so many partners.</summary>
    public static int Words(int partners) => (partners + Word - 1) / Word;

    /// <summary>Nobody of so many partners.</summary>
    public static PartnerMask None(int partners) => new(new ulong[Words(partners)]);

    /// <summary>The partners whose place is chosen.</summary>
    public static PartnerMask Of(int partners, Func<int, bool> chosen)
    {
        var words = new ulong[Words(partners)];
        for (int place = 0; place < partners; place++)
        {
            words[place / Word] |= chosen(place) ? 1UL << (place % Word) : 0;
        }

        return new PartnerMask(words);
    }

    /// <summary>Those in either.</summary>
    public PartnerMask Or(PartnerMask other)
    {
        var words = new ulong[_words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = _words[i] | other._words[i];
        }

        return new PartnerMask(words);
    }

    /// <summary>Those in both.</summary>
    public PartnerMask And(PartnerMask other)
    {
        var words = new ulong[_words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = _words[i] & other._words[i];
        }

        return new PartnerMask(words);
    }

    /// <summary>All but these.</summary>
    public PartnerMask Not()
    {
        var words = new ulong[_words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = ~_words[i];
        }

        return new PartnerMask(words);
    }
}
