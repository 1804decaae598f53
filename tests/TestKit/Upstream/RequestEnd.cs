namespace Pipeline.TestKit.Upstream;

/// <summary>How a request to the fake upstream ended.</summary>
public enum RequestEnd
{
    /// <summary>The script was played to its end.</summary>
    Answered,

    /// <summary>The client left before the script had ended.</summary>
    Disconnected,

    /// <summary>The script broke the connection, as it was told to.</summary>
    Broken,

    /// <summary>The fake upstream was disposed in the middle of the script.</summary>
    Stopped,

    /// <summary>The script was misused; <see cref="FakeUpstream"/> throws the reason.</summary>
    Misused,
}
