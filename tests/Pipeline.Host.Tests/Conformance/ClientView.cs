using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.TestKit.Grammar;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conformance;

/// <summary>What a client has in hand after its last request, and what the upstream was asked for it.</summary>
/// <param name="Status">HTTP status of the response.</param>
/// <param name="Message">The message; empty where the response was an error.</param>
/// <param name="ErrorType">Type of the error, as a status or at the end of a stream; null where there was none.</param>
/// <param name="ErrorMessage">What the error says.</param>
/// <param name="Calls">The calls of the model, all requests' together.</param>
internal sealed record ClientView(int Status, FoldedMessage Message, string? ErrorType, string? ErrorMessage, IReadOnlyList<RecordedRequest> Calls)
{
    /// <summary>The last call's body.</summary>
    public JsonElement LastCall => Calls[^1].Json;

    public ClientView IsGood()
    {
        Assert.True(ErrorType is null, $"{Status} {ErrorType}: {ErrorMessage}");
        Assert.Equal(200, Status);
        Assert.NotNull(Message.StopReason);
        return this;
    }

    public ClientView Says(string text)
    {
        IsGood();
        Assert.Equal(text, Message.Text);
        return this;
    }

    public ClientView Thinks(string thinking)
    {
        IsGood();
        Assert.Equal(thinking, Message.Thinking);
        return this;
    }

    public ClientView Uses(params (string Tool, string Input)[] calls)
    {
        IsGood();
        Assert.Equal(calls.Select(call => (call.Tool, Normal(call.Input))), Message.ToolUses.Select(use => (use.Name, Normal(use.Input))));
        Assert.Equal(Message.ToolUses.Count, Message.ToolUses.Select(use => use.Id).Distinct(StringComparer.Ordinal).Count());
        return Stops("tool_use");
    }

    public ClientView Stops(string reason)
    {
        Assert.Equal(reason, Message.StopReason);
        return this;
    }

    public ClientView Counts(int input, int output, int cached = 0)
    {
        Assert.Equal((input, output, cached), (Message.Usage.InputTokens, Message.Usage.OutputTokens, Message.Usage.CacheReadInputTokens));
        return this;
    }

    /// <summary>A status of its own where nothing had been sent; the end of the stream where something had.</summary>
    public ClientView Fails(int status, string type, params string[] words)
    {
        Assert.Equal((status, type), (Status, ErrorType));
        Assert.All(words, word => Assert.Contains(word, ErrorMessage, StringComparison.Ordinal));
        return this;
    }

    public ClientView AfterCalls(int count)
    {
        Assert.Equal(count, Calls.Count);
        return this;
    }

    /// <summary>The last call's body has this member, with this JSON.</summary>
    public ClientView Sent(string member, string json)
    {
        Assert.True(LastCall.TryGetProperty(member, out var value), $"the call has no {member}: {LastCall}");
        Assert.Equal(Normal(json), Normal(value.GetRawText()));
        return this;
    }

    public ClientView DidNotSend(string member)
    {
        Assert.False(LastCall.TryGetProperty(member, out _), $"the call has {member}");
        return this;
    }

    /// <summary>The roles of the last call's messages.</summary>
    public ClientView SentRoles(params string[] roles)
    {
        Assert.Equal(roles, LastCall.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()));
        return this;
    }

    private static string Normal(string json) => JsonNode.Parse(json)?.ToJsonString() ?? "null";
}
