using System.Text;
using System.Text.Json;
using Aex.Contracts.Models;
using Aex.Sessions;
using NJsonSchema;
using Xunit;

namespace Aex.Tests.Contracts;

/// <summary>docs/schemas/run.schema.json holds for every event that a run has.</summary>
public sealed class RunSchemaTests
{
    [Fact]
    public async Task Every_event_and_the_result_are_as_the_schema_says()
    {
        var schema = await JsonSchema.FromFileAsync(Corpus.At("docs", "schemas", "run.schema.json"), TestContext.Current.CancellationToken);
        using var box = new RunBox { Answer = PersonAnswer.Approved, Make = static (_, _) => Task.FromResult(new MakeAnswer("text", 3)) };
        box.Write("a", "A");
        string[] runs =
        [
            "use file.read, file.write\nneed v: json\nconfirm before file.write\ndo file.read(path=\"a\") -> t\nmake m: text from v with:\n  - x\nif t\n  check m\nif not t\n  check m\nfor x in [1]\n  do file.write(path=\"b\", contents=m)\nreturn {t: t}",
            "use file.read, tests.run\nneed v: json\nbudget calls=1\ndo file.read(path=\"a\") -> t\ndo file.read(path=\"a\") -> t\nreturn t",
            "use file.read\nneed v: json\ndo file.read(path=\"none\") -> t\nreturn t",
            "use file.write:x/**\nneed v: json\ndo file.write(path=\"y\", contents=\"c\")\nreturn 1",
            "use file.read\nneed v: json\ncheck v is 2\nreturn 1",
        ];
        var seen = new HashSet<string>();
        foreach (var run in runs)
        {
            box.Events.Clear();
            var result = box.Run(run, ("v", "[1]"));
            box.Answer = PersonAnswer.Refused;
            foreach (var happened in box.Events)
            {
                seen.Add(happened.Name);
                Assert.Empty(schema.Validate(Json(happened.Write)));
            }

            Assert.Empty(schema.Validate(Json(result.Write)));
        }

        box.Run("use file.read\nconfirm before file.read\ndo file.read(path=\"a\")\nreturn 1");
        seen.UnionWith(box.Events.Select(happened => happened.Name));
        var named = JsonDocument.Parse(await File.ReadAllTextAsync(Corpus.At("docs", "schemas", "run.schema.json"), TestContext.Current.CancellationToken)).RootElement
            .GetProperty("oneOf")[0].GetProperty("properties").GetProperty("event").GetProperty("enum").EnumerateArray().Select(name => name.GetString()!);
        Assert.Equal(named.Order(), seen.Order());
        Assert.NotEmpty(schema.Validate("{\"event\":\"other\",\"time\":\"2026-01-01T00:00:00Z\"}"));
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
