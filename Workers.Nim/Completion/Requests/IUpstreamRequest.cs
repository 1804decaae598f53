using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>A client's request in the form of one upstream's API, and the way back.</summary>
internal interface IUpstreamRequest
{
    /// <summary>The client's <c>anthropic-beta</c> header; null where it sent none.</summary>
    string? Beta { get; }

    /// <summary>The request's bytes for one model.</summary>
    ReadOnlyMemory<byte> ToBody();

    /// <summary>Begins to read one answer to it.</summary>
    IAnswer BeginAnswer(IMessageEventSink events);

    /// <summary>An answer is whole: what it says of the request may be kept.</summary>
    void Answered(IAnswer answer);
}
