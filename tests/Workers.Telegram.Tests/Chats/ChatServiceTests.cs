using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Persistence;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Answers;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Limits;
using Pipeline.Workers.Telegram.Voice;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Tests.Chats;

public sealed class ChatServiceTests
{
    [Fact]
    public async Task A_host_has_all_of_them_with_its_settings()
    {
        using var directory = new TemporaryDirectory("chats");
        await using var services = Services(
            ("State:Directory", directory.Path), ("Telegram:Limits:PerMinute", "3"), ("Telegram:Answers:Enabled", "false"), ("Cli:Workspace", directory.Path));

        Type[] types = [typeof(PersonLimits), typeof(PersonSpending), typeof(ChatSettingsStore), typeof(ChatWorkspaces), typeof(CachedAnswers), typeof(Uploads), typeof(WorkspaceFiles), typeof(VoiceTranscriber)];

        Assert.All(types, type => Assert.NotNull(services.GetRequiredService(type)));
        Assert.Equal(3, services.GetRequiredService<IOptions<LimitOptions>>().Value.PerMinute);
        Assert.False(services.GetRequiredService<IOptions<AnswerCacheOptions>>().Value.Enabled);
        Assert.Equal(directory.Path, services.GetRequiredService<ChatWorkspaces>().Resolve(null));
    }

    [Theory]
    [InlineData("Telegram:Limits:PerDay", "-1")]
    [InlineData("Telegram:Attachments:MaxFileMegabytes", "0")]
    public async Task A_setting_out_of_range_is_refused(string key, string value)
    {
        await using var services = Services((key, value));

        Assert.Throws<OptionsValidationException>(() => (services.GetRequiredService<IOptions<LimitOptions>>().Value, services.GetRequiredService<IOptions<AttachmentOptions>>().Value));
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddPipelinePersistence(configuration)
            .AddChatServices()
            .BuildServiceProvider();
    }
}
