using System.Globalization;
using Superpower;
using Superpower.Display;
using Superpower.Model;

namespace Gateway.Core.Policy;

internal enum PolicyToken
{
    None,

    [Token(Description = "word")]
    Word,

    [Token(Description = "text in quotes")]
    Text,

    [Token(Example = ",")]
    Comma,

    [Token(Example = ":")]
    Colon,

    [Token(Example = "(")]
    Open,

    [Token(Example = ")")]
    Close,

    [Token(Example = "<=")]
    AtMost,

    [Token(Example = ">=")]
    AtLeast,

    [Token(Description = "character that has no meaning here")]
    Stray,
}

/// <summary>
/// Splits a policy file into tokens. Total: what has no meaning becomes a <see cref="PolicyToken.Stray"/> token that no rule of the
/// grammar accepts, so one bad character costs one block and not the rest of the file.
/// </summary>
internal sealed class PolicyTokenizer : Tokenizer<PolicyToken>
{
    public static PolicyTokenizer Instance { get; } = new();

    protected override IEnumerable<Result<PolicyToken>> Tokenize(TextSpan span)
    {
        TextSpan rest = span;
        while (!rest.IsAtEnd)
        {
            TextSpan start = rest;
            char c = rest.ConsumeChar().Value;
            if (c is ' ' or '\n')
            {
                rest = Skip(rest, 1);
            }
            else if (c == '#' && IsAfterSpace(rest))
            {
                rest = Skip(rest, LengthWhile(rest, x => x == '\t' || char.IsSurrogate(x) || IsShown(x)));
            }
            else
            {
                (PolicyToken kind, int length) = Next(rest, c);
                rest = Skip(rest, length);
                yield return Result.Value(kind, start, rest);
            }
        }
    }

    private static (PolicyToken Kind, int Length) Next(TextSpan rest, char c)
    {
        if (IsWord(c))
        {
            return (PolicyToken.Word, WordLength(rest));
        }

        return c switch
        {
            ',' => (PolicyToken.Comma, 1),
            ':' => (PolicyToken.Colon, 1),
            '(' => (PolicyToken.Open, 1),
            ')' => (PolicyToken.Close, 1),
            '<' when At(rest, 1) == '=' => (PolicyToken.AtMost, 2),
            '>' when At(rest, 1) == '=' => (PolicyToken.AtLeast, 2),
            '"' => Quoted(rest),
            _ => (PolicyToken.Stray, 1),
        };
    }

    // "SWE#, FRA" is no list that somebody shortened on purpose.
    private static bool IsAfterSpace(TextSpan rest) => rest.Position.Absolute == 0 || rest.Source![rest.Position.Absolute - 1] is ' ' or '\n';

    // What an editor shows otherwise than it stands here, as the end of a line, in another order or not at all, has no place even in comments:
    // a rule that only seems to be there, or seems not to be, deceives whoever approves the file.
    private static bool IsShown(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);

    // A text ends on its own line; quotes cannot stand inside one, so there is one way to write each text.
    private static (PolicyToken Kind, int Length) Quoted(TextSpan rest)
    {
        int inside = LengthWhile(Skip(rest, 1), x => x != '"' && IsShown(x));
        return At(rest, inside + 1) == '"' ? (PolicyToken.Text, inside + 2) : (PolicyToken.Stray, inside + 1);
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/';

    // A colon belongs to a word only between its characters: sha256:9f, T00:00Z; not in "all partners: withhold".
    private static int WordLength(TextSpan rest)
    {
        int length = 1;
        while (IsWord(At(rest, length)) || (At(rest, length) == ':' && char.IsAsciiLetterOrDigit(At(rest, length + 1))))
        {
            length++;
        }

        return length;
    }

    private static int LengthWhile(TextSpan rest, Func<char, bool> holds)
    {
        int length = 0;
        while (length < rest.Length && holds(At(rest, length)))
        {
            length++;
        }

        return length;
    }

    private static char At(TextSpan rest, int index) => index < rest.Length ? rest.Source![rest.Position.Absolute + index] : '\0';

    private static TextSpan Skip(TextSpan rest, int length)
    {
        for (int i = 0; i < length; i++)
        {
            rest = rest.ConsumeChar().Remainder;
        }

        return rest;
    }
}
