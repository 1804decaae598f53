using System.Net.Sockets;
using System.Text;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;

namespace Pipeline.Host.Tests.DeadLetters;

/// <summary>The verbs as a person meets them.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("ID, --queue QUEUE or --all", "replay")]
    [InlineData("ID, --queue QUEUE or --all", "replay", "1ng37dt-ycc7", "--all")]
    [InlineData("--model is 'gpt', which is not of the form provider/owner/name", "replay", "--all", "--model", "gpt")]
    [InlineData("'ID'", "show")]
    [InlineData("'--sideways'", "list", "--sideways")]
    [InlineData("Required command", "--")]
    public async Task Wrong_usage_is_told_and_ends_with_2(string told, params string[] arguments)
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync(["dead-letters", .. arguments]);

        Assert.Equal(2, exitCode);
        Assert.Contains(told, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show", "1ng37dt-ycc7")]
    [InlineData("show", "nonsense")]
    [InlineData("discard", "1ng37dt-ycc7")]
    [InlineData("replay", "1ng37dt-ycc7")]
    [InlineData("replay", "--all")]
    public async Task What_is_not_there_ends_with_1(params string[] arguments) =>
        Assert.Equal(1, (await HostProcess.RunToEndAsync(["dead-letters", .. arguments])).ExitCode);

    [Fact]
    public async Task A_list_of_none_is_no_failure() =>
        Assert.Equal((0, "There are no dead letters."), await HostProcess.RunToEndAsync(["dead-letters", "list"]));

    [Fact]
    public async Task Help_names_every_verb_and_the_exit_codes()
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync(["dead-letters", "--help"]);

        Assert.Equal(0, exitCode);
        Assert.All(["list", "show <ID>", "replay <ID>", "discard <ID>", "Exit codes"], words => Assert.Contains(words, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told_in_a_sentence()
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync(["dead-letters", "list"], new()
        {
            ["RABBITMQ_URL"] = "amqp://127.0.0.1:1/",
            ["DATABASE_URL"] = "postgres://me:hidden@127.0.0.1:1/pipeline",
        });

        Assert.Equal(1, exitCode);
        Assert.Contains("DATABASE_URL: the database cannot be used", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_host_that_fails_or_goes_away_is_told_in_a_sentence(string answer)
    {
        using var directory = new TemporaryDirectory("failing-host");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var state = Directory.CreateDirectory(Path.Combine(directory.Path, ".pipeline"));
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(state.FullName, "host.sock")));
        socket.Listen();
        using var end = new CancellationTokenSource();
        var answering = AnswerAsync(socket, answer, end.Token);

        var (exitCode, output) = await HostProcess.RunToEndAsync(["dead-letters", "list"], directory: directory.Path);

        await end.CancelAsync();
        await answering;
        Assert.Equal(1, exitCode);
        Assert.StartsWith("The running host has not done it", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(Socket socket, string answer, CancellationToken end)
    {
        try
        {
            while (true)
            {
                using var client = await socket.AcceptAsync(end);

                // Who only looks whether somebody is there asks nothing.
                if (await client.ReceiveAsync(new byte[4096], end) > 0) await client.SendAsync(Encoding.ASCII.GetBytes(answer), end);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
