namespace Aex.Sessions.Files;

/// <summary>What a name or a descriptor stands for.</summary>
internal enum FileType
{
    Other,
    Regular,
    Folder,
    Link,
}

/// <summary>What the system says of a file. Times are nanoseconds since 1970.</summary>
internal readonly record struct FileStatus(
    FileType Type, int Mode, uint Owner, uint Links, ulong Device, ulong Inode, long Size, long Changed);
