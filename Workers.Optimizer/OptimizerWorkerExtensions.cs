using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Contracts.Commands;
using Pipeline.Tokens;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Optimizer.Answers;
using Pipeline.Workers.Optimizer.CommandPrefixes;
using Pipeline.Workers.Optimizer.FilePaths;
using Pipeline.Workers.Optimizer.Probes;
using Pipeline.Workers.Optimizer.Suggestions;
using Pipeline.Workers.Optimizer.Titles;

namespace Pipeline.Workers.Optimizer;

/// <summary>The worker that answers what needs no model, for any host.</summary>
public static class OptimizerWorkerExtensions
{
    /// <summary>Adds the consumer that answers <c>AnswerLocally</c>; the transport is added once for all roles.</summary>
    public static IServiceCollection AddOptimizerWorker(this IServiceCollection services)
    {
        services.TryAddSingleton<ITokenizer>(Cl100kTokenizer.Instance);
        services.AddSingleton<ILocalAnswer, ProbeAnswer>();
        services.AddSingleton<ILocalAnswer, TitleAnswer>();
        services.AddSingleton<ILocalAnswer, TopicAnswer>();
        services.AddSingleton<ILocalAnswer, CommandPrefixAnswer>();
        services.AddSingleton<ILocalAnswer, FilePathsAnswer>();
        services.AddSingleton<ILocalAnswer, SuggestionAnswer>();
        services.AddSingleton<LocalAnswers>();
        services.AddHostedService<WarmUp>();
        services.AddCommandConsumer<AnswerLocallyConsumer, AnswerLocally>([CommandExchanges.AnswerLocally]);
        return services;
    }
}
