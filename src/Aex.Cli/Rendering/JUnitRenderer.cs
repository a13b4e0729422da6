using System.Text;
using System.Xml;
using Aex.Cli.Commands;
using Aex.Cli.Testing;

namespace Aex.Cli.Rendering;

/// <summary>Results of tests in the XML that CI systems read: a suite a file, a case an expectation.</summary>
internal static class JUnitRenderer
{
    /// <summary>Writes the whole document.</summary>
    public static void Write(TextWriter output, IReadOnlyList<TestedFile> files)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            Count(xml, files.Sum(file => file.Passed + file.Failed), files.Sum(file => file.Failed));
            foreach (var file in files)
            {
                Write(xml, file);
            }

            xml.WriteEndElement();
        }

        output.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        output.Write(text);
        output.Write('\n');
    }

    private static void Write(XmlWriter xml, TestedFile file)
    {
        var name = Safe(file.Source.Name);
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        Count(xml, file.Passed + file.Failed, file.Failed);
        foreach (var error in file.Errors.Take(1))
        {
            Case(xml, name, "the file can be read", file.Source.PositionOf(error.Span.Start).Line, $"{error.Code}: {error.Message}", string.Join('\n', file.Errors.Select(each => ShortRenderer.Headline(new SourceFindings(file.Source, file.Errors), each, Style.Plain))));
        }

        foreach (var outcome in file.Outcomes)
        {
            var expect = outcome.Expected;
            string? details = null;
            if (outcome.Fault is not null)
            {
                using var explanation = new StringWriter { NewLine = "\n" };
                new DecisionRenderer(explanation, Style.Plain).Write(outcome.Layers, outcome.Call, outcome.Trace, outcome.Verdict, outcome.Reason);
                details = explanation.ToString();
            }

            Case(xml, name, TestCommand.TextOf(file.Source, expect), file.Source.PositionOf(expect.Span.Start).Line, outcome.Fault, details);
        }

        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, string file, string name, int line, string? fault, string? details)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", file);
        xml.WriteAttributeString("name", Safe(name));
        xml.WriteAttributeString("file", file);
        xml.WriteAttributeString("line", JsonParts.Number(line));
        if (fault is not null)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Safe(fault));
            xml.WriteString(Shown.Lines(details ?? ""));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Count(XmlWriter xml, int tests, int failures)
    {
        xml.WriteAttributeString("tests", JsonParts.Number(tests));
        xml.WriteAttributeString("failures", JsonParts.Number(failures));
    }

    // XML 1.0 cannot hold control characters, nor half a surrogate pair.
    private static string Safe(string text) => Shown.Whole(Shown.Text(text));
}
