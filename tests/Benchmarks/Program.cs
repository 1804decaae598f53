using Pipeline.Benchmarks;

// The upstream runs in a process of its own, so that the host's figures are the host's alone.
return args switch
{
    ["upstream"] => await UpstreamProcess.RunAsync(),
    [] or ["--quick"] => await Suite.RunAsync(quick: args.Length > 0),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks [-- --quick]");
    return 2;
}
