namespace Aex.Contracts.Models;

/// <summary>Whose protocol a model is asked in.</summary>
public enum ModelProvider
{
    /// <summary>Anthropic's Messages API.</summary>
    Anthropic,

    /// <summary>OpenAI's Chat Completions API, which many servers speak.</summary>
    OpenAI,
}

/// <summary>Which model is asked, where, and with which key. Its text holds no key.</summary>
public sealed class ModelEndpoint
{
    /// <summary>The model asked where <c>--model anthropic</c> names none.</summary>
    public const string AnthropicModel = "claude-sonnet-4-5";

    /// <summary>The model asked where <c>--model openai</c> names none.</summary>
    public const string OpenAIModel = "gpt-5";

    /// <summary>The variable that names a model where no option does.</summary>
    public const string ModelVariable = "AEX_MODEL";

    private ModelEndpoint(ModelProvider provider, string model, Uri address, string? key) => (Provider, Model, Address, Key) = (provider, model, address, key);

    /// <summary>The provider.</summary>
    public ModelProvider Provider { get; }

    /// <summary>The model's name, as the provider knows it.</summary>
    public string Model { get; }

    /// <summary>The server's address; it ends with a slash, and paths of the API are below it.</summary>
    public Uri Address { get; }

    /// <summary>The key; null for a server that wants none.</summary>
    internal string? Key { get; }

    /// <summary>Takes a model's name apart: <c>anthropic</c>, <c>openai</c>, <c>PROVIDER:MODEL</c>. Null with the mend in <paramref name="fault"/> for anything else.</summary>
    public static (ModelProvider Provider, string Model)? Parse(string spec, out string fault)
    {
        ArgumentNullException.ThrowIfNull(spec);
        fault = "";
        var colon = spec.IndexOf(':', StringComparison.Ordinal);
        var (name, model) = colon < 0 ? (spec, "") : (spec[..colon], spec[(colon + 1)..]);
        ModelProvider? provider = name switch { "anthropic" => ModelProvider.Anthropic, "openai" => ModelProvider.OpenAI, _ => null };
        if (provider is null || (colon >= 0 && model.Length == 0) || model.Any(static letter => char.IsWhiteSpace(letter) || char.IsControl(letter)))
        {
            fault = $"`{spec}` names no model: write `anthropic`, `openai`, or one of these with the model's name behind a colon, as `openai:llama3`";
            return null;
        }

        return (provider.Value, model.Length > 0 ? model : provider == ModelProvider.Anthropic ? AnthropicModel : OpenAIModel);
    }

    /// <summary>Finds address and key in the environment. Null with the mend in <paramref name="fault"/> where a key is missing or one of them cannot be used.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <param name="fault">What is wrong; it holds no key.</param>
    public static ModelEndpoint? Find(ModelProvider provider, string model, Func<string, string?> variable, out string fault)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var (prefix, standard) = provider switch
        {
            ModelProvider.Anthropic => ("ANTHROPIC", "https://api.anthropic.com"),
            ModelProvider.OpenAI => ("OPENAI", "https://api.openai.com/v1"),
        };
        var key = variable(prefix + "_API_KEY")?.Trim();
        var given = variable(prefix + "_BASE_URL")?.Trim();
        if (AddressOf(provider, string.IsNullOrEmpty(given) ? standard : given) is not { } address)
        {
            fault = $"{prefix}_BASE_URL is no address of a server: it is to be http:// or https:// with a host, without a user, a query or a fragment";
            return null;
        }

        if (string.IsNullOrEmpty(key) && string.IsNullOrEmpty(given))
        {
            fault = $"the model `{NameOf(provider)}:{model}` needs a key: set {prefix}_API_KEY, or {prefix}_BASE_URL to a server that wants none";
            return null;
        }

        if (key is not null && key.Any(static letter => letter is <= ' ' or > '~'))
        {
            // Such a value cannot be sent, and the library's complaint would show it.
            fault = $"{prefix}_API_KEY holds a character that no key has: set it to the key alone";
            return null;
        }

        fault = "";
        return new ModelEndpoint(provider, model, address, string.IsNullOrEmpty(key) ? null : key);
    }

    /// <summary>The model as <c>--model</c> takes it.</summary>
    public override string ToString() => $"{NameOf(Provider)}:{Model}";

    private static string NameOf(ModelProvider provider) => provider switch { ModelProvider.Anthropic => "anthropic", ModelProvider.OpenAI => "openai" };

    private static Uri? AddressOf(ModelProvider provider, string given)
    {
        if (!Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.Host.Length == 0 || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return null;
        }

        // Anthropic's is written without the version, OpenAI's with it.
        return provider == ModelProvider.Anthropic && !address.AbsolutePath.EndsWith("/v1/", StringComparison.Ordinal) ? new Uri(address, "v1/") : address;
    }
}
