using System.Collections.Immutable;
using System.Globalization;
using Superpower.Model;

namespace Gateway.Core.Policy;

/// <summary>Cuts a policy file into blocks and parses each for itself, so that one error hides no other. Never throws for what the text contains.</summary>
internal static class PolicyParser
{
    /// <summary>Longest text accepted, in characters.</summary>
    public const int LongestText = 1 << 20;

    public static ImmutableArray<BlockSyntax> Parse(PolicySource source, List<PolicyError> errors)
    {
        if (source.Text.Length > LongestText)
        {
            errors.Add(new PolicyError(source.Name, 1, 1, "too-long", "A policy file has at most 1,048,576 characters."));
            return [];
        }

        Token<PolicyToken>[] tokens = [.. PolicyTokenizer.Instance.Tokenize(source.Text)];
        var blocks = ImmutableArray.CreateBuilder<BlockSyntax>();
        int start = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (i + 1 == tokens.Length || tokens[i + 1].Position.Column == 1)
            {
                ParseBlock(source, tokens[start..(i + 1)], blocks, errors);
                start = i + 1;
            }
        }

        return blocks.ToImmutable();
    }

    private static void ParseBlock(
        PolicySource source, Token<PolicyToken>[] tokens, ImmutableArray<BlockSyntax>.Builder blocks, List<PolicyError> errors)
    {
        TokenListParserResult<PolicyToken, BlockSyntax> result = PolicyGrammar.Block(new TokenList<PolicyToken>(tokens));
        if (result.HasValue)
        {
            blocks.Add(result.Value);
            return;
        }

        // The end of a block has no position of its own: point behind its last token.
        Token<PolicyToken> last = tokens[^1];
        (int line, int column) = result.ErrorPosition.HasValue
            ? (result.ErrorPosition.Line, result.ErrorPosition.Column)
            : (last.Position.Line, last.Position.Column + last.Span.Length);
        string message = result.FormatErrorMessageFragment();
        errors.Add(new PolicyError(
            source.Name, line, column, "syntax", message.Length == 0 ? "The block ends too early." : Sentence(message)));
    }

    // A message quotes what was found; what a terminal would act on, or not show, is spelt out.
    private static string Sentence(string fragment) => string.Concat(
        $"{char.ToUpperInvariant(fragment[0])}{fragment[1..]}."
            .Select(c => char.IsAscii(c) && !char.IsControl(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));
}
