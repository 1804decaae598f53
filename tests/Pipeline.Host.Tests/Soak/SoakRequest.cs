using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Soak;

/// <summary>
/// One of many requests. Its number decides everything about it, so that client and upstream know it from the name
/// that is in its words; its answer carries a mark at its very end, so that a cut one can be told from a whole one.
/// </summary>
internal sealed class SoakRequest
{
    /// <summary>Models that a client names itself, each new to what it refuses at first.</summary>
    public const int Models = 600;

    /// <summary>Providers that serve them, so that what one asks to wait for holds up few others.</summary>
    public const int Providers = 24;

    /// <summary>A model that never answers.</summary>
    public const string Broken = "soak/broken";

    private const int NumberDigits = 6;
    private const string Prefix = "soak-";
    private static readonly byte[] Mark = "soak-"u8.ToArray();
    private static readonly JsonObject Conversation = AnthropicRequests.Realistic();

    private readonly int _number;
    private readonly Shape _shape;

    public SoakRequest(int number)
    {
        _number = number;
        var random = new Random(number);
        Streams = random.Next(3) != 0;
        Leaves = random.Next(20) == 0;
        _shape = (Shape)random.Next(4);
        Model = random.Next(100) switch
        {
            < 2 => $"{ProviderName(0)}/{Broken}",
            < 5 => "claude-opus-4-5",
            < 8 => "claude-sonnet-4-5",
            _ => $"{ProviderName(number % Models % Providers)}/soak/model-{number % Models}",
        };
    }

    private enum Shape
    {
        Words,
        Thinking,
        ToolCall,
        LongConversation,
    }

    public string Name => $"{Prefix}{_number:D6}";

    public string Model { get; }

    public bool Streams { get; }

    /// <summary>Whether its client leaves in the middle of the answer.</summary>
    public bool Leaves { get; }

    /// <summary>The name of a provider.</summary>
    public static string ProviderName(int number) => $"p{number}";

    /// <summary>The request that a call upstream is made for.</summary>
    public static SoakRequest Of(RecordedRequest call)
    {
        var at = call.Body.Span.LastIndexOf(Mark) + Mark.Length;
        return new SoakRequest(int.Parse(call.Body.Span.Slice(at, NumberDigits), CultureInfo.InvariantCulture));
    }

    public JsonObject Body()
    {
        var body = _shape switch
        {
            Shape.LongConversation => (JsonObject)Conversation.DeepClone(),
            Shape.ToolCall => AnthropicRequests.WithTools("Read", "Bash"),
            _ => AnthropicRequests.Hello(),
        };
        body["messages"]!.AsArray().Add(AnthropicRequests.User($"This is {Name}."));
        body["model"] = Model;
        body["stream"] = Streams;
        body["top_k"] = 40;
        if (_shape == Shape.Thinking) body["thinking"] = new JsonObject { ["type"] = "adaptive" };
        return body;
    }

    /// <summary>The answer, from its beginning to its mark.</summary>
    public UpstreamReply Answer() => _shape switch
    {
        Shape.ToolCall => UpstreamReply.Stream().Text("I look. ").ToolCall("Read", Input).Complete("tool_calls"),
        _ => Beginning().Text($"and this {End}").Complete("stop"),
    };

    /// <summary>The answer's first words.</summary>
    public UpstreamReply Beginning() => _shape switch
    {
        Shape.Thinking => UpstreamReply.Stream().Reasoning($"Hm, {Name}. ").Text("Here it begins, "),
        Shape.ToolCall => UpstreamReply.Stream().Text("I look. ").ToolCallDelta(0, "call_1", "Read", """{"request":"""),
        _ => UpstreamReply.Stream().Text("Here it begins, ").Text("here it goes on, "),
    };

    /// <summary>Whether a message that says it has ended is the whole answer.</summary>
    public bool IsWhole(string text, IReadOnlyList<string> toolInputs, string? stopReason) => _shape switch
    {
        Shape.ToolCall => stopReason == "tool_use" && toolInputs is [var input] && JsonNode.DeepEquals(JsonNode.Parse(input), JsonNode.Parse(Input)),
        _ => stopReason == "end_turn" && text.EndsWith(End, StringComparison.Ordinal),
    };

    private string End => $"is the end of {Name}";

    private string Input => $$"""{"request":"{{Name}}","mark":"{{End}}"}""";
}
