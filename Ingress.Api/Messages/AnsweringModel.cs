using System.Text;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Models;
using Pipeline.Ingress.Recording;

namespace Pipeline.Ingress.Messages;

/// <summary>Tells who wants to know which model answers: the message itself names the one that was asked for.</summary>
internal static class AnsweringModel
{
    /// <summary>Header of the response, while none has been sent.</summary>
    public const string Header = "x-pipeline-model";

    /// <param name="http">The request.</param>
    /// <param name="frame">Of kind <see cref="FrameKind.Answering"/>.</param>
    public static void Tell(HttpContext http, Frame frame)
    {
        var model = Encoding.UTF8.GetString(frame.Payload.Span);

        // A model's id may hold anything, a header not.
        if (!http.Response.HasStarted && Ascii.IsValid(model) && !model.Any(char.IsControl)) http.Response.Headers[Header] = model;
        if (ModelReference.TryParse(model, out var reference)) http.Record()?.AnsweredBy(reference);
    }
}
