using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>Complaints about JSON schemas: those of tools, or the one that the answer is to follow.</summary>
internal static class RefusedSchemaComplaints
{
    private static readonly Wording Schemas = Wording.Any(
        @"invalid (json )?schema",
        @"invalid_function_parameters",
        @"not a valid \w+ flavored json schema",
        @"unsupported json schema",
        @"json schema.*(not supported|unsupported|invalid|conversion failed)",
        @"schema (must|should|contains|does not|has)\b",
        @"input_schema does not support",
        @"tools.*(parameters|input_schema).*(unknown|unsupported|cannot find|invalid|not supported|not permitted|missing|required|should be|must be)",
        @"(unknown|unsupported|cannot find|invalid).*tools.*(parameters|input_schema)",
        @"parse grammar",
        @"grammar.*(error|fail|invalid|unsupported|not supported)",
        @"unimplemented keys",
        @"not supported by (xgrammar|outlines|llguidance|guidance)",
        @"unrecognized schema");

    private static readonly Wording OfAnswer = new("response[_ ]format|guided_json|structured_outputs");

    public static Quirk? Read(string text, ChatRequest sent)
    {
        if (!Schemas.IsIn(text)) return null;

        return sent.ResponseFormat is not null && (sent.Tools is null || OfAnswer.IsIn(text)) ? Quirk.NoResponseFormat : Quirk.PlainSchemas;
    }
}
