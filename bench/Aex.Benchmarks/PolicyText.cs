using System.Globalization;
using System.Text;

namespace Aex.Benchmarks;

/// <summary>Policies of a given length, of lines as people write them.</summary>
internal static class PolicyText
{
    public static byte[] Of(int lines)
    {
        var text = new StringBuilder("policy bench v0\nbudget calls=1000\nallow file.*, network.*, shell.exec, mcp.*\n");
        for (var i = 3; i < lines; i++)
        {
            var line = (i % 4) switch
            {
                0 => $"allow file.write:src/part{i}/**",
                1 => $"deny file.read:private{i}/**/*.key",
                2 => $"confirm before network.fetch:*.host{i}.example",
                _ => $"deny mcp.server{i}.drop_table",
            };
            text.Append(CultureInfo.InvariantCulture, $"{line}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
