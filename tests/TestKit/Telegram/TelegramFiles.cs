using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Telegram;

/// <summary>The files that people sent.</summary>
internal sealed class TelegramFiles
{
    private readonly ConcurrentDictionary<string, (string Path, byte[] Content)> _files = new();

    /// <summary>Where files are put, and named by their whole path, as by a server that runs with <c>--local</c>; null where they are served.</summary>
    public string? LocalDirectory { get; set; }

    public JsonObject Add(byte[] content, string path)
    {
        var id = $"file{_files.Count + 1}";
        _files[id] = (path.Insert(path.LastIndexOf('/') + 1, $"{id}_"), content);
        return new JsonObject { ["file_id"] = id, ["file_unique_id"] = $"unique-{id}", ["file_size"] = content.Length, ["width"] = 90, ["height"] = 60 };
    }

    public JsonNode Get(string? id)
    {
        if (id is null || !_files.TryGetValue(id, out var file)) throw new TelegramApiException(400, "Bad Request: invalid file_id");
        return new JsonObject { ["file_id"] = id, ["file_unique_id"] = $"unique-{id}", ["file_size"] = file.Content.Length, ["file_path"] = PathOf(file.Path, file.Content) };
    }

    public byte[]? Content(string path) => LocalDirectory is not null ? null : _files.Values.FirstOrDefault(file => file.Path == path).Content;

    private string PathOf(string path, byte[] content)
    {
        if (LocalDirectory is not { } directory) return path;
        var local = Path.Combine(directory, path.Replace('/', '_'));
        File.WriteAllBytes(local, content);
        return local;
    }
}
