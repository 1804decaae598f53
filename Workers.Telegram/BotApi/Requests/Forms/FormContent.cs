using System.Text;

namespace Pipeline.Workers.Telegram.BotApi.Requests.Forms;

/// <summary>
/// A form as Telegram's server reads it. The framework's own writes names of files in MIME's encoded words and in <c>filename*</c>:
/// that server shows the former as they stand and does not know the latter, and splits headers at each semicolon.
/// </summary>
internal sealed class FormContent : MultipartContent
{
    private const char Replacement = '_';

    public FormContent()
        : base("form-data") => HeaderEncodingSelector = (_, _) => Encoding.UTF8;

    public void AddField(string name, string value) => Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), $"form-data; name=\"{name}\"");

    public void AddFile(string name, string fileName, Stream content) =>
        Add(new FixedLengthContent(content), $"form-data; name=\"{name}\"; filename=\"{Safe(fileName)}\"");

    private void Add(HttpContent part, string disposition)
    {
        part.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        Add(part);
    }

    private static string Safe(string fileName) =>
        string.Concat(fileName.Select(c => c is '"' or ';' or '\\' || char.IsControl(c) ? Replacement : c));
}
