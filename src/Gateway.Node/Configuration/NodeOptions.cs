namespace Gateway.Node.Configuration;

/// <summary>Section <c>Gateway</c> of the configuration, as written. <see cref="SettingsReader"/> says what is wrong with it.</summary>
internal sealed class NodeOptions
{
    public string Partner { get; set; } = "";

    public string Listen { get; set; } = "";

    public string Data { get; set; } = "";

    public string Roster { get; set; } = "";

    public string Agreements { get; set; } = "";

    public string Policies { get; set; } = "";

    public string Keys { get; set; } = "";

    public List<string>? Onward { get; set; }

    public List<CallerOptions> Callers { get; set; } = [];

    public List<PeerOptions> Peers { get; set; } = [];

    /// <summary>
    /// Binds the section. The binder takes an empty list for an absent one; of <see cref="Onward"/> they are opposites, so that a key that is
    /// there and names nobody grants nobody.
    /// </summary>
    public void Take(IConfiguration section)
    {
        section.Bind(this);
        if (section.GetChildren().Any(child => child.Key.Equals(nameof(Onward), StringComparison.OrdinalIgnoreCase)))
        {
            Onward ??= [];
        }
    }
}

/// <summary>A local caller: who a client certificate stands for.</summary>
internal sealed class CallerOptions
{
    public string Name { get; set; } = "";

    public string Thumbprint { get; set; } = "";

    public string Role { get; set; } = "";

    public string Clearance { get; set; } = "";

    public string Organisation { get; set; } = "";
}

/// <summary>Where a partner's node is reached, when not at the roster's address.</summary>
internal sealed class PeerOptions
{
    public string Partner { get; set; } = "";

    public string Address { get; set; } = "";
}
