namespace Gateway.Node.Channels;

/// <summary>One entry of <c>Gateway:Channels</c>, as written. <see cref="ChannelReader"/> says what is wrong with it.</summary>
internal sealed class ChannelOptions
{
    public string Name { get; set; } = "";

    /// <summary><c>webhook</c> or <c>mail</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>A level of the partner in its own words, or of the ladder; empty: UNCLASSIFIED.</summary>
    public string Ceiling { get; set; } = "";

    /// <summary><c>summons</c> (the default) or <c>headline</c>.</summary>
    public string Carries { get; set; } = "";

    /// <summary>ACTUAL, EXERCISE, TEST; empty: all.</summary>
    public List<string> Modes { get; set; } = [];

    /// <summary>Private networks that may be connected to: <c>10.20.0.0/16</c>.</summary>
    public List<string> Networks { get; set; } = [];

    /// <summary>PEM file of the authorities that may vouch for the other end; empty: those of this machine.</summary>
    public string Authority { get; set; } = "";

    public int? GiveUpAfterHours { get; set; }

    public int? AlarmAfterMinutes { get; set; }

    /// <summary>Of a webhook: where it is posted.</summary>
    public string Address { get; set; } = "";

    /// <summary>Of a webhook: file with one or two <c>whsec_</c> keys, one a line.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Of mail: <c>host:port</c>.</summary>
    public string Server { get; set; } = "";

    /// <summary>Of mail: <c>starttls</c> (the default), <c>tls</c>, or <c>none</c> for a relay on this machine.</summary>
    public string Security { get; set; } = "";

    public string User { get; set; } = "";

    /// <summary>Of mail: file that holds the password.</summary>
    public string Password { get; set; } = "";

    public string From { get; set; } = "";

    public string To { get; set; } = "";
}
