using Gateway.Core.Markings;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Sealing;

public sealed class NoticeBodyTests
{
    private static readonly NoticeBody Full = new()
    {
        Product = ProductId.OfManifest([1]),
        Number = 2,
        Action = NoticeAction.RaisedMarking,
        Previous = new byte[32],
        ReplacedBy = ProductId.OfManifest([2]),
        Portions = [.. Enumerable.Range(0, 16).Select(i => Enumerable.Repeat((byte)i, 32).ToArray())],
        NoteDigest = new byte[32],
    };

    [Fact]
    public void A_notice_reads_back_to_the_same_bytes()
    {
        Assert.True(NoticeBody.TryDecode(Full.Encode(), out NoticeBody? read));
        Assert.Equal(Full.Encode(), read.Encode());
        var portion = new PortionNotice(7, new Marking { Policy = "US", Text = "(S//NF)" }, true);
        Assert.True(PortionNotice.TryDecode(portion.Encode(), out PortionNotice? same));
        Assert.Equal(portion, same);
        Assert.True(NoticeNote.TryDecode(new NoticeNote("why").Encode(), out NoticeNote? note));
        Assert.Equal("why", note.Text);
        var erasure = new ErasureBody(Full.Product, ErasedParts.Portions | ErasedParts.Packages, "officer");
        Assert.True(ErasureBody.TryDecode(erasure.Encode(), out ErasureBody? erased));
        Assert.Equal(erasure, erased);
    }

    public static TheoryData<string, NoticeBody> Wrong => new()
    {
        { "no number", Full with { Number = 0 } },
        { "a first one that names another before it", Full with { Number = 1 } },
        { "a second one that names none", Full with { Previous = default } },
        { "an action that nobody knows", Full with { Action = (NoticeAction)6 } },
        { "no action", Full with { Action = (NoticeAction)0 } },
        { "a list that is not padded", Full with { Portions = [new byte[32]] } },
        { "a short commitment", Full with { Portions = [.. Full.Portions[..15], new byte[31]] } },
        { "more portions than a product has", Full with { Portions = [.. Enumerable.Repeat(new byte[32], NoticeBody.MostPortions + NoticeBody.PortionBlock)] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_no_desk_writes_is_refused(string what, NoticeBody body) => Assert.False(NoticeBody.TryDecode(body.Encode(), out _), what);

    [Fact]
    public void Unknown_fields_and_portion_notices_that_say_nothing_are_refused()
    {
        Assert.False(NoticeBody.TryDecode([.. Full.Encode(), 0x42, 0], out _));
        Assert.False(PortionNotice.TryDecode(new PortionNotice(1, null, false).Encode(), out _));
        Assert.False(PortionNotice.TryDecode([.. new PortionNotice(1, null, true).Encode(), 0x20, 1], out _));
        Assert.False(NoticeNote.TryDecode([], out _));
        Assert.False(NoticeNote.TryDecode(new NoticeNote(new string('x', 513)).Encode(), out _));
    }

    [Fact]
    public void A_commitment_of_a_notice_is_void_for_another_product_number_or_purpose()
    {
        using var commitment = new Commitment();
        byte[] salt = new byte[32], body = [1, 2];
        ProductId other = ProductId.OfManifest([9]);
        byte[][] all =
        [
            commitment.Notice(Full.Product, 1, salt, body), commitment.Notice(Full.Product, 2, salt, body),
            commitment.Notice(other, 1, salt, body), commitment.Note(Full.Product, 1, salt, body),
        ];
        Assert.Equal(4, all.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Only_a_whole_recall_and_a_spill_take_a_product_back()
    {
        Assert.True((Full with { Action = NoticeAction.Recall, Portions = [] }).TakesBack);
        Assert.True((Full with { Action = NoticeAction.Spill }).TakesBack);
        Assert.False((Full with { Action = NoticeAction.Recall }).TakesBack);
        Assert.False((Full with { Action = NoticeAction.Correction, Portions = [] }).TakesBack);
    }
}
