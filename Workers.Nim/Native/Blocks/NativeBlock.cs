using Pipeline.Workers.Nim.Native.Events;

namespace Pipeline.Workers.Nim.Native.Blocks;

/// <summary>
/// One content block of the upstream's. One block is live at a time; the others keep what comes for them until
/// it is their turn.
/// </summary>
internal abstract class NativeBlock
{
    /// <summary>The upstream has said that no more comes.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Whether the next block may begin although this one has not been stopped.</summary>
    public abstract bool MayBeLeft { get; }

    protected bool IsLive { get; private set; }

    /// <summary>Nothing can be written any more.</summary>
    protected bool IsClosed { get; private set; }

    /// <summary>Whether a piece of this kind still has a place here.</summary>
    public abstract bool Takes(DeltaKind kind);

    /// <summary>Takes a piece.</summary>
    /// <param name="delta">What the piece says.</param>
    /// <param name="json">The same as JSON.</param>
    public abstract void Take(DeltaContent delta, ReadOnlySpan<byte> json);

    public void Open()
    {
        if (IsLive) return;

        IsLive = true;
        OnOpen();
    }

    public void Close()
    {
        OnClose();
        IsClosed = true;
    }

    protected abstract void OnOpen();

    protected abstract void OnClose();
}
