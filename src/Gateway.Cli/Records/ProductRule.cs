using System.Security.Cryptography;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Records;

/// <summary>Submissions, seals and content: one of each for the other.</summary>
internal sealed class ProductRule : IRecordRule
{
    public IEnumerable<Violation> Check(NodeRecord node, RecordSet all) => [.. Submissions(node, all), .. Seals(node), .. node.Products.SelectMany(product => Content(node, product))];

    private static IEnumerable<Violation> Submissions(NodeRecord node, RecordSet all)
    {
        foreach (Acknowledged told in all.Acknowledged.Where(told => told.Partner == node.Partner))
        {
            if (!node.Submissions.Any(row => row.Caller == told.Caller && row.Id == told.SubmissionId && row.Product == told.Product))
            {
                yield return new Violation(RecordFault.SubmissionLost, node.Partner, $"submission {told.SubmissionId} of {told.Caller}");
            }
        }

        foreach (IGrouping<string, StoredSubmission> product in node.Submissions.GroupBy(row => row.Product).Where(group => group.Count() > 1))
        {
            yield return new Violation(RecordFault.SubmissionDoubled, node.Partner, $"product {product.Key}");
        }

        HashSet<string> held = [.. node.Products.Select(product => product.Product)];
        foreach (StoredSubmission row in node.Submissions.Where(row => !held.Contains(row.Product)))
        {
            yield return new Violation(RecordFault.ProductLost, node.Partner, $"product of submission {row.Id} of {row.Caller}");
        }
    }

    private static IEnumerable<Violation> Seals(NodeRecord node)
    {
        ILookup<string, StoredEntry> seals = node.Internal.All.Where(entry => entry.Said?.Kind == Kind.Seal)
            .ToLookup(entry => Body.Of(entry, SealBody.Parser) is { } body ? Body.Hex(body.ProductId) : "");
        HashSet<string> held = [.. node.Products.Select(product => product.Product)];
        foreach (IGrouping<string, StoredEntry> seal in seals)
        {
            if (seal.Count() > 1)
            {
                yield return new Violation(RecordFault.SealDoubled, node.Partner, $"product {seal.Key}");
            }

            if (!held.Contains(seal.Key))
            {
                yield return new Violation(RecordFault.ProductLost, node.Partner, node.Internal.Place(seal.First().Index));
            }
        }

        foreach (string product in held.Where(product => !seals.Contains(product)))
        {
            yield return new Violation(RecordFault.ProductUnsealed, node.Partner, $"product {product}");
        }
    }

    private static IEnumerable<Violation> Content(NodeRecord node, HeldProduct product)
    {
        Manifest? manifest = Read(product.Manifest);
        if (manifest is null || Convert.ToHexStringLower(SHA256.HashData(product.Manifest)) != product.Product || manifest.Originator != node.Partner)
        {
            yield return new Violation(RecordFault.ManifestDiffers, node.Partner, $"product {product.Product}");
            yield break;
        }

        byte[] uid = manifest.ProductUid.ToByteArray();
        foreach ((int index, byte[] salt, byte[] body) in product.Portions)
        {
            byte[] commitment = Body.Hash([.. "gateway/portion/v1\0"u8], uid, [(byte)(index >> 8), (byte)index], salt, Body.Prefixed(body));
            if (index >= manifest.Commitment.Count || !manifest.Commitment[index].Span.SequenceEqual(commitment))
            {
                yield return new Violation(RecordFault.CommitmentDiffers, node.Partner, $"product {product.Product}, portion {index}");
            }
        }

        if (product.Portions.Count == 0 && !node.Erased.Contains(product.Product))
        {
            yield return new Violation(RecordFault.ProductLost, node.Partner, $"portions of product {product.Product}");
        }
    }

    private static Manifest? Read(byte[] manifest)
    {
        try
        {
            return Manifest.Parser.ParseFrom(manifest);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
