namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>A file of the workspace, open to be sent.</summary>
/// <param name="name">Its name.</param>
/// <param name="content">Its content.</param>
internal sealed class SendableFile(string name, FileStream content) : IDisposable
{
    public string Name => name;

    public FileStream Content => content;

    public void Dispose() => content.Dispose();
}
