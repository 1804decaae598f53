using System.Text.Json;

namespace Pipeline.TestKit.Sse;

/// <summary>One event of an answer.</summary>
/// <param name="Name">The <c>event</c> field.</param>
/// <param name="Data">The <c>data</c> field as JSON.</param>
public readonly record struct SseEvent(string Name, JsonElement Data)
{
    /// <summary>The event as a line, for a failing test's message.</summary>
    public override string ToString() => $"{Name}: {Data.GetRawText()}";
}
