using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>
/// Anything a node vouches for: an entry of its log, authentic by its inclusion under a checkpoint with every line the roster requires.
/// The origin lies inside, so a statement copied into another log is void there; the kind is read before the body.
/// </summary>
public sealed record Statement
{
    /// <summary>Origin of the log it stands in.</summary>
    public required string Origin { get; init; }

    /// <summary>What it says.</summary>
    public required StatementKind Kind { get; init; }

    /// <summary>The log's owner.</summary>
    public required PartnerCode Author { get; init; }

    /// <summary>The author's clock, milliseconds since the Unix epoch. Order never depends on it.</summary>
    public required long AtMs { get; init; }

    /// <summary>32 random bytes.</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>The message of this kind, verbatim.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Serialises once; the bytes are the log entry.</summary>
    public byte[] Encode() => new WireWriter()
        .Text(1, Origin)
        .UInt(2, (ulong)Kind)
        .Text(3, Author.Value)
        .Int(4, AtMs)
        .Bytes(5, Nonce.Span)
        .Bytes(6, Body.Span)
        .ToArray();

    /// <summary>Reads strictly; the body is not looked at.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Statement? statement, out WireFault fault)
    {
        string origin = "";
        uint kind = 0;
        PartnerCode author = default;
        long at = 0;
        byte[] nonce = [], body = [];

        var reader = new WireReader(bytes.Length <= Limits.Statement ? bytes.Span : default);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    origin = reader.Text(Limits.Text);
                    break;
                case 2:
                    kind = reader.UInt32();
                    break;
                case 3:
                    Codes.Read(ref reader, out author);
                    break;
                case 4:
                    at = reader.Time();
                    break;
                case 5:
                    nonce = reader.Exactly(Limits.Hash);
                    break;
                case 6:
                    body = reader.Bytes(Limits.Statement).ToArray();
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        if (origin.Length == 0 || author == default || at == 0 || nonce.Length == 0)
        {
            reader.Refuse(WireFault.MissingField);
        }

        if (!StatementKinds.IsKnown(kind))
        {
            reader.Refuse(WireFault.OutOfRange);
        }

        fault = reader.Fault;
        statement = fault != WireFault.None ? null : new Statement
        {
            Origin = origin,
            Kind = (StatementKind)kind,
            Author = author,
            AtMs = at,
            Nonce = nonce,
            Body = body,
        };
        return statement is not null;
    }
}
