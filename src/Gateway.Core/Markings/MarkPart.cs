namespace Gateway.Core.Markings;

/// <summary>A stretch of a mark and where it starts, so that errors point at the right character. Copies nothing.</summary>
internal readonly ref struct MarkPart(ReadOnlySpan<char> text, int start)
{
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>Zero-based character in the mark.</summary>
    public int Start { get; } = start;

    /// <summary>What stands from a character on; nothing when the stretch is shorter.</summary>
    public MarkPart From(int index) => new(Text[Math.Min(index, Text.Length)..], Start + Math.Min(index, Text.Length));

    /// <summary>What stands before a character.</summary>
    public MarkPart Until(int index) => new(Text[..index], Start);

    /// <summary>True when it is the word, or the word and a space and more.</summary>
    public bool BeginsWith(string word) => Text.StartsWith(word, StringComparison.Ordinal) && (Text.Length == word.Length || Text[word.Length] == ' ');

    /// <summary>The stretches between separators; one when there is none.</summary>
    public MarkParts Split(string separator) => new(this, separator);
}

/// <summary>The stretches of a mark between separators, for <c>foreach</c>.</summary>
internal readonly ref struct MarkParts(MarkPart whole, string separator)
{
    private readonly MarkPart _whole = whole;
    private readonly string _separator = separator;

    public Enumerator GetEnumerator() => new(_whole, _separator);

    internal ref struct Enumerator(MarkPart rest, string separator)
    {
        private MarkPart _rest = rest;
        private bool _over;

        public MarkPart Current { get; private set; }

        public bool MoveNext()
        {
            if (_over)
            {
                return false;
            }

            int at = _rest.Text.IndexOf(separator, StringComparison.Ordinal);
            _over = at < 0;
            Current = _over ? _rest : _rest.Until(at);
            _rest = _over ? _rest : _rest.From(at + separator.Length);
            return true;
        }
    }
}
