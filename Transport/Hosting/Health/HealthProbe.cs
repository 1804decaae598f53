using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace Pipeline.Transport.Hosting.Health;

/// <summary>
/// The program asks another process of its own kind whether it is ready, so that a container's health
/// check needs no other program in the image.
/// </summary>
internal static class HealthProbe
{
    /// <summary>The verb that a role's program takes.</summary>
    public const string Verb = "health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks at the address that this configuration would listen on; 0 where the answer is "ready", else 1.</summary>
    public static async Task<int> RunAsync(IConfiguration configuration)
    {
        var url = ListenUrls.ForClients(configuration[WebHostDefaults.ServerUrlsKey]!.Split(';')[0]);
        if (new Uri(url).Port == 0) return Fail("The port is left to chance; name the address to ask with --urls or ASPNETCORE_URLS.");

        // What is asked is near: a proxy for the world outside has no part in this.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(new Uri(new Uri(url), HealthEndpoints.ReadyPath));
            return response.IsSuccessStatusCode ? 0 : Fail(await response.Content.ReadAsStringAsync());
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return Fail($"{url} does not answer: {fault.Message}");
        }
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
