using System.Text.Json.Nodes;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conformance;

/// <summary>One thing that an upstream does, and what the client must see of it.</summary>
/// <param name="Name">What the upstream does.</param>
/// <param name="Replies">What it replies to one call after the other; the last counts for all further ones.</param>
internal sealed record Scenario(string Name, params UpstreamReply[] Replies)
{
    /// <summary>The provider that is asked.</summary>
    public string Provider { get; init; } = "nvidia_nim";

    /// <summary>Changes the client's request, which else is a "hello".</summary>
    public Action<JsonObject> Asks { get; init; } = _ => { };

    /// <summary>The client's requests, one after the other; by default one.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>Decides the reply by the call instead; null leaves it to <see cref="Replies"/>.</summary>
    public Func<RecordedRequest, UpstreamReply?>? Upstream { get; init; }

    /// <summary>What a client must see, whether it streams or not.</summary>
    public Action<ClientView> Sees { get; init; } = _ => { };

    /// <summary>What a client that streams must see besides.</summary>
    public Action<ClientView> StreamingSees { get; init; } = _ => { };

    /// <summary>What a client that does not stream must see besides.</summary>
    public Action<ClientView> WholeSees { get; init; } = _ => { };

    /// <summary>The request's body for one model.</summary>
    public JsonObject Body(string model, bool stream)
    {
        var body = AnthropicRequests.Hello(stream, model: model);
        Asks(body);
        return body;
    }
}
