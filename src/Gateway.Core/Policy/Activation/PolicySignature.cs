using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Policy.Activation;

/// <summary>
/// One hand's signature: a line of the note under the name <c>author</c> or <c>approver</c>, with key id ‖ u16 length ‖ certificate (DER)
/// ‖ signature. The certificate travels because the node knows thumbprints only. Signed is
/// <c>"gateway/policy-approval/v1" ‖ 00 ‖ u8 part ‖ policy ‖ diff ‖ corpus ‖ SHA-256(text)</c>, the three digests as 32 bytes each: so
/// the word is void for another set, another flow, another node and the other part.
/// </summary>
internal sealed class PolicySignature
{
    private const int LargestCertificate = 8 * 1024;

    private static readonly byte[] Domain = Encoding.ASCII.GetBytes("gateway/policy-approval/v1\0");
    private static readonly byte[] KeyDomain = Encoding.ASCII.GetBytes("gateway/policy-signature/v1");

    private PolicySignature(PolicyPart part, byte[] certificate, byte[] bytes)
    {
        (Part, Certificate, Bytes) = (part, certificate, bytes);
        Thumbprint = Convert.ToHexStringLower(SHA256.HashData(certificate));
    }

    public PolicyPart Part { get; }

    /// <summary>DER, as it came. Nobody vouches for it but its thumbprint in the configuration.</summary>
    public byte[] Certificate { get; }

    public byte[] Bytes { get; }

    public string Thumbprint { get; }

    /// <summary>Signs with the key of a certificate, ECDSA or RSA. Throws <see cref="CryptographicException"/> without one.</summary>
    public static PolicySignature Sign(PolicyProposal proposal, PolicyPart part, X509Certificate2 signer)
    {
        byte[] message = Message(proposal, part);
        using ECDsa? ecdsa = signer.GetECDsaPrivateKey();
        using RSA? rsa = signer.GetRSAPrivateKey();
        byte[] signature = ecdsa?.SignData(message, HashAlgorithmName.SHA256)
            ?? rsa?.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            ?? throw new CryptographicException("A policy is signed with the ECDSA or RSA key of a caller's certificate.");
        return new PolicySignature(part, signer.RawData, signature);
    }

    /// <summary>Reads a line. False unless it is one of these, with a certificate that reads.</summary>
    public static bool TryRead(NoteSignature line, [NotNullWhen(true)] out PolicySignature? signature)
    {
        signature = null;
        ReadOnlySpan<byte> payload = line.Payload.AsSpan();
        PolicyPart part = Enum.GetValues<PolicyPart>().FirstOrDefault(known => Name(known) == line.Name);
        if (part == default || payload.Length < 2)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (length is 0 or > LargestCertificate || payload.Length <= 2 + length)
        {
            return false;
        }

        var read = new PolicySignature(part, payload.Slice(2, length).ToArray(), payload[(2 + length)..].ToArray());
        if (read.KeyId() == line.KeyId && read.TryLoad(out X509Certificate2? certificate))
        {
            certificate.Dispose();
            signature = read;
        }

        return signature is not null;
    }

    public NoteSignature ToLine()
    {
        var payload = new byte[2 + Certificate.Length + Bytes.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)Certificate.Length);
        Certificate.CopyTo(payload, 2);
        Bytes.CopyTo(payload, 2 + Certificate.Length);
        return new NoteSignature(Name(Part), KeyId(), [.. payload]);
    }

    public bool TryLoad([NotNullWhen(true)] out X509Certificate2? certificate)
    {
        try
        {
            certificate = X509CertificateLoader.LoadCertificate(Certificate);
            return certificate.RawData.AsSpan().SequenceEqual(Certificate);
        }
        catch (CryptographicException)
        {
            certificate = null;
            return false;
        }
    }

    /// <summary>Whether the certificate's key signed this part of the proposal.</summary>
    public bool Verifies(PolicyProposal proposal)
    {
        if (!TryLoad(out X509Certificate2? certificate))
        {
            return false;
        }

        using (certificate)
        {
            byte[] message = Message(proposal, Part);
            using ECDsa? ecdsa = certificate.GetECDsaPublicKey();
            using RSA? rsa = certificate.GetRSAPublicKey();
            return ecdsa?.VerifyData(message, Bytes, HashAlgorithmName.SHA256)
                ?? rsa?.VerifyData(message, Bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
                ?? false;
        }
    }

    public static string Name(PolicyPart part) => part switch
    {
        PolicyPart.Author => "author",
        PolicyPart.Approver => "approver",
    };

    internal static byte[] Message(PolicyProposal proposal, PolicyPart part) =>
    [
        .. Domain,
        (byte)part,
        .. Convert.FromHexString(proposal.Digest),
        .. Convert.FromHexString(proposal.Diff),
        .. Convert.FromHexString(proposal.Corpus),
        .. SHA256.HashData(proposal.Write()),
    ];

    // C2SP signed-note, "Signature types": the first four bytes of SHA-256(name ‖ 0A ‖ ff ‖ what identifies the type ‖ the key).
    private uint KeyId() => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(
        [.. Encoding.UTF8.GetBytes(Name(Part)), 0x0a, 0xff, .. KeyDomain, .. SHA256.HashData(Certificate)]));
}
