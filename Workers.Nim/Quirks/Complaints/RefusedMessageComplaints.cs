using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Shaping;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>Complaints about messages: their roles, their order, their contents.</summary>
internal static class RefusedMessageComplaints
{
    private static readonly Wording SystemRole = Wording.Any(
        @"system (role|message|prompt|instruction)s? (is |are )?not (supported|enabled|allowed)",
        @"system_instruction is not supported",
        @"does(n't| not) support (the )?\W?system\b",
        @"(unsupported|unknown|invalid|unexpected) (message )?role:? \W?system\b",
        "developer instruction is not enabled",
        "only user and assistant roles are supported");

    private static readonly Wording UserAfterTool = Wording.Any(
        @"unexpected role \W?user\W? after role \W?tool",
        // Templates that take instructions, and leave calls and results out of the count.
        "after the optional system message, conversation roles must alternate");

    private static readonly Wording Alternation = new("roles must alternate");

    // A picture that is broken, too large or of the wrong kind stays so for a model that sees.
    private static readonly Wording BrokenImage = Wording.Any(
        @"\b(in)?valid image\b",
        @"image.{0,20}\b(format|size|dimensions|exceeds?|too large|resolution)\b",
        @"\b(media|mime).?type\b",
        @"(process|decode|download|load|fetch|read)(ing)?( the)? (image|picture)",
        "unsupported image");

    private static readonly Wording Images = Wording.Any(
        "is not a multimodal model",
        @"at most 0 image",
        @"(unknown variant|unsupported content part type|invalid content type|unexpected).*image_url",
        @"image_url.*(not supported|unsupported|only supported|not allowed|not permitted)",
        @"\bnot support(ed|ing)?( for)?( the)?( use of)? (image|vision|multi-?modal)",
        @"doesn't support (image|vision|multi-?modal)",
        @"\bno endpoints found that support image",
        @"\b(image|vision|multi-?modal)( \w+){0,3} (is |are )?(not supported|unsupported|not enabled|not available|disabled)",
        @"missing data required for image input");

    // Servers that take a text alone as content say this of parts; only images make parts of ours.
    private static readonly Wording PartsAsContent = Wording.Any(
        @"expected str instance, list found",
        @"concatenate str \(not \W?list",
        @"sequence, expected a string",
        @"did not match any variant of untagged enum \w*Content",
        @"content\W*(must|should) be a (valid )?string",
        @"content\W*input should be a valid string");

    private static readonly Wording NullContent = Wording.Any(
        @"nonetype",
        @"content.*\b(null|none|nil)\b",
        @"\bnull\b.*content",
        @"none is not an allowed value",
        @"'content' field must be a string",
        @"content.*(must not be|cannot be|is) empty",
        @"content\W*(must|should) be a (valid )?string",
        @"content.*input should be a valid string",
        @"content\W*field required");

    public static Quirk? Read(string text, ChatRequest sent)
    {
        if (SystemRole.IsIn(text)) return Quirk.NoSystemRole;
        if (UserAfterTool.IsIn(text)) return Quirk.NoUserAfterTool;

        // Old templates count instructions as a turn; what else is out of turn is the person after a tool.
        if (Alternation.IsIn(text)) return Has(Quirk.NoSystemRole, sent) ? Quirk.NoSystemRole : Quirk.NoUserAfterTool;
        if (Has(Quirk.NoImages, sent) && IsAboutImages(text)) return Quirk.NoImages;

        return NullContent.IsIn(text) ? Quirk.NoNullContent : null;
    }

    private static bool IsAboutImages(string text) =>
        PartsAsContent.IsIn(text) || (Images.IsIn(text) && !BrokenImage.IsIn(text));

    private static bool Has(Quirk quirk, ChatRequest sent) => QuirkRepairs.Concerns(quirk, sent);
}
