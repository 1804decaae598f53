using System.Text;
using Microsoft.Net.Http.Headers;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Errors;

namespace Pipeline.Ingress.Messages;

/// <summary>Reads a request's body once, into the array that the command will carry.</summary>
internal static class RequestBody
{
    private const int FirstGuess = 64 * 1024;

    /// <exception cref="ApiException">The content type or encoding is not one this server reads.</exception>
    /// <exception cref="BadHttpRequestException">The body is over the server's limit (413) or broken.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // A page can send other types across origins without asking; application/json it cannot.
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            throw Unsupported("The content-type must be application/json.");
        if (request.Headers.ContentEncoding.Count > 0) throw Unsupported("The body must not be compressed (content-encoding).");

        var body = request.ContentLength is { } length
            ? await ReadKnownAsync(request, length, cancellationToken)
            : await ReadUnknownAsync(request, cancellationToken);

        // Some editors and shells put one in front; no JSON reader behind this one takes it.
        return body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
    }

    private static async Task<byte[]> ReadKnownAsync(HttpRequest request, long length, CancellationToken cancellationToken)
    {
        // A first read meets the server's limit before anything of that length is allocated.
        if (length == 0) return [];
        var first = await request.BodyReader.ReadAsync(cancellationToken);
        request.BodyReader.AdvanceTo(first.Buffer.Start);

        var body = GC.AllocateUninitializedArray<byte>((int)length);
        await request.Body.ReadExactlyAsync(body, cancellationToken);
        return body;
    }

    private static async Task<byte[]> ReadUnknownAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream(FirstGuess);
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private static ApiException Unsupported(string message) =>
        new(new Failure { Status = 415, Type = ErrorTypes.InvalidRequest, Message = message });
}
