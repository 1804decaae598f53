using Pipeline.Workers.Nim.Native.Events;

namespace Pipeline.Workers.Nim.Native.Blocks;

/// <summary>A block that is all in its start, such as encrypted thinking or a server tool's result.</summary>
internal sealed class OpaqueBlock(BlockOutput output, byte[] start) : NativeBlock
{
    public override bool MayBeLeft => true;

    public override bool Takes(DeltaKind kind) => false;

    public override void Take(DeltaContent delta, ReadOnlySpan<byte> json)
    {
        // It takes nothing.
    }

    protected override void OnOpen() => output.Events.BlockStart(output.Begin(), start);

    protected override void OnClose() => output.Events.Stop(output.Index);
}
