using System.Reflection;
using System.Runtime.Loader;

namespace Aex.Mutation;

/// <summary>
/// The tests and the changed assembly, loaded anew: what one world's static fields hold, no other sees.
/// </summary>
internal sealed class World
{
    private readonly Loader _loader;
    private readonly FieldInfo _active;
    private readonly FieldInfo _captures;
    private readonly MethodInfo _covered;

    /// <summary>Loads them. No test's data is made yet.</summary>
    /// <param name="folder">The folder of the tests' assembly, with the changed one in it.</param>
    /// <param name="id">The mutant that is active from the start; -1 for none.</param>
    /// <param name="captures">Whether the world only notes which mutants are reached.</param>
    public World(string folder, int id, bool captures)
    {
        _loader = new Loader(folder);
        // Its namespace is another in each run of Stryker.
        var control = _loader.Load("Aex.Policy").GetTypes().Single(static type => type.Name == "MutantControl");
        _active = control.GetField("ActiveMutant")!;
        _captures = control.GetField("CaptureCoverage")!;
        _covered = control.GetMethod("GetCoverageData")!;
        Activate(id);
        Captures(captures);
    }

    public void Activate(int id) => _active.SetValue(null, id);

    public void Captures(bool captures) => _captures.SetValue(null, captures);

    /// <summary>The mutants that were reached since the last time, and those of them that a static field's value was made with.</summary>
    public (int[] All, int[] Static) Reached()
    {
        var both = (IList<int>[])_covered.Invoke(null, null)!;
        return ([.. both[0]], [.. both[1]]);
    }

    /// <summary>The tests below a namespace, each row of data one case; in an order that is always the same.</summary>
    public List<TestCase> Cases() =>
        [.. from type in _loader.Load("Aex.Tests").GetTypes()
            where type is { IsClass: true, ContainsGenericParameters: false } && Program.Runs(type)
            orderby type.FullName
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            from test in TestCase.Of(type, method)
            select test];

    public void Unload() => _loader.Unload();

    private sealed class Loader(string folder) : AssemblyLoadContext(name: null, isCollectible: true)
    {
        public Assembly Load(string name) => LoadFromAssemblyName(new AssemblyName(name));

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var file = Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
}
