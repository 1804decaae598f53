namespace Pipeline.Transport.Hosting;

/// <summary>What a role does without <c>DATABASE_URL</c>.</summary>
public enum DatabaseNeed
{
    /// <summary>It keeps nothing.</summary>
    None,

    /// <summary>It works, keeps nothing, and says so.</summary>
    Useful,

    /// <summary>It does not start.</summary>
    Required,
}
