using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Transport.Secrets;

/// <summary>
/// Issues and checks <see cref="RunToken"/>s: <c>sk-run-NODE.EXPIRY.MAC</c>, an HMAC-SHA256 over node and expiry. The
/// beginning makes <see cref="SecretPatterns"/> hide it wherever it turns up.
/// </summary>
public sealed class RunTokens
{
    private const string Prefix = "sk-run-";

    // All of its form, as words may end like its beginning ("task-run-7"). It may have been cut: what lacks up to eleven of the
    // MAC's 43 characters is near enough. Without backtracking it needs no time limit, which a busy machine would exceed.
    private static readonly Regex Written = new($@"{Prefix}[A-Za-z0-9_-]+\.[0-9]+\.[A-Za-z0-9_-]{{32,}}", RegexOptions.NonBacktracking);

    // An end that may go on as one; ours have hardly more than 100 characters.
    private static readonly Regex Begun = new(@"(?:sk-run-[A-Za-z0-9_.-]{0,250}|sk-run|sk-ru|sk-r|sk-|sk|s)\z", RegexOptions.NonBacktracking);

    private readonly byte[] _key;

    /// <summary>Derives the key.</summary>
    /// <param name="secret">What issuer and checker share: the value of <c>ANTHROPIC_AUTH_TOKEN</c>. It cannot be found from tokens unless it can be guessed.</param>
    public RunTokens(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), HMACSHA256.HashSizeInBytes, info: "pipeline run token"u8.ToArray());
    }

    /// <summary>Whether it looks like a run's token, valid or not.</summary>
    public static bool IsRunToken(string presented) => presented.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The text without what looks like a run's token.</summary>
    public static string Hide(string text) => Written.Replace(text, SecretPatterns.Mark);

    /// <summary>Where a text that goes on can be cut, so that no token is cut in two.</summary>
    public static int CutOf(string text) => Begun.Match(text) is { Success: true } begun ? begun.Index : text.Length;

    /// <summary>The token for a run of this node.</summary>
    public string Issue(RunToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var claims = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token.Node))}.{token.Expires.ToUnixTimeSeconds()}";
        return $"{Prefix}{claims}.{Base64Url.EncodeToString(Mac(claims))}";
    }

    /// <summary>What a presented token says; null where it is none of ours or has ended.</summary>
    /// <param name="presented">The text that a client sent.</param>
    /// <param name="now">The present time.</param>
    public RunToken? Verify(string presented, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(presented);
        var dot = presented.LastIndexOf('.');
        if (!IsRunToken(presented) || dot < Prefix.Length) return null;

        // Compared as they are written: the text of a MAC has one form, while its decoding would take several.
        var claims = presented[Prefix.Length..dot];
        var expected = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Mac(claims)));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented[(dot + 1)..]), expected) && Read(claims) is { } token && now < token.Expires
            ? token
            : null;
    }

    // Only what carries our MAC gets here, so its form is ours.
    private static RunToken? Read(string claims) =>
        claims.Split('.') is [var node, var expiry] && long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new RunToken(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(node)), DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;

    private byte[] Mac(string claims) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(claims));
}
