using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>
/// Finds out from a provider's words what it has against a request. It says something only of what the request
/// had, so that a repair changes it, and a complaint that stays the same cannot be repaired for ever.
/// </summary>
internal static class ComplaintReader
{
    /// <summary>Reads the body of a refusal.</summary>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="body">The body, or as much of it as was read.</param>
    /// <param name="sent">The request as it was sent.</param>
    /// <returns>Null where nothing is known to be done.</returns>
    public static Complaint? Read(int status, ReadOnlySpan<byte> body, ChatRequest sent) =>
        MayComplain(status) ? Believe(status, Read(ComplaintText.Of(body), sent)) : null;

    /// <summary>Reads a refusal's words, such as the error object in a stream that had begun well.</summary>
    /// <param name="status">The status that the error names; 200 where it names none.</param>
    /// <param name="words">What the provider said.</param>
    /// <param name="sent">The request as it was sent.</param>
    /// <returns>Null where nothing is known to be done.</returns>
    public static Complaint? Read(int status, string words, ChatRequest sent) =>
        MayComplain(status) ? Believe(status, Read(ComplaintText.Of(words), sent)) : null;

    // A server that has failed speaks of many things; of a parameter that it does not know it says 400.
    private static Complaint? Believe(int status, Complaint? complaint) => (status, complaint) switch
    {
        (500, QuirksFound found) when found.Quirks.Where(IsOfTemplates).ToList() is [_, ..] quirks => new QuirksFound(quirks),
        (500, QuirksFound or OutputLimitFound) => null,
        _ => complaint,
    };

    private static bool IsOfTemplates(Quirk quirk) =>
        quirk is Quirk.NoSystemRole or Quirk.NoUserAfterTool or Quirk.NoNullContent or Quirk.NoTemplateArguments or Quirk.PlainSchemas or Quirk.NoImages;

    // OpenRouter says 404 where no provider takes the request, llama.cpp and templates in Python say 500. The
    // others speak of keys, payment, rates and outages, whatever words they use.
    private static bool MayComplain(int status) => status is 200 or 400 or 404 or 413 or 422 or 500;

    // Limits first: their words name parameters, too.
    private static Complaint? Read(string text, ChatRequest sent) =>
        ContextComplaints.Read(text, sent)
        ?? OutputLimitComplaints.Read(text, sent)
        ?? ContextComplaints.ReadWithoutNumbers(text)
        ?? QuirkComplaints.Read(text, sent);
}
