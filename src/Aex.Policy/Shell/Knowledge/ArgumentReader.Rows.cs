namespace Aex.Policy.Shell.Knowledge;

// What the rows say: roles of arguments, tokens, options.
internal readonly ref partial struct ArgumentReader
{
    private ReadOnlySpan<char> RoleOf(int place, bool isLast)
    {
        if (isLast && RoleNamed("last:") is { IsEmpty: false } last)
        {
            return last;
        }

        Span<char> name = stackalloc char[2];
        if (place < 10)
        {
            name[0] = (char)('0' + place);
            name[1] = ':';
            if (RoleNamed(name) is { IsEmpty: false } own)
            {
                return own;
            }
        }

        return RoleNamed("args:");
    }

    private ReadOnlySpan<char> RoleNamed(scoped ReadOnlySpan<char> name)
    {
        for (var part = 0; part < 2; part++)
        {
            foreach (var range in _rows.Tokens(part == 0 ? _row : ProgramRows.InHead))
            {
                var token = _rows[range];
                if (token.StartsWith(name))
                {
                    return token[name.Length..];
                }
            }
        }

        return default;
    }

    private bool HasToken(ReadOnlySpan<char> name)
    {
        for (var part = 0; part < 2; part++)
        {
            foreach (var range in _rows.Tokens(part == 0 ? _row : ProgramRows.InHead))
            {
                var token = _rows[range];
                if (token.SequenceEqual(name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool HasSharpOptions()
    {
        for (var part = 0; part < 2; part++)
        {
            foreach (var range in _rows.Tokens(part == 0 ? _row : ProgramRows.InHead))
            {
                var token = _rows[range];
                if (token[0] == '-' && new Option(token).IsSharp)
                {
                    return true;
                }
            }
        }

        return !HasToken("*");
    }

    // Before the subcommand only the program's own options count: `git -c x=y commit` sets a setting, `git commit -c x` takes a message.
    private bool FindOption(scoped ReadOnlySpan<char> name, out Option found, bool headOnly = false)
    {
        found = default;
        if (name.Length < 2)
        {
            return false;
        }

        for (var part = headOnly ? 1 : 0; part < 2; part++)
        {
            foreach (var range in _rows.Tokens(part == 0 ? _row : ProgramRows.InHead))
            {
                var token = _rows[range];
                if (token[0] == name[0] && token.Length >= name.Length && token.Contains(name, StringComparison.Ordinal) && new Option(token, part == 1) is var option && option.Has(name))
                {
                    found = option;
                    return true;
                }
            }
        }

        return name.Length > 3 && name.StartsWith("--") && FindByStart(name, out found, headOnly);
    }

    // Of several that start so, one that could do harm.
    private bool FindByStart(scoped ReadOnlySpan<char> start, out Option found, bool headOnly)
    {
        found = default;
        var any = false;
        for (var part = headOnly ? 1 : 0; part < 2; part++)
        {
            foreach (var range in _rows.Tokens(part == 0 ? _row : ProgramRows.InHead))
            {
                var token = _rows[range];
                if (token[0] == '-' && token.Contains(start, StringComparison.Ordinal) && new Option(token, part == 1) is var option && option.HasLongStart(start) && (!any || option.IsSharp))
                {
                    found = option;
                    any = true;
                }
            }
        }

        return any;
    }
}
