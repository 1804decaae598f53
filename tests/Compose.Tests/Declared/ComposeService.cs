using System.Globalization;

namespace Pipeline.Compose.Tests.Declared;

/// <summary>One service of compose.yaml.</summary>
internal sealed class ComposeService
{
    public string Image { get; set; } = "";

    public ComposeBuild? Build { get; set; }

    /// <summary>The profiles that start it; none where it is always started.</summary>
    public List<string> Profiles { get; set; } = [];

    public List<string> Command { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    /// <summary>Files with more of the environment.</summary>
    public List<ComposeEnvFile> EnvFile { get; set; } = [];

    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];

    public List<string> Ports { get; set; } = [];

    public List<string> Networks { get; set; } = [];

    public ComposeHealthcheck? Healthcheck { get; set; }

    public ComposeDeploy Deploy { get; set; } = new();

    public List<string> Volumes { get; set; } = [];

    public List<string> Tmpfs { get; set; } = [];

    public string Restart { get; set; } = "";

    public bool Init { get; set; }

    public bool ReadOnly { get; set; }

    public bool Privileged { get; set; }

    public string? User { get; set; }

    public List<string> CapDrop { get; set; } = [];

    public List<string> CapAdd { get; set; } = [];

    public List<string> SecurityOpt { get; set; } = [];

    public string StopSignal { get; set; } = "SIGTERM";

    public string StopGracePeriod { get; set; } = "10s";

    /// <summary>How long the service has to end.</summary>
    public TimeSpan Grace => TimeSpan.FromSeconds(int.Parse(StopGracePeriod.TrimEnd('s'), CultureInfo.InvariantCulture));
}

/// <summary>How an image is built.</summary>
internal sealed class ComposeBuild
{
    public string Context { get; set; } = "";

    public string Target { get; set; } = "";
}

/// <summary>A file with variables.</summary>
internal sealed class ComposeEnvFile
{
    public string Path { get; set; } = "";

    public bool Required { get; set; } = true;
}

/// <summary>What another service must have reached before.</summary>
internal sealed class ComposeDependency
{
    public string Condition { get; set; } = "";
}

/// <summary>How a service's health is asked.</summary>
internal sealed class ComposeHealthcheck
{
    public List<string> Test { get; set; } = [];
}

/// <summary>Where and with what a service runs.</summary>
internal sealed class ComposeDeploy
{
    public ComposeResources Resources { get; set; } = new();
}

/// <summary>What a service may use, and what is kept for it.</summary>
internal sealed class ComposeResources
{
    public Dictionary<string, string> Limits { get; set; } = [];

    public Dictionary<string, string> Reservations { get; set; } = [];
}
