using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pipeline.TestKit;
using Pipeline.TestKit.Node;
using Pipeline.TestKit.Sse;
using Pipeline.Tokens;
using Pipeline.Tokens.Prompts;

namespace Pipeline.Benchmarks.Tokens;

/// <summary>How quickly tokens are counted, beside the npm package <c>tiktoken</c> on the same texts.</summary>
internal sealed class TokenSpeed(bool quick)
{
    private readonly int _rounds = quick ? 5 : 25;

    public async Task RunAsync()
    {
        Console.WriteLine($"\n=== tokens, one thread, the quickest of {_rounds} rounds; load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} ===\n");
        await CompareAsync();
        CountEndlessWords();
        CountRequests();
    }

    private async Task CompareAsync()
    {
        using var directory = new TemporaryDirectory("tokens");
        var texts = SampleTexts.All;
        var files = texts.Select((text, index) => Path.Combine(directory.Path, $"{index}.txt")).ToList();
        foreach (var (file, text) in files.Zip(texts)) await File.WriteAllTextAsync(file, text.Text);

        var theirs = await NodeScript.RunAsync("tests/Benchmarks/Tokens/tiktoken.cjs", [TiktokenPackage.Find(), $"{_rounds}", .. files], []);
        foreach (var ((name, text), line) in texts.Zip(theirs))
        {
            var (tokens, milliseconds) = (int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture), double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
            var utf8 = Encoding.UTF8.GetBytes(text);
            var count = Quickest(() => Cl100kTokenizer.Instance.CountTokens(utf8), tokens);
            var ids = Quickest(() => Cl100kTokenizer.Instance.EncodeToIds(text).Count, tokens);
            Console.WriteLine($"  {name + ":",-24} {utf8.Length / 1e6:0.00} MB, {tokens} tokens: count {Speed(utf8.Length, count)}, ids {Speed(utf8.Length, ids)}; tiktoken {Speed(utf8.Length, milliseconds)}");
        }
    }

    /// <summary>Of these tiktoken would take minutes.</summary>
    private void CountEndlessWords()
    {
        foreach (var letters in new[] { "a", " ", "0", "ab", "=", "漢", "漢字" })
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(letters, (1 << 20) / Encoding.UTF8.GetByteCount(letters))));
            var count = Quickest(() => Cl100kTokenizer.Instance.CountTokens(text), expected: null);
            Console.WriteLine($"  {$"1 MiB of '{letters}':",-24} {count:0} ms");
        }
    }

    private void CountRequests()
    {
        foreach (var kilobytes in new[] { 120, 800 })
        {
            var request = AnthropicRequests.ToUtf8(AnthropicRequests.Realistic(kilobytes));
            var known = new PromptCounter(Cl100kTokenizer.Instance);
            var first = Quickest(() => new PromptCounter(Cl100kTokenizer.Instance).Count(request).Total, expected: null);
            var again = Quickest(() => known.Count(request).Total, expected: null);
            Console.WriteLine($"  {$"a request of {kilobytes} KB:",-24} {first:0.00} ms, and {again:0.00} ms when its texts are known");
        }
    }

    /// <summary>Milliseconds.</summary>
    private double Quickest(Func<int> count, int? expected)
    {
        var quickest = double.MaxValue;
        for (var round = 0; round < _rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var found = count();
            quickest = Math.Min(quickest, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (expected is { } tokens && found != tokens) throw new InvalidOperationException($"{found} tokens here are {tokens} there.");
        }

        return quickest;
    }

    private static string Speed(int bytes, double milliseconds) => $"{bytes / milliseconds / 1_000:0.0} MB/s";
}
