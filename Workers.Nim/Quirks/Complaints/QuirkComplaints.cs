using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Shaping;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>Complaints about what a request has in it.</summary>
internal static class QuirkComplaints
{
    public static Complaint? Read(string text, ChatRequest sent)
    {
        List<Quirk> quirks = [.. RefusedParameterComplaints.Read(text, sent)];
        if (RefusedMessageComplaints.Read(text, sent) is { } message) quirks.Add(message);
        else if (RefusedSchemaComplaints.Read(text, sent) is { } schema) quirks.Add(schema);

        List<Quirk> found = [.. quirks.Distinct().Where(quirk => QuirkRepairs.Concerns(quirk, sent))];
        return found.Count == 0 ? null : new QuirksFound(found);
    }
}
