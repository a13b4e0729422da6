namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>dd: operands of the form <c>name=value</c>.</summary>
internal static class Dd
{
    public static void Read(Invocation call)
    {
        foreach (var word in call.Arguments)
        {
            var text = word.Text;
            if (text.StartsWith("if=", StringComparison.Ordinal))
            {
                call.Reads(word.From(3));
            }
            else if (text.StartsWith("of=", StringComparison.Ordinal))
            {
                if (Invocation.IsDevice(text.AsSpan(3)))
                {
                    continue;
                }

                call.Deletes(word.From(3));
                if (text.StartsWith("of=/dev/", StringComparison.Ordinal))
                {
                    call.Add("resource.destroy");
                }
            }
            else if (word.MayBeFlag)
            {
                call.RunsUnknown("an operand of dd is computed");
            }
        }
    }
}
