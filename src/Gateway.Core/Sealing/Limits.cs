namespace Gateway.Core.Sealing;

/// <summary>Sizes beyond which input is refused before it is read (docs/protocol.md, "Limits"). All in bytes unless said.</summary>
public static class Limits
{
    /// <summary>One portion body.</summary>
    public const int PortionBody = 64 * 1024;

    /// <summary>One statement; an entry bundle holds its length in 16 bits.</summary>
    public const int Statement = 64 * 1024 - 1;

    /// <summary>One package.</summary>
    public const int Package = 4 * 1024 * 1024;

    /// <summary>Hops of one package, and checkpoints that it carries: each costs signatures to check.</summary>
    public const int Hops = 16;

    /// <summary>ONWARD_GRANTs and consistency proofs of one package, each kind for itself.</summary>
    public const int Proofs = 64;

    /// <summary>A path, a type name, a mark, a list member.</summary>
    public const int Text = 512;

    /// <summary>Entries of one list in a marking or a portion body.</summary>
    public const int ListLength = 256;

    /// <summary>Real portions that every schema leaves room for as decoys.</summary>
    public const int MinimumDecoys = 4;

    /// <summary>Length of every hash, salt, nonce, uid.</summary>
    public const int Hash = 32;
}
