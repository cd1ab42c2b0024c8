using System.Collections.Immutable;
using System.Text;
using Superpower.Model;

namespace Gateway.Core.Policy;

/// <summary>
/// A policy file in canonical form with its author's comments where they stood: on lines of their own, before a block or at the end. Without
/// comments it is the canonical text. The digest never sees comments.
/// </summary>
public static class PolicyLayout
{
    /// <summary>
    /// Lays a file out. False when a comment stands inside a block or behind text, where the canonical form has no place for it: each is
    /// reported, and nothing is thrown away. <paramref name="file"/> must have been read from <paramref name="source"/>.
    /// </summary>
    public static bool TryFormat(PolicySource source, PolicyFile file, out string text, out ImmutableArray<PolicyError> errors)
    {
        ImmutableArray<Block> blocks = Blocks(source.Text);
        string[] lines = source.Text.Split('\n');
        errors = [.. Misplaced(source.Name, lines, blocks)];
        text = "";
        if (!errors.IsEmpty)
        {
            return false;
        }

        var result = new StringBuilder();
        foreach ((string keyword, int line, string canonical) in PolicyFormatter.Blocks(file))
        {
            // A keyword and an id may stand on two lines; both are of one block.
            int at = blocks.Select((block, i) => (block, i))
                .First(pair => line == 0 ? pair.block.Keyword == keyword : pair.block.First <= line && line <= pair.block.Last).i;
            Append(result, Above(lines, blocks, at), canonical, apart: keyword is not ("policy" or "schema" or "effective"));
        }

        Append(result, Comments(lines, blocks.IsEmpty ? 0 : blocks[^1].Last, lines.Length), "", apart: true);
        text = result.ToString();
        return true;
    }

    private static void Append(StringBuilder result, ImmutableArray<string> comments, string block, bool apart)
    {
        if (apart && result.Length > 0 && (comments.Length > 0 || block.Length > 0))
        {
            result.Append('\n');
        }

        for (int i = 0; i < comments.Length; i++)
        {
            bool last = i == comments.Length - 1 && block.Length == 0;
            result.Append(last && comments[i].Length == 0 ? "" : comments[i] + "\n");
        }

        result.Append(block);
    }

    private static ImmutableArray<string> Above(string[] lines, ImmutableArray<Block> blocks, int at) =>
        Comments(lines, at == 0 ? 0 : blocks[at - 1].Last, blocks[at].First - 1);

    /// <summary>Comment lines between two blocks, each paragraph of them kept apart by one empty line, also from the block below.</summary>
    private static ImmutableArray<string> Comments(string[] lines, int after, int upTo)
    {
        var comments = new List<string>();
        foreach (string line in lines[after..Math.Max(after, upTo)])
        {
            string trimmed = line.Trim(' ');
            if (trimmed.Length > 0 || (comments.Count > 0 && comments[^1].Length > 0))
            {
                comments.Add(trimmed);
            }
        }

        return [.. comments];
    }

    private static IEnumerable<PolicyError> Misplaced(string name, string[] lines, ImmutableArray<Block> blocks)
    {
        foreach (Block block in blocks)
        {
            for (int line = block.First; line <= block.Last; line++)
            {
                if (Comment(lines[line - 1]) is >= 0 and int column)
                {
                    yield return new PolicyError(
                        name, line, column + 1, "comment-inside",
                        "A comment inside a block has no place in the canonical form; move it to a line of its own before the block.");
                }
            }
        }
    }

    /// <summary>Where a comment begins; -1 for none. Texts in quotes end on their own line, and may hold the character.</summary>
    private static int Comment(string line)
    {
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            quoted ^= line[i] == '"';
            if (line[i] == '#' && !quoted)
            {
                return i;
            }
        }

        return -1;
    }

    private static ImmutableArray<Block> Blocks(string text)
    {
        var blocks = ImmutableArray.CreateBuilder<Block>();
        foreach (Token<PolicyToken> token in PolicyTokenizer.Instance.Tokenize(text))
        {
            int line = token.Position.Line;
            if (blocks.Count == 0 || token.Position.Column == 1)
            {
                blocks.Add(new Block(token.ToStringValue(), line, line));
            }
            else
            {
                blocks[^1] = blocks[^1] with { Last = line };
            }
        }

        return blocks.ToImmutable();
    }

    private sealed record Block(string Keyword, int First, int Last);
}
