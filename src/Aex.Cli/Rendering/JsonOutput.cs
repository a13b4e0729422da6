using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aex.Cli.Rendering;

/// <summary>Data printed as JSON: indented by two, one line end behind it.</summary>
internal static class JsonOutput
{
    /// <summary>Writes one indented value.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write) => Write(output, indented: true, write);

    /// <summary>Writes one value on one line.</summary>
    public static void WriteLine(TextWriter output, Action<Utf8JsonWriter> write) => Write(output, indented: false, write);

    private static void Write(TextWriter output, bool indented, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n", MaxDepth = 1000 }))
        {
            write(json);
        }

        output.Write(Escaped(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length)));
        output.Write('\n');
    }

    /// <summary>
    /// Letters of all scripts stay readable; what would act on a terminal or hide in it becomes <c>\uXXXX</c>. The writer has escaped
    /// the ASCII controls already, and other characters outside ASCII stand in strings only.
    /// </summary>
    private static string Escaped(string json)
    {
        var escaped = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length;)
        {
            var length = Shown.Next(json, i, out _, out var value);
            if (value != '\n' && Shown.IsHidden(value))
            {
                foreach (var unit in json.AsSpan(i, length))
                {
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
                }
            }
            else
            {
                escaped.Append(json, i, length);
            }

            i += length;
        }

        return escaped.ToString();
    }
}
