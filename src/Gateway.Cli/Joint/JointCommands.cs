using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Joint;

/// <summary><c>gatewayctl joint</c>: several governments stand behind one text, or say that they do not.</summary>
internal static class JointCommands
{
    public static Verb Build(Surface surface) => new(
        "joint", "Seals joint assessments, and shows who stands behind them.", Show(surface), Seal(surface), Dissent(surface))
    {
        Examples = ["joint show 7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c --data demo/FRA --as ministry"],
    };

    private static Verb Show(Surface surface)
    {
        Option<bool> json = Json();
        var node = new NodeOptions();
        Argument<string> product = Product();
        return new Verb("show", "Shows who sealed a joint assessment, who dissents, and who has not spoken.", [json, product, .. node.All])
        {
            Examples = ["joint show 7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c --data demo/FRA --as ministry"],
        }.Does(async (parsed, cancel) =>
        {
            if (!TryRead(parsed, product, out ByteString id))
            {
                return surface.Misuse("a product id is 64 hex digits");
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                JointStanding standing = await client.Joint.StandingAsync(new JointStandingRequest { ProductId = id }, cancellationToken: cancel);
                Show(surface, standing, parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    private static Verb Seal(Surface surface) => Word(
        surface, "seal", "Says that the judgements which this node holds are its own, too.", CosealStance.Seals, "Under reservation: words that are never dropped");

    private static Verb Dissent(Surface surface) => Word(
        surface, "dissent", "Says that this partner does not stand behind it, and why.", CosealStance.Dissents, "Why");

    private static Verb Word(Surface surface, string name, string description, CosealStance stance, string reason)
    {
        var marking = new MarkedText();
        var text = new Option<string>("--dissent") { Description = reason, HelpName = "TEXT", DefaultValueFactory = _ => "" };
        text.Required = stance == CosealStance.Dissents;
        var submission = new Option<string?>("--submission-id") { Description = "The same id with the same words is said once; otherwise made from them" };
        Option<bool> json = Json();
        var node = new NodeOptions("officer");
        Argument<string> product = Product();
        return new Verb(name, description, [.. marking.All, text, submission, json, product, .. node.All])
        {
            Examples =
            [
                $"joint {name} 7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c --marking \"(U//REL TO USA, FRA, SWE)\"{(stance == CosealStance.Dissents ? " --dissent \"We see no plan behind it.\"" : "")} --data demo/FRA",
            ],
        }.Does(async (parsed, cancel) =>
        {
            if (!TryRead(parsed, product, out ByteString id))
            {
                return surface.Misuse("a product id is 64 hex digits");
            }

            if (!marking.TryRead(parsed, out Marking? mark, out string? missing))
            {
                return surface.Misuse(missing);
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                string words = parsed.GetRequiredValue(text);
                string key = parsed.GetValue(submission)
                    ?? $"joint-{name}-{Convert.ToHexStringLower(SHA256.HashData([.. id.Span, .. Encoding.UTF8.GetBytes(words)]).AsSpan(0, 16))}";
                SealJointResponse sealedBy = await client.Joint.SealAsync(
                    new SealJointRequest { SubmissionId = key, ProductId = id, Stance = stance, Marking = mark, Dissent = words }, cancellationToken: cancel);
                if (parsed.GetValue(json))
                {
                    surface.Out.WriteLine(JsonFormatter.Default.Format(sealedBy));
                    return ExitCode.Done;
                }

                surface.Console.Say($"product {Convert.ToHexStringLower(sealedBy.ProductId.Span)}");
                surface.Console.Say(stance == CosealStance.Seals ? $"{Page.Count(sealedBy.Judgements, "wording")} of judgements sealed." : "The dissent stands.");
                return ExitCode.Done;
            });
        });
    }

    private static void Show(Surface surface, JointStanding standing, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(standing));
            return;
        }

        surface.Console.Say(standing.Reached
            ? $"Joint: {standing.Sealed} partners stand behind what you hold; {standing.Quorum} have to."
            : $"Not joint: {standing.Sealed} of {standing.Quorum} partners stand behind what you hold.");
        var table = Page.Table("partner", "stands", "since", "dissent");
        foreach (JointPartner partner in standing.Partners)
        {
            string since = partner.AtMs == 0
                ? "" : DateTimeOffset.FromUnixTimeMilliseconds(partner.AtMs).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            table.Row(
                partner.Partner + (partner.Partner == standing.Lead ? " (lead)" : ""),
                Word(partner.State),
                since,
                string.Join(" / ", partner.Dissent.Select(dissent => $"{dissent.Portion.Marking.Text} {dissent.Text}")));
        }

        surface.Console.Write(table);
    }

    private static string Word(JointSealState state) => state switch
    {
        JointSealState.Unspecified => "unknown",
        JointSealState.Open => "has not said",
        JointSealState.Sealed => "behind it",
        JointSealState.SealedInPart => "behind a part",
        JointSealState.Dissents => "dissents",
    };

    private static bool TryRead(ParseResult parsed, Argument<string> product, out ByteString id)
    {
        bool read = Hex.TryRead(parsed.GetRequiredValue(product), out byte[] bytes) && bytes.Length > 0;
        id = ByteString.CopyFrom(bytes);
        return read;
    }

    private static Argument<string> Product() => new("PRODUCT") { Description = "Id of the joint assessment, 64 hex digits" };

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
