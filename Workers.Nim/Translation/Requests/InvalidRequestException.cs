namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// The client's request cannot be translated. The message is for the client and begins with the path
/// of the field at fault, as Anthropic's API writes it: <c>messages.3.content.0.source: …</c>.
/// </summary>
internal sealed class InvalidRequestException : Exception
{
    public InvalidRequestException(string message)
        : base(message)
    {
    }

    public InvalidRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
