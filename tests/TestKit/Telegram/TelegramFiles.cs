using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Telegram;

/// <summary>The files that people sent.</summary>
internal sealed class TelegramFiles
{
    private readonly ConcurrentDictionary<string, (string Path, byte[] Content)> _files = new();

    public JsonObject Add(byte[] content, string path)
    {
        var id = $"file{_files.Count + 1}";
        _files[id] = (path.Insert(path.LastIndexOf('/') + 1, $"{id}_"), content);
        return new JsonObject { ["file_id"] = id, ["file_unique_id"] = $"unique-{id}", ["file_size"] = content.Length, ["width"] = 90, ["height"] = 60 };
    }

    public JsonNode Get(string? id)
    {
        if (id is null || !_files.TryGetValue(id, out var file)) throw new TelegramApiException(400, "Bad Request: invalid file_id");
        return new JsonObject { ["file_id"] = id, ["file_unique_id"] = $"unique-{id}", ["file_size"] = file.Content.Length, ["file_path"] = file.Path };
    }

    public byte[]? Content(string path) => _files.Values.FirstOrDefault(file => file.Path == path).Content;
}
