namespace Pipeline.Ingress.Messages;

/// <summary>What the ingress needs to know of a Messages request; the rest is the worker's business.</summary>
/// <param name="Model">Model as the client named it.</param>
/// <param name="Stream">Whether the client asked for a stream.</param>
internal readonly record struct RequestShape(string Model, bool Stream);
