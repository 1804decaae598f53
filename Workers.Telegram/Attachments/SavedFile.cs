namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>A file that a person has sent, where the agent can read it.</summary>
/// <param name="Path">Its path relative to the workspace, with slashes: workers may have the volume elsewhere.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record SavedFile(string Path, long Bytes)
{
    /// <summary>Whether Claude Code's Read tool shows it to the model as a picture; it goes by the ending.</summary>
    public bool IsImage => System.IO.Path.GetExtension(Path).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG" or ".GIF" or ".WEBP";
}
