using Pipeline.Workers.Nim.Native.Events;

namespace Pipeline.Workers.Nim.Native.Blocks;

/// <summary>A block that the client does not get: thinking that it did not ask for, or a kind that nobody here knows.</summary>
internal sealed class DroppedBlock : NativeBlock
{
    public override bool MayBeLeft => true;

    public override bool Takes(DeltaKind kind) => true;

    public override void Take(DeltaContent delta, ReadOnlySpan<byte> json)
    {
        // It is dropped.
    }

    protected override void OnOpen()
    {
        // It is dropped.
    }

    protected override void OnClose()
    {
        // It is dropped.
    }
}
