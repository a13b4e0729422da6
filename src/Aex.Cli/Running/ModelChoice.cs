using Aex.Cli.Commands;
using Aex.Contracts.Models;

namespace Aex.Cli.Running;

/// <summary>Who is to make texts, as it was typed; the environment says it where nothing was.</summary>
/// <param name="Spec">The model.</param>
/// <param name="Handler">The program.</param>
internal sealed record ModelChoice(string? Spec, string? Handler)
{
    /// <summary>Opens whoever was named. A model that cannot be asked is told when it is needed.</summary>
    /// <param name="folder">Where the program starts.</param>
    /// <param name="timeout">How long one text may take.</param>
    /// <param name="progress">Told how far an answer is; null where nobody watches.</param>
    /// <exception cref="CommandFailure">The program's command line cannot be read.</exception>
    public OpenModel Open(string folder, TimeSpan timeout, Action<string>? progress)
    {
        if (Handler is { } command)
        {
            var handler = CommandModel.Of(command, folder, timeout, out var unread) ?? throw new CommandFailure($"--model-handler `{command}`: {unread}", null);
            return new OpenModel("--model-handler", handler.Make, "", null);
        }

        var named = Spec ?? Environment.GetEnvironmentVariable(ModelEndpoint.ModelVariable);
        if (string.IsNullOrEmpty(named))
        {
            return new OpenModel(null, null, "none is named: --model anthropic, openai or PROVIDER:MODEL names one, AEX_MODEL one for all runs, --model-handler COMMAND a program that makes texts", null);
        }

        if (ModelEndpoint.Parse(named, out var fault) is not { } model)
        {
            return new OpenModel(null, null, $"AEX_MODEL names none: {fault}", null);
        }

        if (ModelEndpoint.Find(model.Provider, model.Model, Environment.GetEnvironmentVariable, out fault) is not { } endpoint)
        {
            return new OpenModel(null, null, $"it cannot be asked: {fault}", null);
        }

        var chat = new ChatModel(endpoint, timeout, progress);
        return new OpenModel(endpoint.ToString(), chat.Make, "", chat);
    }
}

/// <summary>Whoever makes texts, opened.</summary>
/// <param name="Name">The model, for the record; null where nobody makes texts.</param>
/// <param name="Make">Makes them; null where nobody does.</param>
/// <param name="Fault">Why nobody does, with the mend.</param>
/// <param name="Held">What is to be closed with it.</param>
internal sealed record OpenModel(string? Name, MakeStep? Make, string Fault, IDisposable? Held) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Held?.Dispose();
}
