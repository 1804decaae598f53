using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Translates <c>image</c> blocks.</summary>
internal static class ImageBlocks
{
    /// <summary>What stands in an image's place where the model takes text alone.</summary>
    public const string Note = "[image: this model cannot see images]";

    /// <summary>The image by its address, or inline as a <c>data:</c> URL.</summary>
    /// <exception cref="InvalidRequestException">The source cannot be reached from the upstream.</exception>
    public static ImagePart Read(ContentBlock block)
    {
        var source = block.Field.RequiredMember("source");
        var url = source.RequiredText("type") switch
        {
            "base64" => $"data:{source.RequiredText("media_type")};base64,{source.RequiredText("data")}",
            "url" => source.RequiredText("url"),
            var type => throw source.Invalid(
                $"An image source of type '{type}' cannot be sent to this model; use 'base64' or 'url'"),
        };
        return new ImagePart(new ImageUrl(url));
    }
}
