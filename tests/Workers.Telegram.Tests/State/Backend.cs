namespace Pipeline.Workers.Telegram.Tests.State;

/// <summary>Where state is kept.</summary>
public enum Backend
{
    Files,
    Database,
}
