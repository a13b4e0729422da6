using Xunit;
namespace Aex.Tests;
public sealed class SmokeTest { [Fact] public void Runs() => Assert.True(true); }
