using System.Runtime.InteropServices;

namespace Pipeline.Ingress.Messages;

/// <summary>What the ingress needs to know of a Messages request; the rest is the worker's business.</summary>
/// <param name="Model">Model as the client named it.</param>
/// <param name="Stream">Whether the client asked for a stream.</param>
/// <param name="IsProbe">Whether one token is all it wants, as clients do to find out whether a model is there.</param>
/// <param name="Outline">Where in the body the parts are that tell whether it needs a model.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RequestShape(string Model, bool Stream, bool IsProbe, RequestOutline Outline);
