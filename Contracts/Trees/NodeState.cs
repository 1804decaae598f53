using System.Text.Json.Serialization;

namespace Pipeline.Contracts.Trees;

/// <summary>Where a node of a message tree stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NodeState>))]
public enum NodeState
{
    /// <summary>Never stored or sent.</summary>
    [JsonStringEnumMemberName("none")]
    None = 0,

    /// <summary>It waits for its turn in the tree.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued = 1,

    /// <summary>Its run has been handed to the workers: one has begun it, or it waits until one has room. A tree has at most one such node.</summary>
    [JsonStringEnumMemberName("running")]
    Running = 2,

    /// <summary>The model gave its final answer.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed = 3,

    /// <summary>It could not be done, or the node that it follows could not.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed = 4,

    /// <summary>A person stopped it.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped = 5,

    /// <summary>Its worker went away. What it has done to files stays; a <see cref="ResumeNode"/> goes on in its session.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted = 6,

    /// <summary>A person cleared it: nothing of it is kept but that it was there.</summary>
    [JsonStringEnumMemberName("cleared")]
    Cleared = 7,
}
