using System.Text;
using Pipeline.Workers.Nim.ModelLists;

namespace Pipeline.Workers.Nim.Tests.ModelLists;

public sealed class LlamaCppPropsTests
{
    [Fact]
    public void The_properties_complete_the_listed_model()
    {
        var props = Parse(
            """
            {"default_generation_settings":{"id":0,"id_task":-1,"n_ctx":65536,"speculative":false,"is_processing":false,"params":{"n_predict":-1,"temperature":0.8}},
            "total_slots":4,"model_alias":"qwen","model_path":"qwen.gguf","modalities":{"vision":true,"audio":false},"chat_template":"…","chat_template_caps":{"supports_tools":true,"supports_parallel_tool_calls":true},
            "bos_token":"<|endoftext|>","eos_token":"<|im_end|>","build_info":"b8681"}
            """);

        var model = props.Complete(new ListedModel { Id = "qwen", ContextWindow = 262144, Images = false });

        Assert.Equal(new ListedModel { Id = "qwen", ContextWindow = 65536, Images = true, Tools = true }, model);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"default_generation_settings":[],"modalities":null,"chat_template_caps":{"supports_tools":"yes"}}""")]
    public void Properties_that_say_nothing_leave_the_model_as_it_is(string body)
    {
        var model = new ListedModel { Id = "qwen", ContextWindow = 4096, Tools = false };

        Assert.Equal(model, Parse(body).Complete(model));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    public void A_body_that_is_no_object_is_refused(string body) => Assert.Throws<FormatException>(() => Parse(body));

    private static LlamaCppProps Parse(string body) => LlamaCppProps.Parse(Encoding.UTF8.GetBytes(body));
}
