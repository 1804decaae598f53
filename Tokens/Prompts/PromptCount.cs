using System.Runtime.InteropServices;

namespace Pipeline.Tokens.Prompts;

/// <summary>The tokens of a request's prompt, by what they are: not every model is sent all of it.</summary>
/// <param name="Text">Instructions, messages, tools and their calls and results, and the marks around them.</param>
/// <param name="Thinking">What the model has thought before.</param>
/// <param name="Images">Images.</param>
/// <param name="Documents">Documents that are no text, such as PDF.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PromptCount(int Text, int Thinking, int Images, int Documents)
{
    /// <summary>All of them.</summary>
    public int Total => Text + Thinking + Images + Documents;
}
