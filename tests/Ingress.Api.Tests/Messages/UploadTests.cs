using System.Net.Sockets;
using System.Text;
using Pipeline.Ingress.Tests.Hosting;

namespace Pipeline.Ingress.Tests.Messages;

/// <summary>Requests whose body comes in odd ways, or not at all.</summary>
public sealed class UploadTests
{
    private const string Hello = """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData("Content-Length: 5000", "{")]
    [InlineData("Transfer-Encoding: chunked", "5\r\n{")]
    public async Task A_client_that_leaves_while_it_sends_its_request_is_no_fault_of_ours(string length, string sent)
    {
        await using var host = await IngressHost.StartAsync();
        using (var client = await ConnectAsync(host))
        {
            await SendAsync(client, $"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n{length}\r\n\r\n");
            var buffer = new byte[100];
            Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(buffer, 0, await client.ReceiveAsync(buffer)), StringComparison.Ordinal);
            await SendAsync(client, sent);
            client.Close(timeout: 0);
        }

        await host.Log.SaysAsync("the client left");
        Assert.False(host.Log.Text.Contains("Error ", StringComparison.Ordinal), host.Log.Text);
    }

    [Fact]
    public async Task A_byte_order_mark_does_not_reach_the_worker()
    {
        await using var host = await IngressHost.StartAsync();
        using var response = await host.Client.SendAsync(Requests.Post('\uFEFF' + Hello));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(Hello, Encoding.UTF8.GetString((await host.Worker.Received.Task).Body));
    }

    private static async Task<Socket> ConnectAsync(IngressHost host)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", host.Client.BaseAddress!.Port);
        return socket;
    }

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text));
}
