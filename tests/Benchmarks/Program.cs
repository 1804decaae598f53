using Pipeline.Benchmarks;
using Pipeline.Benchmarks.Tokens;

// The upstream runs in a process of its own, so that the host's figures are the host's alone.
return args switch
{
    ["upstream"] => await UpstreamProcess.RunAsync(),
    ["tokens"] or ["tokens", "--quick"] => await TokensAsync(quick: args.Length > 1),
    ["agents"] or ["agents", "--quick"] => await Suite.AgentsAsync(quick: args.Length > 1),
    ["telegram"] or ["telegram", "--quick"] => await Suite.TelegramAsync(quick: args.Length > 1),
    [] or ["--quick"] => await Suite.RunAsync(quick: args.Length > 0),
    _ => Usage(),
};

static async Task<int> TokensAsync(bool quick)
{
    await new TokenSpeed(quick).RunAsync();
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks [-- [tokens | agents | telegram] [--quick]]");
    return 2;
}
