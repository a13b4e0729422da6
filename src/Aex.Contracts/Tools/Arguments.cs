using Aex.Contracts.Running;
using Aex.Contracts.Values;

namespace Aex.Contracts.Tools;

/// <summary>The arguments of one call; what the tool does not know is an error, so that nothing is judged that is not used.</summary>
internal sealed class Arguments(string tool, ObjectValue given)
{
    /// <summary>Throws unless every argument is one of these.</summary>
    public Arguments Only(params ReadOnlySpan<string> names)
    {
        foreach (var (name, _) in given.Members)
        {
            if (!names.Contains(name))
            {
                throw new RunBlockedException($"{tool} takes no `{name}`; it takes {(names.Length == 0 ? "no arguments" : "`" + string.Join("`, `", names.ToArray()) + "`")}");
            }
        }

        return this;
    }

    public bool Has(string name) => given.Find(name) is not (null or NullValue);

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => given.Find(name) switch
    {
        TextValue text => text.Text,
        null => throw new RunBlockedException($"{tool} needs `{name}`"),
        var other => throw new RunBlockedException($"{tool} takes a text as `{name}`, and it is {other.Kind}"),
    };

    /// <summary>The texts of a list, or one text, under either name.</summary>
    public List<string> Texts(string many, string one)
    {
        if (Has(many) && Has(one))
        {
            throw new RunBlockedException($"{tool} takes `{many}` or `{one}`, not both");
        }

        if (!Has(many))
        {
            return [Text(one)];
        }

        return given.Find(many) switch
        {
            TextValue text => [text.Text],
            ListValue list when list.Items.All(static item => item is TextValue) => [.. list.Items.Select(static item => ((TextValue)item).Text)],
            var other => throw new RunBlockedException($"{tool} takes a list of texts as `{many}`, and it is {(other is ListValue ? "a list of other things" : other!.Kind)}"),
        };
    }

    public Value? Find(string name) => given.Find(name);
}
