namespace Pipeline.TestKit.Node;

/// <summary>Where the npm package <c>tiktoken</c> is that tokens are compared with.</summary>
public static class TiktokenPackage
{
    private const string Variable = "PIPELINE_TEST_TIKTOKEN";

    /// <summary>The directory in <c>PIPELINE_TEST_TIKTOKEN</c>, else the package that <c>test.sh</c> installs.</summary>
    public static string Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(RepositoryRoot.Path, ".tools", "tiktoken", "node_modules", "tiktoken");

        return Directory.Exists(path)
            ? path
            : throw new DirectoryNotFoundException($"There is no package tiktoken in '{path}'. Run ./test.sh, which installs it, or set {Variable}.");
    }
}
