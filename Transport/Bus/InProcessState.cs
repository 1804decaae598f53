namespace Pipeline.Transport.Bus;

/// <summary>Nothing lies between sender and receiver.</summary>
internal sealed class InProcessState : ITransportState
{
    public string? Trouble => null;

    public TimeSpan TroubleFor => TimeSpan.Zero;

    public TimeSpan ReadyFor => TimeSpan.MaxValue;

    public bool IsBlocked => false;

    public int Reconnections => 0;

    public CancellationToken Blocked => CancellationToken.None;
}
