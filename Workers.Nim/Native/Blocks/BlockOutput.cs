using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Native.Blocks;

/// <summary>Numbers the blocks as they are written, and begins the message with the first.</summary>
internal sealed class BlockOutput(EventWriter events, UsageTally usage)
{
    private string? _id;
    private byte[]? _usage;

    public EventWriter Events => events;

    /// <summary>The message has begun.</summary>
    public bool HasStarted { get; private set; }

    public bool HasToolCall { get; set; }

    /// <summary>Index of the block that was begun last.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Takes over what the upstream said at the start.</summary>
    /// <param name="id">Its id of the message; null where it gave none.</param>
    /// <param name="usageJson">Its usage object, if a client may see it.</param>
    public void TakeStart(string? id, ReadOnlySpan<byte> usageJson)
    {
        _id = id;
        _usage = usageJson.IsEmpty ? null : usageJson.ToArray();
    }

    /// <summary>Begins the message if nothing has.</summary>
    public void EnsureStarted()
    {
        if (HasStarted) return;

        HasStarted = true;
        events.MessageStart(_id, _usage, usage.AtStart);
    }

    /// <summary>The index of the block that begins now.</summary>
    public int Begin()
    {
        EnsureStarted();
        return ++Index;
    }
}
