using System.Collections;
using System.Reflection;

namespace Aex.Mutation;

/// <summary>A test with one row of its data. The attributes are known by name, since each world has its own.</summary>
internal sealed class TestCase(Type type, MethodInfo method, object?[] arguments)
{
    public string Name => $"{type.Name}.{method.Name}";

    /// <summary>The cases of a method; none if it is no test.</summary>
    public static IEnumerable<TestCase> Of(Type type, MethodInfo method)
    {
        foreach (var attribute in method.GetCustomAttributes())
        {
            switch (attribute.GetType().Name)
            {
                case "FactAttribute":
                    yield return new TestCase(type, method, []);
                    break;
                case "InlineDataAttribute":
                    yield return new TestCase(type, method, Fit(method, (object?[])Value(attribute, "Data")!));
                    break;
                case "MemberDataAttribute":
                    foreach (var row in Rows(type, attribute))
                    {
                        yield return new TestCase(type, method, Fit(method, row));
                    }

                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Runs it; null if it holds, or skips itself, otherwise what is wrong.</summary>
    public string? Run()
    {
        object? instance = null;
        try
        {
            instance = method.IsStatic ? null : Activator.CreateInstance(type);
            (method.Invoke(instance, arguments) as Task)?.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception fault)
        {
            while (fault is TargetInvocationException or TypeInitializationException && fault.InnerException is { } inner)
            {
                fault = inner;
            }

            return fault.GetType().Name == "SkipException" ? null : $"{Name}: {fault.GetType().Name}";
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    private static IEnumerable<object?[]> Rows(Type type, Attribute attribute)
    {
        var owner = (Type?)Value(attribute, "MemberType") ?? type;
        var member = owner.GetMember((string)Value(attribute, "MemberName")!, BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)[0];
        var data = member switch
        {
            MethodInfo made => made.Invoke(null, (object?[])Value(attribute, "Arguments")!),
            PropertyInfo held => held.GetValue(null),
            _ => ((FieldInfo)member).GetValue(null),
        };
        foreach (var row in (IEnumerable)data!)
        {
            yield return row is object?[] values ? values : (object?[])row.GetType().GetInterface("ITheoryDataRow")!.GetMethod("GetData")!.Invoke(row, null)!;
        }
    }

    private static object? Value(Attribute attribute, string property) => attribute.GetType().GetProperty(property)!.GetValue(attribute);

    // Defaults for what a row leaves out, and one array for what a `params` takes.
    private static object?[] Fit(MethodInfo method, object?[] row)
    {
        var parameters = method.GetParameters();
        if (parameters is [.., { } last] && last.IsDefined(typeof(ParamArrayAttribute)) && !(row.Length == parameters.Length && last.ParameterType.IsInstanceOfType(row[^1])))
        {
            var rest = Array.CreateInstance(last.ParameterType.GetElementType()!, row.Length - parameters.Length + 1);
            Array.Copy(row, parameters.Length - 1, rest, 0, rest.Length);
            return [.. row.Take(parameters.Length - 1), rest];
        }

        return [.. row, .. parameters.Skip(row.Length).Select(static parameter => parameter.DefaultValue)];
    }
}
