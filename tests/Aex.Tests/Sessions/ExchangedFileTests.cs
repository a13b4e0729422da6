using Aex.Sessions;
using Aex.Sessions.Files;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class ExchangedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aex").FullName;
    private readonly string _path;

    public ExchangedFileTests() => _path = _folder + "/state.json";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("nothing")]
    [InlineData("removed")]
    [InlineData("replaced")]
    [InlineData("grown")]
    [InlineData("exchanged")]
    public void Holds_the_latest_text_whatever_happens_to_the_file_beside(string what)
    {
        using var file = new ExchangedFile(_path);
        for (int i = 0; i < 12; i++)
        {
            string text = new('x', 5 + (i * 7 % 5));
            FileStatus seen = file.Replace(System.Text.Encoding.UTF8.GetBytes(text + i));
            Assert.Equal(text + i, File.ReadAllText(_path));
            Assert.True(seen == default || (Posix.Status(_path, follow: false, out FileStatus now) == 0 && now == seen));
            string beside = _path + ".tmp";
            switch (what)
            {
                case "removed":
                    File.Delete(beside);
                    break;
                case "replaced":
                    File.Delete(beside);
                    File.WriteAllText(beside, "another's");
                    break;
                case "grown":
                    File.AppendAllText(beside, new string('y', 100));
                    break;
                case "exchanged":
                    // As another process does; the holder was not told.
                    PrivateFolder.Replace(_path, "another's"u8);
                    break;
                default:
                    break;
            }
        }
    }

    [Fact]
    public void What_cannot_be_written_is_said_and_the_file_stays()
    {
        using var file = new ExchangedFile(_path);
        _ = file.Replace("one"u8);
        File.Delete(_path + ".tmp");
        Directory.CreateDirectory(_path + ".tmp");
        file.Forget();
        Assert.Throws<SessionException>(() => file.Replace("two"u8));
        Assert.Equal("one", File.ReadAllText(_path));
    }
}
