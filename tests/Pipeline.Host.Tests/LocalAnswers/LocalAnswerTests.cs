using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.LocalAnswers;

/// <summary>What needs no model, in one process and over the broker.</summary>
public abstract class LocalAnswerTests
{
    // A machine under load may take longer than people are let wait; these tests are of what is answered.
    private protected static readonly (string, string) Patient = ("LocalAnswers__PatienceSeconds", "30");

    private protected abstract Task<IPipeline> StartAsync(params (string Name, string Value)[] settings);

    [Fact]
    public async Task Every_kind_is_answered_and_no_model_is_called()
    {
        await using var pipeline = await StartAsync();

        Assert.Equal("OK", (await pipeline.StreamAsync(LocalRequests.QuotaProbe(stream: true))).Text);
        Assert.Equal("OK", Text(await pipeline.CompleteAsync(LocalRequests.Probe("Hi"))));
        Assert.Equal("Login redirect bug in auth.py", Title((await pipeline.StreamAsync(LocalRequests.Title("please fix the login redirect bug in src/auth.py"))).Text));
        Assert.Equal("Login redirect bug", Title("{" + (await pipeline.StreamAsync(LocalRequests.Topic("Fix the login redirect bug"))).Text));
        Assert.Equal("git diff", (await pipeline.StreamAsync(LocalRequests.CommandPrefix("git diff HEAD~1"))).Text);
        Assert.Contains("<filepaths>\na.txt\n</filepaths>", Text(await pipeline.CompleteAsync(LocalRequests.FilePaths("cat a.txt", "hello", stream: false))), StringComparison.Ordinal);
        Assert.Equal("", (await pipeline.StreamAsync(LocalRequests.Suggestion())).Text);

        Assert.Empty(pipeline.Upstream.Requests.All);
    }

    [Fact]
    public async Task An_answer_names_the_clients_model_its_author_and_its_tokens()
    {
        await using var pipeline = await StartAsync();

        using var response = await pipeline.Client.PostMessageAsync(LocalRequests.Title("Why is the cache of images cold?", stream: false));
        var message = await response.ReadJsonAsync();

        Assert.Equal(["pipeline/local"], response.Headers.GetValues("x-pipeline-model"));
        Assert.Equal((AnthropicRequests.Model, "end_turn"), (message.GetProperty("model").GetString(), message.GetProperty("stop_reason").GetString()));
        Assert.InRange(message.GetProperty("usage").GetProperty("input_tokens").GetInt32(), 50, 1000);
        Assert.InRange(message.GetProperty("usage").GetProperty("output_tokens").GetInt32(), 5, 50);
    }

    [Theory]
    [InlineData("ENABLE_NETWORK_PROBE_MOCK", "quota")]
    [InlineData("ENABLE_TITLE_GENERATION_SKIP", "title")]
    [InlineData("FAST_PREFIX_DETECTION", "prefix")]
    [InlineData("ENABLE_FILEPATH_EXTRACTION_MOCK", "paths")]
    [InlineData("ENABLE_SUGGESTION_MODE_SKIP", "suggestion")]
    public async Task A_kind_that_is_switched_off_goes_to_the_model(string name, string kind)
    {
        await using var pipeline = await StartAsync((name, "false"));
        pipeline.Upstream.Default = UpstreamReply.Answer("by the model");

        Assert.Equal("by the model", (await pipeline.StreamAsync(Request(kind))).Text);
    }

    [Fact]
    public async Task Real_work_goes_to_the_model()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Default = UpstreamReply.Answer("by the model");

        Assert.Equal("by the model", (await pipeline.StreamAsync(AnthropicRequests.Hello(text: "quota"))).Text);
        Assert.Equal("by the model", (await pipeline.StreamAsync(AnthropicRequests.Realistic())).Text);
        Assert.Equal("by the model", (await pipeline.StreamAsync(LocalRequests.Suggestion($"What does {LocalRequests.SuggestionMark} mean?"))).Text);
    }

    private static JsonObject Request(string kind) => kind switch
    {
        "quota" => LocalRequests.QuotaProbe(stream: true),
        "title" => LocalRequests.Title("Make the tests quicker than they are"),
        "prefix" => LocalRequests.CommandPrefix("git status"),
        "paths" => LocalRequests.FilePaths("cat a.txt", "hello"),
        _ => LocalRequests.Suggestion(),
    };

    private static string? Text(JsonElement message) => message.GetProperty("content")[0].GetProperty("text").GetString();

    private static string? Title(string json) => JsonDocument.Parse(json).RootElement.GetProperty("title").GetString();
}
