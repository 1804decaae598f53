using System.Net;
using System.Text.Json;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Models;

/// <summary><c>GET /v1/models</c> shows what the providers really serve.</summary>
public abstract class ModelListTests
{
    private protected abstract Task<IPipeline> StartPipelineAsync(params (string Name, string Value)[] settings);

    [Fact]
    public async Task The_configured_models_come_first_and_then_what_all_providers_serve()
    {
        await using var second = await FakeUpstream.StartAsync();
        await using var pipeline = await StartAsync(second);
        pipeline.Upstream.ModelIds = ["zeta/chat", "alpha/chat", "main/model"];
        second.ModelIds = ["llama3"];

        var list = await ListAsync(pipeline);

        Assert.Equal(["nvidia_nim/main/model", "nvidia_nim/small/model", "ollama/spare", "nvidia_nim/alpha/chat", "nvidia_nim/zeta/chat", "ollama/llama3"], Ids(list));
        Assert.Equal(
            ["main/model (serves opus, sonnet, default)", "small/model (serves haiku)", "spare (fallback)", "alpha/chat", "zeta/chat", "llama3"],
            list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("display_name").GetString()));
        Assert.All(list.GetProperty("data").EnumerateArray(), model => Assert.Equal("model", model.GetProperty("type").GetString()));
        Assert.False(list.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task What_a_provider_tells_of_a_model_is_passed_on()
    {
        await using var second = await FakeUpstream.StartAsync();
        await using var pipeline = await StartAsync(second);
        pipeline.Upstream.ModelsReply = UpstreamReply.Body(200, "application/json", """
            {"object":"list","data":[{"id":"main/model","name":"Main Model","created":1763700000,"context_length":131072,"top_provider":{"max_completion_tokens":8192}}]}
            """);

        var model = (await ListAsync(pipeline)).GetProperty("data")[0];

        Assert.Equal("Main Model (serves opus, sonnet, default)", model.GetProperty("display_name").GetString());
        Assert.Equal((131_072, 8_192), (model.GetProperty("max_input_tokens").GetInt32(), model.GetProperty("max_tokens").GetInt32()));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_763_700_000), model.GetProperty("created_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Models_that_do_not_converse_are_left_out()
    {
        await using var second = await FakeUpstream.StartAsync();
        await using var pipeline = await StartAsync(second);
        pipeline.Upstream.ModelIds = ["main/model", "nvidia/nv-embedqa-e5-v5", "baai/bge-m3", "openai/whisper-large-v3", "nvidia/rerank-qa-mistral-4b"];
        second.ModelsReply = UpstreamReply.Body(200, "application/json", """{"data":[{"id":"llama3"},{"id":"nomic","type":"embeddings"}]}""");

        Assert.Equal(["nvidia_nim/main/model", "nvidia_nim/small/model", "ollama/spare", "ollama/llama3"], Ids(await ListAsync(pipeline)));
    }

    [Theory]
    [InlineData("a refusal")]
    [InlineData("silence")]
    [InlineData("a web page")]
    public async Task A_provider_that_does_not_say_hides_no_other(string fault)
    {
        await using var second = await FakeUpstream.StartAsync();
        await using var pipeline = await StartAsync(second);
        pipeline.Upstream.ModelIds = ["alpha/chat"];
        second.ModelsReply = fault switch
        {
            "a refusal" => UpstreamReply.Error(500),
            "silence" => UpstreamReply.Stream().Silence(),
            _ => UpstreamReply.WebPage(),
        };

        // Two seconds are all that a list waits for its providers; on a busy machine one that answers may need the next.
        string[] expected = ["nvidia_nim/main/model", "nvidia_nim/small/model", "ollama/spare", "nvidia_nim/alpha/chat"];
        await Patience.UntilAsync(async () => expected.SequenceEqual(Ids(await ListAsync(pipeline))), "all that is known to be listed");
    }

    [Fact]
    public async Task A_provider_that_is_not_there_hides_no_other()
    {
        await using var pipeline = await StartPipelineAsync(("OLLAMA_BASE_URL", "http://127.0.0.1:1/v1"));

        Assert.Equal(["nvidia_nim/test/model"], Ids(await ListAsync(pipeline)));
    }

    [Fact]
    public async Task Asked_again_each_provider_is_not()
    {
        await using var second = await FakeUpstream.StartAsync();
        await using var pipeline = await StartAsync(second);
        var first = Ids(await ListAsync(pipeline));

        pipeline.Upstream.ModelIds = ["brand/new"];
        for (var again = 0; again < 3; again++) Assert.Equal(first, Ids(await ListAsync(pipeline)));

        Assert.Equal((1, 1), (Fetches(pipeline.Upstream), Fetches(second)));
    }

    [Fact]
    public async Task Clients_that_take_pages_get_all_in_order_and_once()
    {
        await using var second = await FakeUpstream.StartAsync();
        await using var pipeline = await StartAsync(second);
        pipeline.Upstream.ModelIds = [.. Enumerable.Range(10, 20).Select(number => $"vendor/model-{number}")];
        var all = Ids(await ListAsync(pipeline));

        var paged = new List<string>();
        var query = "?limit=7";
        for (var more = true; more;)
        {
            var page = await ListAsync(pipeline, query);
            Assert.InRange(Ids(page).Count, 1, 7);
            Assert.Equal((Ids(page)[0], Ids(page)[^1]), (page.GetProperty("first_id").GetString(), page.GetProperty("last_id").GetString()));
            paged.AddRange(Ids(page));
            query = $"?limit=7&after_id={Uri.EscapeDataString(page.GetProperty("last_id").GetString()!)}";
            more = page.GetProperty("has_more").GetBoolean();
        }

        Assert.Equal(all, paged);
        Assert.Equal(24, all.Count);
        Assert.Equal(all.Take(3), Ids(await ListAsync(pipeline, $"?before_id={Uri.EscapeDataString(all[3])}")));
    }

    [Fact]
    public async Task One_model_can_be_asked_for_by_its_id()
    {
        await using var second = await FakeUpstream.StartAsync();
        await using var pipeline = await StartAsync(second);
        pipeline.Upstream.ModelIds = ["alpha/chat"];
        using var http = new HttpClient { BaseAddress = pipeline.Address };

        Assert.Equal("nvidia_nim/alpha/chat", JsonElement.Parse(await http.GetStringAsync("/v1/models/nvidia_nim/alpha/chat")).GetProperty("id").GetString());
        Assert.Equal("nvidia_nim/alpha/chat", JsonElement.Parse(await http.GetStringAsync("/v1/models/nvidia_nim%2Falpha%2Fchat")).GetProperty("id").GetString());
        using var unknown = await http.GetAsync("/v1/models/nvidia_nim/nobody");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("not_found_error", JsonElement.Parse(await unknown.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("type").GetString());
    }

    private protected static IReadOnlyList<string> Ids(JsonElement list) => [.. list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];

    private protected static int Fetches(FakeUpstream upstream) => upstream.OtherRequests.All.Count(request => request.Path == "/v1/models");

    private protected static async Task<JsonElement> ListAsync(IPipeline pipeline, string query = "")
    {
        using var http = new HttpClient { BaseAddress = pipeline.Address };
        return JsonElement.Parse(await http.GetStringAsync($"/v1/models{query}").Soon());
    }

    private protected static (string Name, string Value)[] Settings(FakeUpstream second) =>
    [
        ("MODEL", "nvidia_nim/main/model, ollama/spare"),
        ("MODEL_HAIKU", "nvidia_nim/small/model"),
        ("OLLAMA_BASE_URL", second.ApiAddress.ToString()),
    ];

    private Task<IPipeline> StartAsync(FakeUpstream second) => StartPipelineAsync(Settings(second));
}

/// <summary>The same in one process.</summary>
public sealed class ModelListTestsInOneProcess : ModelListTests
{
    // The workers' list is kept for MODEL_LIST_REFRESH, and what the ingress knows of it for a while besides.
    private static readonly TimeSpan RefreshedFor = TimeSpan.FromSeconds(600) + TimeSpan.FromSeconds(31);

    private protected override async Task<IPipeline> StartPipelineAsync(params (string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);

    [Fact]
    public async Task After_a_while_new_models_are_found()
    {
        var time = new ShiftedTime();
        await using var second = await FakeUpstream.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(time, Settings(second));
        await ListAsync(pipeline);
        pipeline.Upstream.ModelIds = ["brand/new"];

        time.Advance(TimeSpan.FromSeconds(300));
        Assert.DoesNotContain("nvidia_nim/brand/new", Ids(await ListAsync(pipeline)));
        time.Advance(RefreshedFor);
        Assert.Contains("nvidia_nim/brand/new", Ids(await ListAsync(pipeline)));

        Assert.Equal(2, Fetches(pipeline.Upstream));
    }

    [Fact]
    public async Task A_provider_that_falls_ill_is_still_known_by_its_last_list()
    {
        var time = new ShiftedTime();
        await using var second = await FakeUpstream.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(time, Settings(second));
        var before = Ids(await ListAsync(pipeline));
        pipeline.Upstream.ModelsReply = UpstreamReply.Error(503);

        time.Advance(RefreshedFor);

        Assert.Equal(before, Ids(await ListAsync(pipeline)));
        Assert.Equal(2, Fetches(pipeline.Upstream));
    }
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class ModelListTestsOverTheBroker : ModelListTests
{
    private protected override async Task<IPipeline> StartPipelineAsync(params (string Name, string Value)[] settings)
    {
        var roles = await RunningRoles.StartAsync(workers: 1, settings);
        await Task.WhenAll(roles.Ingress.IsReadyAsync(), roles.Workers[0].IsReadyAsync());
        return roles;
    }
}
