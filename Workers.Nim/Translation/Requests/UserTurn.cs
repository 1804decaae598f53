using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>What stands between two assistant turns: results of the first one's calls, and all else.</summary>
internal sealed class UserTurn
{
    private readonly List<ContentPart> _resultImages = [];
    private readonly List<ContentPart> _parts = [];
    private int _numberedImages;
    private bool _hasResults;

    public bool IsEmpty => !_hasResults && _parts.Count == 0;

    /// <summary>Adds text of our own making.</summary>
    public void Add(string text) => _parts.Add(new TextPart(text));

    /// <summary>Adds a block; a result goes to the call that it answers.</summary>
    public void Add(ContentBlock block, AssistantTurn caller, WireToolNames names)
    {
        switch (block.Type)
        {
            case "tool_result":
                AddResult(block, caller, names);
                break;
            case "image":
                _parts.Add(ImageBlocks.Read(block));
                break;
            case "document":
                Add(DocumentBlocks.Read(block));
                break;
            default:
                if (block.Text is { } text) Add(text);
                break;
        }
    }

    /// <summary>The user message that follows the results; null where results are all there was.</summary>
    public UserMessage? ToMessage() => _resultImages.Count + _parts.Count == 0
        ? null
        : new UserMessage([.. _resultImages, .. _parts]);

    /// <summary>
    /// Most upstreams refuse images in a tool message, so they move to the user message after the
    /// results, numbered. A result without its call is refused too (the call may have been cut from the
    /// history) and becomes user text.
    /// </summary>
    private void AddResult(ContentBlock block, AssistantTurn caller, WireToolNames names)
    {
        var output = ToolOutput.Read(block, _numberedImages, names);
        var isAnswer = caller.TryAnswer(block.Field.Text("tool_use_id"), output);
        if (isAnswer) _hasResults = true;
        else Add($"Result of an earlier tool call:\n{output.Text}");

        var images = isAnswer ? _resultImages : _parts;
        foreach (var image in output.Images)
        {
            images.Add(new TextPart($"[image {++_numberedImages}]") { ShowsResult = isAnswer });
            images.Add(image with { ShowsResult = isAnswer });
        }
    }
}
