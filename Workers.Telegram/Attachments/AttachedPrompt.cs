using System.Text;

namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>Tells the agent in its prompt of the files that came with it.</summary>
internal static class AttachedPrompt
{
    private const int BytesOfKilobyte = 1000;

    /// <summary>The prompt of a message with files.</summary>
    /// <param name="text">The message's text or caption; null or empty where it has none.</param>
    /// <param name="files">Its files, in their order.</param>
    public static string Of(string? text, IReadOnlyList<SavedFile> files)
    {
        if (files.Count == 0) return text ?? "";

        var prompt = new StringBuilder(string.IsNullOrWhiteSpace(text) ? Wordless(files.Count) : text.TrimEnd());
        prompt.Append("\n\nAttached, in the working directory:\n");
        foreach (var file in files) prompt.Append($"- `{file.Path}` ({(file.IsImage ? "image, " : "")}{Size(file.Bytes)})\n");
        if (files.Any(file => file.IsImage)) prompt.Append("Look at images with the Read tool.");
        return prompt.ToString().TrimEnd();
    }

    private static string Wordless(int files) => files == 1 ? "Look at the attached file." : "Look at the attached files.";

    private static string Size(long bytes) => bytes switch
    {
        < BytesOfKilobyte => $"{bytes} bytes",
        < AttachmentOptions.Megabyte => $"{(double)bytes / BytesOfKilobyte:0.#} kB",
        _ => $"{(double)bytes / AttachmentOptions.Megabyte:0.#} MB",
    };
}
