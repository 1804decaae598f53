using System.Runtime.Versioning;

// Signals, sessions and /proc: what these tests are about.
[assembly: SupportedOSPlatform("linux")]
