using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Sealing;

public sealed class PackageVerifierTests
{
    [Fact]
    public void A_package_verifies_with_its_checkpoint_and_nothing_else()
    {
        VerifiedRelease release = Assert.IsType<Verification.Verified>(Verify(new PackageForge().Build())).Release;
        Assert.Equal(new PackageForge().Product.Manifest.ProductUid.ToArray(), release.Manifest.ProductUid.ToArray());
        Assert.Equal((Parties.Fra, Parties.Usa, 3, 2L), (release.Releaser, release.Release.Recipient, release.Portions.Length, release.LogIndex));
        Assert.Equal(
            ["checkpoint", "inclusion", "manifest", "release", "openings", "opened set", "terms", "recipient", "banner"],
            release.Steps.Select(step => step.Name));
    }

    [Fact]
    public void Chains_that_were_granted_hop_by_hop_verify()
    {
        foreach ((string name, ChainForge forge, PartnerCode recipient) in ChainForgeries.Accepted)
        {
            VerifiedRelease release = Assert.IsType<Verification.Verified>(Verify(forge.Build(), recipient)).Release;
            Assert.True(forge.Route.SequenceEqual(release.Chain.Select(hop => hop.Recipient).Prepend(Parties.Fra)), name);
            Assert.Equal(forge.Route[^2], release.Releaser);
        }
    }

    [Fact]
    public void Any_single_byte_of_a_chain_changed_anywhere_is_refused()
    {
        byte[] good = ChainForgeries.Accepted.Single(chain => chain.Name == "two hops by the ONWARD_GRANTs of both other owners").Forge.Build();
        var random = new Random(18);
        using var verifier = new PackageVerifier();
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. good];
            changed[random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
            Assert.IsNotType<Verification.Verified>(verifier.Verify(changed, new CheckpointBook(Parties.Roster), Parties.Context with { Recipient = Parties.Swe }));
        }
    }

    [Theory]
    [MemberData(nameof(Forgeries.Names), MemberType = typeof(Forgeries))]
    public void Every_forgery_is_refused_by_the_check_that_is_there_for_it(string name)
    {
        Forgery forgery = Forgeries.All.Single(candidate => candidate.Name == name);
        Verification.Refused refused = Assert.IsType<Verification.Refused>(Verify(forgery.Forge.Build(), forgery.Verifier, forgery.Now));
        Assert.Equal(forgery.Fault, refused.Fault);
    }

    [Fact]
    public void Every_fault_that_a_package_can_have_has_a_forgery() => Assert.Equal(
        Enum.GetValues<VerificationFault>().Except(
            [VerificationFault.Replayed, VerificationFault.OutOfSequence, VerificationFault.OlderEdition, VerificationFault.Equivocation, VerificationFault.Recalled]),
        Forgeries.All.Select(forgery => forgery.Fault).Distinct().Order());

    [Fact]
    [Trait("Rule", "§6.1")]
    public void Any_single_byte_changed_anywhere_is_refused()
    {
        byte[] good = new PackageForge().Build();
        var random = new Random(17);
        using var verifier = new PackageVerifier();
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. good];
            changed[random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
            Assert.IsNotType<Verification.Verified>(verifier.Verify(changed, new CheckpointBook(Parties.Roster), Parties.Context));
        }
    }

    [Fact]
    public void Nothing_cut_off_verifies_and_nothing_throws()
    {
        byte[] good = new PackageForge().Build();
        using var verifier = new PackageVerifier();
        for (int length = 0; length < good.Length; length += 13)
        {
            Assert.IsType<Verification.Refused>(verifier.Verify(good.AsMemory(0, length), new CheckpointBook(Parties.Roster), Parties.Context));
        }
    }

    [Fact]
    public void A_refusal_tells_what_passed_before_and_never_content()
    {
        Forgery forgery = Forgeries.All.Single(candidate => candidate.Name == "an unreadable marking");
        Verification.Refused refused = Assert.IsType<Verification.Refused>(Verify(forgery.Forge.Build()));
        Assert.Equal(["checkpoint", "inclusion", "manifest", "release"], refused.Passed.Select(step => step.Name));
        Assert.DoesNotContain("SECRETT", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_names_no_recipient_verifies_for_the_one_named() =>
        Assert.IsType<Verification.Verified>(Verify(new PackageForge().Build(), recipient: null));

    [Fact]
    public void A_later_release_in_the_stream_needs_no_checkpoint_of_its_own()
    {
        var book = new CheckpointBook(Parties.Roster);
        using var verifier = new PackageVerifier();
        Assert.IsType<Verification.Verified>(verifier.Verify(new PackageForge().Build(), book, Parties.Context));
        byte[] bare = (new PackageForge() with { Package = package => package with { Checkpoints = [] } }).Build();
        Assert.IsType<Verification.Verified>(verifier.Verify(bare, book, Parties.Context));
    }

    [Fact]
    public void Checkpoints_verified_under_another_roster_do_not_count()
    {
        var later = new Roster(new RosterTerms(2, Parties.Roster.Digest, Parties.Noon.AddYears(1), 3), Parties.Roster.Partners, []);
        using var verifier = new PackageVerifier();
        Verification outcome = verifier.Verify(new PackageForge().Build(), new CheckpointBook(later), Parties.Context);
        Assert.Equal(VerificationFault.UnknownLog, Assert.IsType<Verification.Refused>(outcome).Fault);
    }

    [Fact]
    [Trait("Rule", "settled 3")]
    public void A_banner_higher_than_needed_is_accepted() => Assert.IsType<Verification.Verified>(Verify((new PackageForge() with
    {
        Terms = terms => terms with { Banner = new Marking { Policy = "FRA", Text = "TRÈS SECRET//REL TO USA" } },
    }).Build()));

    private static Verification Verify(byte[] package, PartnerCode? recipient, DateTimeOffset? now = null)
    {
        using var verifier = new PackageVerifier();
        return verifier.Verify(
            package, new CheckpointBook(Parties.Roster), Parties.Context with { Recipient = recipient, Now = now ?? Parties.Noon });
    }

    private static Verification Verify(byte[] package) => Verify(package, Parties.Usa);
}
