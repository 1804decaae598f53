using Pipeline.Ingress.Errors;

namespace Pipeline.Ingress.Tasks;

/// <summary>Ids as HTTP shows them: <c>task_…</c> for nodes, <c>tree_…</c> for trees, with 32 hexadecimal digits.</summary>
internal static class TaskIds
{
    private const string TaskPrefix = "task_";
    private const string TreePrefix = "tree_";

    public static string Task(Guid nodeId) => $"{TaskPrefix}{nodeId:N}";

    public static string Tree(Guid treeId) => $"{TreePrefix}{treeId:N}";

    public static bool TryParseTask(string? text, out Guid nodeId) => TryParse(TaskPrefix, text, out nodeId);

    public static bool TryParseTree(string? text, out Guid treeId) => TryParse(TreePrefix, text, out treeId);

    /// <summary>The node of a route.</summary>
    /// <exception cref="ApiException">404: no task can have this id.</exception>
    public static Guid TaskOf(string id) => TryParseTask(id, out var nodeId) ? nodeId : throw NoTask(id);

    /// <summary>The tree of a route.</summary>
    /// <exception cref="ApiException">404: no tree can have this id.</exception>
    public static Guid TreeOf(string id) => TryParseTree(id, out var treeId) ? treeId : throw NoTree(id);

    public static ApiException NoTask(string id) => ApiException.NotFound($"There is no task '{Shown(id)}', or it was cleared or is too old.");

    public static ApiException NoTree(string id) => ApiException.NotFound($"There is no tree '{Shown(id)}', or it was cleared or is too old; GET /v1/trees lists those that are there.");

    private static bool TryParse(string prefix, string? text, out Guid id)
    {
        id = Guid.Empty;
        return text?.StartsWith(prefix, StringComparison.Ordinal) == true && Guid.TryParseExact(text.AsSpan(prefix.Length), "N", out id);
    }

    private static string Shown(string id) => id.Length <= 64 ? id : $"{id.AsSpan(0, 64)}…";
}
