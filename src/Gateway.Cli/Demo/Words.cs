using System.Text;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Demo;

/// <summary>Looks for the words of a product in the files of a node's record, as somebody with the disk in hand would.</summary>
internal static class Words
{
    /// <summary>Enough to be unmistakable, and short enough to seldom lie across two pages of the database.</summary>
    private const int Length = 48;

    /// <summary>Whether any judgement's statement stands in the database or its write-ahead log.</summary>
    public static bool OccurIn(string folder, RiskAssessment assessment)
    {
        byte[][] words = [.. assessment.Judgements.Select(judgement => Encoding.UTF8.GetBytes(judgement.Statement)).Select(text => text[..Math.Min(Length, text.Length)])];
        return new[] { "gateway.db", "gateway.db-wal" }.Select(name => Path.Combine(folder, name)).Where(File.Exists).Select(Read).Any(bytes => words.Any(word => bytes.AsSpan().IndexOf(word) >= 0));
    }

    /// <summary>The node writes meanwhile: other readers and writers are let in.</summary>
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
