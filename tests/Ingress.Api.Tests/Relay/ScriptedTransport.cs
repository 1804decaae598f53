using Pipeline.Transport.Bus;

namespace Pipeline.Ingress.Tests.Relay;

/// <summary>A transport in whatever state the test says.</summary>
internal sealed class ScriptedTransport : ITransportState
{
    public string? Trouble { get; private set; }

    public TimeSpan TroubleFor { get; private set; }

    public TimeSpan ReadyFor { get; private set; } = TimeSpan.MaxValue;

    public bool IsBlocked => false;

    public int Reconnections { get; set; }

    public CancellationToken Blocked => CancellationToken.None;

    public void BeInTrouble(TimeSpan duration) => (Trouble, TroubleFor, ReadyFor) = ("It is away.", duration, TimeSpan.Zero);

    public void BeReady(TimeSpan duration) => (Trouble, TroubleFor, ReadyFor) = (null, TimeSpan.Zero, duration);
}
