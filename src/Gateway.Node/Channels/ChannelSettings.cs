using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using MimeKit;

namespace Gateway.Node.Channels;

/// <summary>What a channel tells people.</summary>
internal enum ChannelContent
{
    /// <summary>That something waits, and an opaque reference. Nothing of what waits.</summary>
    Summons,

    /// <summary>Also title and country of the warning, where a reader cleared to the channel's ceiling may see them.</summary>
    Headline,
}

/// <summary>One configured way to people, once every part of it was found right. A closed set.</summary>
internal abstract record ChannelSettings
{
    private ChannelSettings()
    {
    }

    /// <summary>Names the channel in the record and in logs; unique.</summary>
    public required string Name { get; init; }

    /// <summary>The highest level that may pass through it.</summary>
    public required Level Ceiling { get; init; }

    /// <summary>What it tells.</summary>
    public required ChannelContent Content { get; init; }

    /// <summary>Modes that it is used for.</summary>
    public required ImmutableArray<Mode> Modes { get; init; }

    /// <summary>Private networks that it may connect to; a public address needs none.</summary>
    public required ImmutableArray<IPNetwork> Networks { get; init; }

    /// <summary>Authorities that may vouch for the other end; empty: those that this machine trusts.</summary>
    public required ImmutableArray<X509Certificate2> Authorities { get; init; }

    /// <summary>How long a delivery is tried at least before it is given up.</summary>
    public required TimeSpan GiveUpAfter { get; init; }

    /// <summary>How long nothing is taken before people at the node are alarmed.</summary>
    public required TimeSpan AlarmAfter { get; init; }

    /// <summary>HTTPS, signed as Standard Webhooks says.</summary>
    public sealed record Webhook : ChannelSettings
    {
        /// <summary>Where messages are posted; https.</summary>
        public required Uri Address { get; init; }

        /// <summary>Keys that sign; two while the receiver changes from one to the other.</summary>
        public required ImmutableArray<WebhookSecret> Secrets { get; init; }
    }

    /// <summary>SMTP.</summary>
    public sealed record Mail : ChannelSettings
    {
        /// <summary>The server's host name, which its certificate has to bear.</summary>
        public required string Host { get; init; }

        /// <summary>The server's port.</summary>
        public required int Port { get; init; }

        /// <summary>How the connection is protected.</summary>
        public required MailSecurity Security { get; init; }

        /// <summary>Name and password for the server; null: it asks for none.</summary>
        public required NetworkCredential? Login { get; init; }

        /// <summary>The sender.</summary>
        public required MailboxAddress From { get; init; }

        /// <summary>The one recipient; lists are kept by the mail system.</summary>
        public required MailboxAddress To { get; init; }
    }
}

/// <summary>How the way to a mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>TLS from STARTTLS on; a server that offers none gets no message.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>None: for a relay on this machine alone.</summary>
    None,
}
