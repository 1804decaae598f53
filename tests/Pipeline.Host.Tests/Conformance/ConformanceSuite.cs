using System.Text.Json;
using System.Net;
using Pipeline.TestKit.Grammar;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conformance;

/// <summary>
/// What upstreams do and clients must see of it: each scenario over HTTP, on a model of its own, so that nothing
/// that is learnt in one is known in another. Every stream goes through the grammar's validator.
/// </summary>
public abstract class ConformanceSuite(ConformancePipeline fixture)
{
    public static TheoryData<string> Names => [.. AllScenarios.ByName.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_client_that_streams_sees_what_it_must(string name) => PlayAsync(AllScenarios.ByName[name], stream: true);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_client_that_does_not_stream_sees_what_it_must(string name) => PlayAsync(AllScenarios.ByName[name], stream: false);

    private async Task PlayAsync(Scenario scenario, bool stream)
    {
        var model = fixture.NewModel(scenario);
        var view = default(ClientView)!;
        for (var request = 0; request < scenario.Requests; request++) view = await AskAsync(scenario, model, stream);

        scenario.Sees(view);
        if (stream) scenario.StreamingSees(view);
        else scenario.WholeSees(view);
    }

    private async Task<ClientView> AskAsync(Scenario scenario, string model, bool stream)
    {
        var pipeline = fixture.Pipeline;
        using var response = await pipeline.Client.PostMessageAsync(scenario.Body($"{scenario.Provider}/{model}", stream));
        var calls = new Func<IReadOnlyList<RecordedRequest>>(() => [.. pipeline.Upstream.Requests.All.Where(request => request.Model == model)]);
        if (response.Status != HttpStatusCode.OK)
        {
            var error = (await response.ReadJsonAsync()).GetProperty("error");
            return new ClientView((int)response.Status, new FoldedMessage(), error.GetProperty("type").GetString(), error.GetProperty("message").GetString(), calls());
        }

        if (!stream) return new ClientView(200, Folded(await response.ReadJsonAsync()), ErrorType: null, ErrorMessage: null, calls());

        await response.ReadToEndAsync();
        var verdict = MessageGrammar.CheckSse(response.RawBytes);
        return new ClientView(200, verdict.EnsureValid(), verdict.Error?.Type, verdict.Error?.Message, calls());
    }

    private static FoldedMessage Folded(JsonElement message) => new()
    {
        Id = message.GetProperty("id").GetString()!,
        Model = message.GetProperty("model").GetString()!,
        StopReason = message.GetProperty("stop_reason").GetString(),
        StopSequence = message.GetProperty("stop_sequence").GetString(),
        Blocks = [.. message.GetProperty("content").EnumerateArray().Select(Block)],
        Usage = new FoldedUsage
        {
            InputTokens = message.GetProperty("usage").GetProperty("input_tokens").GetInt32(),
            OutputTokens = message.GetProperty("usage").GetProperty("output_tokens").GetInt32(),
            CacheReadInputTokens = message.GetProperty("usage").TryGetProperty("cache_read_input_tokens", out var cached) ? cached.GetInt32() : 0,
        },
    };

    private static FoldedBlock Block(JsonElement block) => block.GetProperty("type").GetString() switch
    {
        "text" => new TextBlock(block.GetProperty("text").GetString()!),
        "thinking" => new ThinkingBlock(block.GetProperty("thinking").GetString()!, block.GetProperty("signature").GetString()!),
        "tool_use" => new ToolUseBlock(block.GetProperty("id").GetString()!, block.GetProperty("name").GetString()!, block.GetProperty("input").GetRawText()),
        var type => new OtherBlock(type!, block.GetRawText()),
    };
}

/// <summary>The same in one process.</summary>
public sealed class ConformanceInOneProcess(PipelineInOneProcess fixture) : ConformanceSuite(fixture), IClassFixture<PipelineInOneProcess>;

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
public sealed class ConformanceOverTheBroker(PipelineOverTheBroker fixture) : ConformanceSuite(fixture), IClassFixture<PipelineOverTheBroker>;
