using Xunit;
namespace Aex.Cli.Tests;
public sealed class SmokeTest { [Fact] public void Runs() => Assert.True(true); }
