using System.Text;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Models;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.Messages;
using Pipeline.Ingress.Relay;
using Pipeline.Persistence.RequestLog;

namespace Pipeline.Ingress.Recording;

/// <summary>What becomes known of a request while it is answered, for its row in the request log.</summary>
internal sealed class RequestRecord(HttpContext http, TimeProvider time, bool keepsContent)
{
    // Names are the client's own: nobody needs more of one than this.
    private const int MaxNameLength = 256;

    private readonly DateTimeOffset _arrived = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();
    private readonly AnswerRecord _answer = new(time, keepsContent);
    private byte[]? _body;
    private RequestShape? _shape;
    private ModelReference? _model;
    private string _route = RequestRoutes.Model;
    private RelayStream? _stream;
    private string? _node;
    private string? _errorType;
    private RequestOutcome _outcome;

    /// <summary>The run of this node asks, as its verified token says.</summary>
    public void AskedByRun(string node) => _node = node;

    /// <summary>The whole body was read.</summary>
    public void Received(byte[] body)
    {
        if (keepsContent) _body = body;
    }

    /// <summary>A model is asked.</summary>
    public void Asked(RequestShape shape, ModelReference model, RelayStream stream) => (_shape, _model, _stream) = (shape, model, stream);

    /// <summary>An optimizer has answered.</summary>
    public void AskedLocally(RequestShape shape, RelayStream stream)
    {
        Asked(shape, AnswerLocally.Model, stream);
        _route = RequestRoutes.Local;
    }

    /// <summary>This model answers, which may be another than the one that was asked first.</summary>
    public void AnsweredBy(ModelReference model) => _model = model;

    /// <summary>A frame of the answer goes to the client.</summary>
    public void Relayed(Frame frame) => _answer.Add(frame);

    /// <summary>The whole answer is sent; a client that has left before it does not see its end.</summary>
    public void Completed() => _outcome = http.RequestAborted.IsCancellationRequested ? RequestOutcome.Cancelled : RequestOutcome.Completed;

    /// <summary>The request ends with an HTTP status that says why.</summary>
    public void Refused(Failure failure)
    {
        _errorType = failure.Type;
        _outcome = _model is null && failure.Status < StatusCodes.Status500InternalServerError ? RequestOutcome.Rejected : RequestOutcome.Failed;
    }

    /// <summary>The answer, which had begun, ends with an <c>error</c> event, or without one where the connection is cut.</summary>
    public void BrokeOff(string? errorType = null) => (_errorType, _outcome) = (errorType, RequestOutcome.Interrupted);

    /// <summary>The client did not wait for the end.</summary>
    public void ClientLeft() => _outcome = RequestOutcome.Cancelled;

    /// <summary>The row, once the request has ended.</summary>
    public RequestEntry ToEntry() => new()
    {
        RequestId = http.RequestId(),
        Time = _arrived,
        Client = Header("user-agent") ?? Header("x-app"),
        Session = Header("x-claude-code-session-id"),
        Node = _node,
        RequestedModel = _shape is { } shape ? Cut(shape.Model) : null,
        Route = _model is null ? null : _route,
        Provider = _model?.Provider,
        Model = _model is { } model ? Cut(model.Model) : null,
        Stream = _shape?.Stream,
        InputTokens = _answer.Usage.Input,
        CachedTokens = _answer.Usage.Cached,
        OutputTokens = _answer.Usage.Output,
        FirstTokenMs = _answer.FirstContent is { } first ? Milliseconds(time.GetElapsedTime(_start, first)) : null,
        DurationMs = Milliseconds(time.GetElapsedTime(_start)),

        // Who was told nothing, neither of an end nor of an error, has had his connection cut.
        Outcome = _outcome == RequestOutcome.None ? RequestOutcome.Interrupted : _outcome,
        Status = http.Response.HasStarted || _outcome != RequestOutcome.Cancelled ? http.Response.StatusCode : null,
        ErrorType = _errorType,
        Attempts = _stream?.Attempts ?? 0,
        Prompt = _body is null ? null : CutText(_body),
        Answer = _answer.Text,
    };

    private string? Header(string name) => http.Request.Headers[name].ToString() is { Length: > 0 } value ? Cut(value) : null;

    // Not in the middle of a character.
    private static string Cut(string name) => name.Length <= MaxNameLength ? name
        : char.IsHighSurrogate(name[MaxNameLength - 1]) ? name[..(MaxNameLength - 1)]
        : name[..MaxNameLength];

    private static string CutText(byte[] body)
    {
        var length = Math.Min(body.Length, RequestLogOptions.MaxPromptBytes);

        // Not in the middle of a character.
        while (length < body.Length && length > 0 && (body[length] & 0xC0) == 0x80) length--;
        return Encoding.UTF8.GetString(body, 0, length);
    }

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);
}
