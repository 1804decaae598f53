using System.Net;
using System.Text.Json;
using Pipeline.TestKit.Grammar;
using Pipeline.TestKit.Sse;

namespace Pipeline.Host.Tests.Soak;

/// <summary>How one request ended.</summary>
/// <param name="Kind">How its client was told.</param>
/// <param name="Wrong">What no client should have had to see; null where all is well.</param>
internal sealed record SoakOutcome(SoakEnd Kind, string? Wrong = null)
{
    private static readonly Dictionary<int, string> HonestStatuses = new()
    {
        [429] = "rate_limit_error",
        [500] = "api_error",
        [504] = "timeout_error",
        [529] = "overloaded_error",
    };

    /// <summary>Reads the response to its end and judges it.</summary>
    public static async Task<SoakOutcome> ReadAsync(SoakRequest request, SseResponse response, CancellationToken cancellationToken)
    {
        if (response.Status != HttpStatusCode.OK) return Refused((int)response.Status, await response.ReadJsonAsync(cancellationToken));
        if (!request.Streams) return Whole(request, await response.ReadJsonAsync(cancellationToken));

        await response.ReadToEndAsync(cancellationToken);
        return Streamed(request, MessageGrammar.CheckSse(response.RawBytes));
    }

    private static SoakOutcome Refused(int status, JsonElement body)
    {
        var error = body.GetProperty("error");
        var isHonest = HonestStatuses.TryGetValue(status, out var type) && error.GetProperty("type").ValueEquals(type) && error.GetProperty("message").GetString() is { Length: > 0 };
        return new SoakOutcome(SoakEnd.Status, isHonest ? null : $"{status}: {body}");
    }

    private static SoakOutcome Whole(SoakRequest request, JsonElement message)
    {
        var blocks = message.GetProperty("content").EnumerateArray().ToList();
        var text = string.Concat(blocks.Where(block => block.GetProperty("type").ValueEquals("text")).Select(block => block.GetProperty("text").GetString()));
        var inputs = blocks.Where(block => block.GetProperty("type").ValueEquals("tool_use")).Select(block => block.GetProperty("input").GetRawText()).ToList();
        return Ended(request.IsWhole(text, inputs, message.GetProperty("stop_reason").GetString()), $"{message}");
    }

    private static SoakOutcome Streamed(SoakRequest request, StreamVerdict verdict)
    {
        if (verdict.Violations.Count > 0) return new SoakOutcome(SoakEnd.ErrorEvent, string.Join("; ", verdict.Violations));
        if (verdict.Error is not null) return new SoakOutcome(SoakEnd.ErrorEvent);

        var message = verdict.Message;
        return Ended(request.IsWhole(message.Text, [.. message.ToolUses.Select(use => use.Input)], message.StopReason), $"{message}");
    }

    private static SoakOutcome Ended(bool isWhole, string message) => new(SoakEnd.Whole, isWhole ? null : $"ends well, but is cut: {message}");
}

/// <summary>The ways in which a request may end.</summary>
internal enum SoakEnd
{
    /// <summary>With the whole answer.</summary>
    Whole,

    /// <summary>With an error status.</summary>
    Status,

    /// <summary>With an error event at the end of a stream.</summary>
    ErrorEvent,

    /// <summary>The client left.</summary>
    Left,

    /// <summary>Not at all.</summary>
    Never,
}
