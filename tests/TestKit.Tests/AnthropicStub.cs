using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Pipeline.TestKit.Tests;

/// <summary>A server that speaks just enough of the Messages API to try the kit's clients on.</summary>
internal sealed class AnthropicStub : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Func<JsonElement, string> _answer;

    private AnthropicStub(Func<JsonElement, string> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(HandleAsync);
    }

    public Uri BaseAddress => new(_server.Urls.Single());

    /// <summary>Starts a server that answers each message with the events that the function makes of its body.</summary>
    public static async Task<AnthropicStub> StartAsync(Func<JsonElement, string> answer)
    {
        var stub = new AnthropicStub(answer);
        await stub._server.StartAsync();
        return stub;
    }

    public static string Text(string text) => Message(
        """{"type":"text","text":""}""", $$$"""{"type":"text_delta","text":{{{JsonSerializer.Serialize(text)}}}}""", "end_turn");

    public static string ToolUse(string name, string input) => Message(
        $$$"""{"type":"tool_use","id":"toolu_01","name":"{{{name}}}","input":{}}""",
        $$$"""{"type":"input_json_delta","partial_json":{{{JsonSerializer.Serialize(input)}}}}""",
        "tool_use");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request is not { Method: "POST", Path.Value: "/v1/messages" })
        {
            context.Response.StatusCode = HttpMethods.IsHead(context.Request.Method) ? 200 : 404;
            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(_answer(body.RootElement));
    }

    private static string Message(string block, string delta, string stopReason) => string.Concat(
        Event("message_start", """
            "message":{"id":"msg_1","type":"message","role":"assistant","model":"stub","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":1}}
            """),
        Event("content_block_start", $"\"index\":0,\"content_block\":{block}"),
        Event("content_block_delta", $"\"index\":0,\"delta\":{delta}"),
        Event("content_block_stop", "\"index\":0"),
        Event("message_delta", $$$"""
            "delta":{"stop_reason":"{{{stopReason}}}","stop_sequence":null},"usage":{"output_tokens":3}
            """),
        Event("message_stop", null));

    private static string Event(string name, string? fields) => $$"""
        event: {{name}}
        data: {"type":"{{name}}"{{(fields is null ? "" : $",{fields}")}}}


        """;
}
