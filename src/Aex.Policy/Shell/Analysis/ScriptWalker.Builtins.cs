using Aex.Policy.Capabilities;

namespace Aex.Policy.Shell.Analysis;

// What commands change in the shell itself, and in what names stand for.
internal sealed partial class ScriptWalker
{
    // What a shell's own commands change in it.
    private void Change(string name, List<ShellWord> arguments, ShellState state)
    {
        switch (name)
        {
            case "cd" or "pushd" or "chdir":
                var at = arguments.FindIndex(static word => word.MayBeFlag || word.Text is "-" || !word.Text.StartsWith('-'));
                if (at < 0)
                {
                    Enter(name == "pushd" || _home.Length == 0 ? new ShellWord { Text = "\0" } : ShellWord.Known(_home), state);
                }
                else
                {
                    Enter(arguments[at].Text is "-" || arguments[at].Text.StartsWith('+') ? new ShellWord { Text = "\0" } : arguments[at], state);
                }

                break;
            case "popd":
                state.Folders = ["\0"];
                        break;
            case "export" or "declare" or "typeset" or "local" or "readonly":
                var plain = arguments.TrueForAll(static word => word.IsKnown && (!word.Text.StartsWith('-') || word.Text is "-x" or "-g" or "-r" or "-gx"));
                foreach (var argument in arguments)
                {
                    var equals = argument.Text.IndexOf('=');
                    if (equals > 0 && !argument.Text.StartsWith('-'))
                    {
                        var variable = argument.Text[..equals].TrimEnd('+');
                        var keeps = plain || (argument.HasUnknown && !argument.Text[..equals].Contains('\0'));
                        SetVariable(variable, keeps && argument.Text[equals - 1] != '+' ? argument.From(equals + 1) : ShellState.Any(variable), state);
                    }
                    else if (argument.HasUnknown)
                    {
                        state.ForgetVariables();
                    }
                }

                break;
            case "read" or "mapfile" or "readarray" or "getopts" or "unset" or "let" or "printf" or "wait":
                if (name != "printf" || arguments.Exists(static word => word.Text.StartsWith("-v", StringComparison.Ordinal) || word.MayBeFlag))
                {
                    foreach (var argument in arguments)
                    {
                        if (argument.HasUnknown || name is "let")
                        {
                            state.ForgetVariables();
                        }
                        else if (state.Variables.ContainsKey(argument.Text))
                        {
                            state.Set(argument.Text, ShellState.Any(argument.Text));
                        }
                    }
                }

                break;
            case "source" or "." or "set" or "shift":
                if (name is "source" or ".")
                {
                    state.Tainted ??= "a sourced file may have changed what names mean";
                }

                state.ForgetVariables();
                if (name == "set" && arguments.FindIndex(static word => word.Text == "--") is >= 0 and var end)
                {
                    SetParameters(arguments.GetRange(end + 1, arguments.Count - end - 1), state);
                }
                else if (name is "shift" or "source" or "." || arguments.Exists(static word => !word.Text.StartsWith('-') && !word.Text.StartsWith('+')))
                {
                    state.Parameters = null;
                }

                break;
            case "alias":
                foreach (var argument in arguments)
                {
                    var equals = argument.Text.IndexOf('=');
                    if (equals > 0)
                    {
                        state.Shadow(argument.Text[..equals]);
                        state.Aliases[argument.Text[..equals]] = argument.From(equals + 1);
                    }

                    state.Tainted ??= argument.HasUnknown ? "an alias is computed" : null;
                }

                break;
            case "shopt" or "setopt":
                state.HasOtherGlobs |= arguments.Exists(static word => word.HasUnknown || word.Text is "dotglob" or "nocaseglob" or "globdots" or "glob_dots" or "-p");
                break;
            case "hash" or "enable" when arguments.Count > 0:
                state.Tainted ??= $"`{name}` changes what names mean";
                break;
            default:
                break;
        }
    }

    private static void Enter(ShellWord folder, ShellState state)
    {
        if (!folder.IsKnown)
        {
            state.Folders = ["\0"];
            return;
        }

        var folders = new List<string>();
        foreach (var from in state.Folders)
        {
            var next = folder.Text.StartsWith('/') || from.Length == 0 ? folder.Text : from.TrimEnd('/') + "/" + folder.Text;
            if (next.Length > 4096)
            {
                next = "\0";
            }

            if (!folders.Contains(next))
            {
                folders.Add(next);
            }
        }


        state.Folders = folders;
    }

    // What stands behind a name that was linked, moved, copied or unpacked is not what the disk shows now.
    private static void Remember(string program, List<ShellWord> arguments, IReadOnlyList<Effect> effects, ShellState state)
    {
        if (program is not ("ln" or "mv" or "cp" or "install" or "rsync" or "scp" or "tar" or "bsdtar" or "unzip" or "7z" or "cpio" or "link"))
        {
            return;
        }

        if (effects.Count * arguments.Count > MostMade)
        {
            state.Tainted ??= "more names are linked, moved or copied than are looked at";
            return;
        }

        foreach (var effect in effects)
        {
            if (effect.Capability != "file.write" || effect.Word is not { HasUnknown: false } made)
            {
                continue;
            }

            state.Made.Add(made.Text.TrimEnd('/'));
            foreach (var argument in arguments)
            {
                if (!argument.HasUnknown && argument.Text.Length > 0)
                {
                    var name = AbsolutePath.Name(argument.Text.AsSpan().TrimEnd('/')).ToString();
                    state.Made.Add(made.Text is "." or "./" ? name : made.Text.TrimEnd('/') + "/" + name);
                    if (program is "ln")
                    {
                        state.Made.Add(name);
                    }
                }
            }
        }
    }
}
