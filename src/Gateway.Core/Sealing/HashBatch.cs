using System.Runtime.InteropServices;

namespace Gateway.Core.Sealing;

/// <summary>
/// Messages that are hashed together: those of one length in the lanes of <see cref="HashLanes"/>. Not thread-safe; one batch is filled,
/// hashed, read.
/// </summary>
internal sealed class HashBatch
{
    private readonly Dictionary<int, Group> _groups = [];
    private readonly List<(Group Group, int Place)> _messages = [];
    private Group? _last;

    /// <summary>Adds a message made of these parts, laid end to end. Its number counts from 0.</summary>
    public int Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default, ReadOnlySpan<byte> fourth = default)
    {
        Span<byte> message = Add(first.Length + second.Length + third.Length + fourth.Length);
        first.CopyTo(message);
        second.CopyTo(message[first.Length..]);
        third.CopyTo(message[(first.Length + second.Length)..]);
        fourth.CopyTo(message[^fourth.Length..]);
        return _messages.Count - 1;
    }

    /// <summary>Adds a message, to be filled before anything else is added.</summary>
    public Span<byte> Add(int length)
    {
        // Most messages are as long as the one before.
        Group? group = _last;
        if (group?.Length != length && !_groups.TryGetValue(length, out group))
        {
            _groups.Add(length, group = new Group(length));
        }

        _last = group;
        _messages.Add((group!, group!.Count++));
        int start = group.Messages.Count;
        CollectionsMarshal.SetCount(group.Messages, start + length);
        return CollectionsMarshal.AsSpan(group.Messages)[start..];
    }

    /// <summary>Hashes what was added.</summary>
    public void Hash()
    {
        foreach (Group group in _groups.Values)
        {
            group.Hashes = new byte[group.Count * Limits.Hash];
            HashLanes.Hash(CollectionsMarshal.AsSpan(group.Messages), group.Length, group.Hashes);
        }
    }

    /// <summary>The hash of a message, 32 bytes. Only after <see cref="Hash"/>.</summary>
    public ReadOnlyMemory<byte> this[int number]
    {
        get
        {
            (Group group, int place) = _messages[number];
            return group.Hashes.AsMemory(place * Limits.Hash, Limits.Hash);
        }
    }

    private sealed class Group(int length)
    {
        public int Length => length;

        public List<byte> Messages { get; } = [];

        public int Count { get; set; }

        public byte[] Hashes { get; set; } = [];
    }
}
