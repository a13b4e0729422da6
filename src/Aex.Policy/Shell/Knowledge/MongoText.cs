namespace Aex.Policy.Shell.Knowledge;

/// <summary>What a text for MongoDB's shell does, told by the methods that it calls. What is not known to read only counts as a change.</summary>
internal static class MongoText
{
    private const string Destroying = " drop dropDatabase dropIndex dropIndexes dropUser dropRole dropAllUsersFromDatabase deleteMany deleteOne remove findOneAndDelete findAndModify ";

    private const string Reading =
        " find findOne count countDocuments estimatedDocumentCount distinct aggregate explain getCollection getCollectionNames getCollectionInfos getIndexes stats dataSize storageSize totalSize totalIndexSize getSiblingDB"
        + " getMongo getName getDB getDBNames getUsers getRoles serverStatus hostInfo version status conf help limit skip sort project toArray forEach map pretty hint size hasNext next isMaster hello currentOp listDatabases"
        + " adminCommand runCommand print printjson tojson stringify log ObjectId ISODate Date NumberLong keys length join slice ";

    /// <summary>Adds what the text does.</summary>
    public static void Read(ShellWord word, Invocation call)
    {
        var text = word.Text;
        if (text is ".")
        {
            // Without a text of its own the shell reads from its input.
            if (!call.Arguments.Any(static argument => argument.Text.StartsWith("--eval", StringComparison.Ordinal)))
            {
                call.RunsUnknown("the code comes from standard input");
            }

            return;
        }

        call.Add("database.read");
        if (word.HasUnknown)
        {
            call.Add("database.change");
        }

        for (var open = text.IndexOf('('); open >= 0; open = text.IndexOf('(', open + 1))
        {
            var start = open;
            while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '_'))
            {
                start--;
            }

            var name = text[start..open];
            if (name is "require" or "load" or "eval" or "Function" or "run" or "runProgram" or "readFileSync" or "writeFileSync" or "execSync" or "spawn")
            {
                call.RunsUnknown($"`{name}` in a text for the database runs code");
            }
            else if (name.Length > 0 && Destroying.Contains($" {name} ", StringComparison.Ordinal))
            {
                call.Add("database.change");
                call.Add("resource.destroy");
            }
            else if (name.Length > 0 && (!Reading.Contains($" {name} ", StringComparison.Ordinal) || name is "runCommand" or "adminCommand"))
            {
                call.Add("database.change");
            }
        }

        // Methods by another way, stages that write, keywords of the shell.
        if (text.Contains('`') || text.Contains("](", StringComparison.Ordinal) || text.Contains("$out", StringComparison.Ordinal) || text.Contains("$merge", StringComparison.Ordinal))
        {
            call.Add("database.change");
        }
    }
}
