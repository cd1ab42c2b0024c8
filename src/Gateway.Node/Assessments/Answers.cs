using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Protocol;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Manifest = Gateway.Core.Sealing.Manifest;
using Package = Gateway.Core.Sealing.Package;

namespace Gateway.Node.Assessments;

/// <summary>Puts what a caller may see into messages.</summary>
internal static class Answers
{
    public static SharedProduct Shared(Visible visible, byte[] cursor, bool package)
    {
        CatalogRow row = visible.Row;
        var shared = new SharedProduct
        {
            Cursor = ByteString.CopyFrom(cursor),
            ProductId = ByteString.CopyFrom(row.Product.Span),
            LineageId = ByteString.CopyFrom(row.LineageId.Span),
            Originator = row.Originator.Value,
            IssuedAtMs = row.IssuedAtMs,
            Schema = row.Schema,
            Mode = row.Mode.ToMessage(),
            ReceivedFrom = row.ReceivedFrom.Value,
            Banner = visible.Banner.ToMessage(),
            Proof = Proof(visible),
        };
        shared.SetContent(Reassembler.Reassemble(visible.Portions, visible.Schema));
        shared.Notices.AddRange(visible.Notices.Notices.Select(notice => Notice(notice, visible)));
        shared.Portions.AddRange(Reassembler.View(visible.Portions, visible.Schema));
        if (package && visible.Received is { } received && Whole(visible, received))
        {
            shared.Package = ByteString.CopyFrom(received.Package.Span);
        }

        return shared;
    }

    public static ListedProduct Listed(Visible visible)
    {
        IProductContent content = Reassembler.Reassemble(visible.Portions, visible.Schema);
        return new ListedProduct
        {
            ProductId = ByteString.CopyFrom(visible.Row.Product.Span),
            LineageId = ByteString.CopyFrom(visible.Row.LineageId.Span),
            Originator = visible.Row.Originator.Value,
            IssuedAtMs = visible.Row.IssuedAtMs,
            Title = content.FirstHeader?.Title ?? "",
            Iso3 = content.Country,
            Banner = visible.Banner.ToMessage(),
            ReceivedFrom = visible.Row.ReceivedFrom.Value,
            Schema = visible.Row.Schema,
        };
    }

    /// <summary>A package leaves to a local caller only when the caller may see everything in it.</summary>
    private static bool Whole(Visible visible, ReceivedRow received) =>
        Package.TryDecode(received.Package, out Package? package, out _)
        && package.Openings.All(opening => visible.Portions.Any(portion => portion.Index == opening.Index));

    /// <summary>A replacement is named to those who may see it.</summary>
    private static ProductNotice Notice(NoticeRow notice, Visible visible) => new()
    {
        Number = notice.Number,
        Action = (Protocol.V1.NoticeAction)notice.Action,
        AtMs = notice.AtMs,
        ReplacedBy = notice.ReplacedBy is { } other && visible.Replacements.Contains(other) ? ByteString.CopyFrom(other.Span) : ByteString.Empty,
        Note = notice.Text,
    };

    private static Proof Proof(Visible visible)
    {
        if (visible.Notices.Recalled)
        {
            return new Proof
            {
                Status = ProofStatus.Recalled,
                Text = visible.Row.ReceivedFrom == default ? "Taken back by this node." : "Recalled by its originator; the content was erased.",
            };
        }

        if (visible.Received is not { } received
            || !Package.TryDecode(received.Package, out Package? package, out _))
        {
            return new Proof { Status = ProofStatus.Own, Text = "Sealed by this node." };
        }

        return new Proof
        {
            Status = visible.Standing == Standing.Unconfirmed ? ProofStatus.Unconfirmed : ProofStatus.Verified,
            Text = visible.Standing == Standing.Unconfirmed
                ? "Verified on receipt, but its originator has not confirmed within the time allowed that it still stands."
                : "Every check passed on receipt: signature lines, log inclusion, commitments, opened set, banner.",
            VerifiedAtMs = received.ReceivedAtMs,
            ReleaserOrigin = received.ReleaseOrigin,
            LogIndex = (ulong)received.ReleaseIndex,
            TreeSize = (ulong)package.Hops[^1].Checkpoint.Size,
        };
    }
}
