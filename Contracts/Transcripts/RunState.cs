using System.Text.Json.Serialization;

namespace Pipeline.Contracts.Transcripts;

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>Never sent.</summary>
    [JsonStringEnumMemberName("none")]
    None = 0,

    /// <summary>The model gave its final answer.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed = 1,

    /// <summary>It could not; an <see cref="ErrorReported"/> says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed = 2,

    /// <summary>A person stopped it.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped = 3,

    /// <summary>Its worker went away. What it has done to files stays; its session can be continued.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted = 4,
}
