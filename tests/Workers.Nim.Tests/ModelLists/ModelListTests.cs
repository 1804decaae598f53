using System.Text;
using Pipeline.Workers.Nim.ModelLists;

namespace Pipeline.Workers.Nim.Tests.ModelLists;

public sealed class ModelListTests
{
    public static TheoryData<string> Servers => [.. ServerLists.All.Select(server => server.Name)];

    [Theory]
    [MemberData(nameof(Servers))]
    public void The_list_of_each_server_is_read(string server)
    {
        var (_, body, models) = ServerLists.All.Single(known => known.Name == server);

        Assert.Equal(models, Parse(body));
    }

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"object":"list","data":null}""")]
    [InlineData("""{"models":[]}""")]
    [InlineData("[]")]
    public void A_list_without_models_is_empty(string body) => Assert.Empty(Parse(body));

    [Fact]
    public void Entries_that_name_no_model_are_left_out() =>
        Assert.Equal(["a", "b"], Parse("""{"data":[{"id":""},{"object":"model"},7,null,"b",{"id":"a","unknown":{"x":[1]}},[],""]}""").Select(model => model.Id));

    [Fact]
    public void Models_come_in_the_order_of_their_ids_and_once()
    {
        var models = Parse("""{"data":[{"id":"b"},{"id":"a","context_length":10},{"id":"B"},{"id":"a","name":"A","context_length":20}]}""");

        Assert.Equal(["B", "a", "b"], models.Select(model => model.Id));
        Assert.Equal(new ListedModel { Id = "a", DisplayName = "A", ContextWindow = 10 }, models[1]);
    }

    [Theory]
    [InlineData("""{"id":"m","context_length":"32768"}""", 32768)]
    [InlineData("""{"id":"m","context_length":32768.0}""", 32768)]
    [InlineData("""{"id":"m","context_length":99999999999}""", int.MaxValue)]
    [InlineData("""{"id":"m","context_length":0}""", null)]
    [InlineData("""{"id":"m","context_length":-1}""", null)]
    [InlineData("""{"id":"m","context_length":"much"}""", null)]
    [InlineData("""{"id":"m","context_length":{},"meta":[],"top_provider":7,"loaded_instances":"x"}""", null)]
    [InlineData("""{"id":"m","context_length":200000,"top_provider":{"context_length":131072}}""", 131072)]
    [InlineData("""{"id":"m","context_length":1000,"top_provider":{"context_length":131072}}""", 1000)]
    [InlineData("""{"id":"m","context_length":1000,"top_provider":{"context_length":null}}""", 1000)]
    [InlineData("""{"id":"m","top_provider":{"context_length":131072}}""", 131072)]
    [InlineData("""{"id":"m","max_context_length":131072,"loaded_context_length":4096}""", 4096)]
    [InlineData("""{"id":"m","meta":{"n_ctx_train":131072}}""", 131072)]
    public void A_window_is_a_count_of_tokens_and_the_smallest_that_holds(string entry, int? expected) =>
        Assert.Equal(expected, Assert.Single(Parse($$"""{"data":[{{entry}}]}""")).ContextWindow);

    [Theory]
    [InlineData("nvidia/nv-embedqa-e5-v5")]
    [InlineData("nvidia/llama-3.2-nv-rerankqa-1b-v2")]
    [InlineData("baai/bge-m3")]
    [InlineData("snowflake/arctic-embed-l")]
    [InlineData("text-embedding-3-small")]
    [InlineData("nomic-embed-text:latest")]
    [InlineData("intfloat/e5-large")]
    [InlineData("nvidia/nvclip")]
    [InlineData("whisper-large-v3-turbo")]
    [InlineData("nvidia/parakeet-ctc-1.1b-asr")]
    [InlineData("playai-tts")]
    [InlineData("tts-1-hd")]
    [InlineData("gpt-4o-mini-transcribe")]
    [InlineData("omni-moderation-latest")]
    [InlineData("black-forest-labs/flux.1-dev")]
    [InlineData("dall-e-3")]
    [InlineData("stabilityai/stable-diffusion-3-medium")]
    public void A_model_for_other_things_is_told_by_its_name(string id) => Assert.False(Single($$"""{"id":"{{id}}"}""").IsChat);

    [Theory]
    [InlineData("z-ai/glm4.7")]
    [InlineData("qwen/qwen3-coder-480b-a35b-instruct")]
    [InlineData("openai/gpt-oss-120b")]
    [InlineData("anthropic/claude-opus-4.5")]
    [InlineData("mistralai/mistral-large")]
    [InlineData("microsoft/phi-4-multimodal-instruct")]
    [InlineData("nvidia/llama-3.1-nemotron-ultra-253b-v1")]
    [InlineData("clipper-chat")]
    [InlineData("influx-7b")]
    public void Any_other_name_is_a_model_that_converses(string id) => Assert.True(Single($$"""{"id":"{{id}}"}""").IsChat);

    [Theory]
    [InlineData("""{"id":"embedder-chat","capabilities":{"completion_chat":true}}""", true)]
    [InlineData("""{"id":"m","capabilities":{"completion_chat":false}}""", false)]
    [InlineData("""{"id":"whisperer","type":"llm"}""", true)]
    [InlineData("""{"id":"m","type":"embeddings"}""", false)]
    [InlineData("""{"id":"m","type":"rerank"}""", false)]
    [InlineData("""{"id":"m","architecture":{"output_modalities":["image"]}}""", false)]
    [InlineData("""{"id":"m","architecture":{"output_modalities":["image","text"]}}""", true)]
    [InlineData("""{"id":"m","capabilities":["embedding"]}""", false)]
    [InlineData("""{"id":"m","details":{"family":"nomic-bert"}}""", false)]
    public void What_the_server_says_counts_before_the_name(string entry, bool expected) => Assert.Equal(expected, Single(entry).IsChat);

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("<html><h1>404</h1></html>", "not JSON: <html>")]
    [InlineData("{\"data\":[", "not JSON")]
    [InlineData("{\"data\":[{\"id\":\"\\ud83d\"}]}", "not JSON")]
    [InlineData("\"models\"", "no \"data\"")]
    [InlineData("7", "no \"data\"")]
    [InlineData("{}", "no \"data\"")]
    [InlineData("""{"data":{"id":"m"}}""", "no \"data\"")]
    [InlineData("""{"error":{"message":"Invalid API key","code":401}}""", "an error in the place of its models: Invalid API key")]
    [InlineData("""{"error":"not found"}""", "an error in the place of its models: not found")]
    public void A_body_that_is_no_list_is_named_for_what_it_is(string body, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Parse(body)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_long_body_that_is_no_list_is_quoted_in_part() =>
        Assert.InRange(Assert.Throws<FormatException>(() => Parse(new string('x', 10_000))).Message.Length, 200, 300);

    private static ListedModel Single(string entry) => Assert.Single(Parse($$"""{"data":[{{entry}}]}"""));

    private static IReadOnlyList<ListedModel> Parse(string body) => ModelList.Parse(Encoding.UTF8.GetBytes(body));
}
