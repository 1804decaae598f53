using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Native.Events;

/// <summary>Reads the parts that events and whole messages have in common.</summary>
internal static class BlockReader
{
    public static void ReadContent(ref JsonCursor json, List<BlockContent> blocks)
    {
        if (!json.EnterArray()) return;

        while (json.NextItem()) blocks.Add(ReadBlock(ref json));
    }

    public static BlockContent ReadBlock(ref JsonCursor json)
    {
        var block = new BlockContent { Extent = ExtentOf(json) };
        if (!json.EnterObject()) return block;

        while (json.NextProperty())
        {
            if (json.Is("type"u8)) block = block with { Type = json.Text() ?? string.Empty };
            else if (json.Is("id"u8)) block = block with { Id = json.Text() };
            else if (json.Is("name"u8)) block = block with { Name = json.Text() };
            else if (json.Is("text"u8) || json.Is("thinking"u8)) block = block with { Text = json.Text() ?? string.Empty };
            else if (json.Is("signature"u8)) block = block with { Signature = json.Text() ?? string.Empty };
            else if (json.Is("input"u8)) block = block with { Input = json.TextOrRaw() };
        }

        return block;
    }

    public static NativeUsage? ReadUsage(ref JsonCursor json)
    {
        var usage = new NativeUsage(null, null, null, null, ExtentOf(json));
        if (!json.EnterObject()) return null;

        while (json.NextProperty())
        {
            if (json.Is("input_tokens"u8)) usage = usage with { Input = json.Integer() };
            else if (json.Is("output_tokens"u8)) usage = usage with { Output = json.Integer() };
            else if (json.Is("cache_read_input_tokens"u8)) usage = usage with { CacheRead = json.Integer() };
            else if (json.Is("cache_creation_input_tokens"u8)) usage = usage with { CacheCreation = json.Integer() };
        }

        return usage;
    }

    /// <summary>Looks ahead on a copy of the cursor.</summary>
    public static Range ExtentOf(JsonCursor json) => json.Extent();
}
