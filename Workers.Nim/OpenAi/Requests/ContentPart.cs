using System.Text.Json.Serialization;

namespace Pipeline.Workers.Nim.OpenAi.Requests;

/// <summary>A piece of a user message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextPart), "text")]
[JsonDerivedType(typeof(ImagePart), "image_url")]
internal abstract record ContentPart
{
    /// <summary>Whether it is, or labels, an image that a tool returned, which the result names.</summary>
    [JsonIgnore]
    public bool ShowsResult { get; init; }
}

/// <summary>Text.</summary>
internal sealed record TextPart(string Text) : ContentPart;

/// <summary>An image.</summary>
internal sealed record ImagePart(ImageUrl ImageUrl) : ContentPart;

/// <summary>Where an image is, or the image itself as a <c>data:</c> URL.</summary>
internal sealed record ImageUrl(string Url);
