using System.Text.Json;
using Aex.Language.Syntax;

namespace Aex.Language.Compilation;

/// <summary>Writes the steps of a task.</summary>
internal sealed class StepWriter(Utf8JsonWriter json)
{
    public static bool IsStep(StatementSyntax statement) => statement is DoSyntax or MakeSyntax or CheckSyntax or IfSyntax or ForSyntax or ReturnSyntax;

    public void Write(StatementSyntax statement)
    {
        switch (statement)
        {
            case DoSyntax step:
                Begin("call");
                json.WriteString("tool", step.Tool);
                json.WriteStartObject("args");
                ValueWriter.WriteArguments(json, step.Arguments);
                json.WriteEndObject();
                if (step.Bind is { } bind)
                {
                    json.WriteString("bind", bind);
                }

                json.WriteEndObject();
                break;
            case MakeSyntax make:
                WriteMake(make);
                break;
            case CheckSyntax check:
                Begin("check");
                ConditionWriter.WriteProperty(json, check.Condition);
                json.WriteEndObject();
                break;
            case GrantsSyntax { Verb: GrantVerb.Confirm } confirm:
                foreach (var grant in confirm.Grants)
                {
                    Begin("confirm");
                    json.WriteString("tool", ContractWriter.Show(grant));
                    json.WriteEndObject();
                }

                break;
            case IfSyntax branch:
                Begin("if");
                ConditionWriter.WriteProperty(json, branch.Condition);
                WriteBody(branch.Body);
                break;
            case ForSyntax loop:
                Begin("for");
                json.WriteString("variable", loop.Variable);
                json.WritePropertyName("iterable");
                ValueWriter.Write(json, loop.Iterable);
                WriteBody(loop.Body);
                break;
            case ReturnSyntax end:
                Begin("return");
                json.WritePropertyName("value");
                ValueWriter.Write(json, end.Value);
                json.WriteEndObject();
                break;
        }
    }

    private void Begin(string op)
    {
        json.WriteStartObject();
        json.WriteString("op", op);
    }

    private void WriteBody(IReadOnlyList<StatementSyntax> body)
    {
        json.WriteStartArray("steps");
        foreach (var statement in body)
        {
            Write(statement);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteMake(MakeSyntax make)
    {
        Begin("make");
        json.WriteString("bind", make.Bind);
        json.WriteString("type", make.Type);
        json.WriteStartArray("inputs");
        for (var i = 0; i < make.InputCount; i++)
        {
            json.WriteStringValue(make.Input(i));
        }

        json.WriteEndArray();
        json.WriteStartArray("instructions");
        foreach (var instruction in make.Instructions)
        {
            json.WriteStringValue(instruction.Text);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
