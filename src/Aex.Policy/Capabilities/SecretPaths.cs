namespace Aex.Policy.Capabilities;

/// <summary>Paths that hold secrets: reading one is also <c>secrets.read</c>, writing one <c>secrets.write</c> (docs/capabilities.md, Secrets).</summary>
public static class SecretPaths
{
    /// <summary>The table, one pattern a line with its exceptions behind <c>!</c>.</summary>
    public const string Table =
        """
        .env
        .env.* !*.example !*.sample !*.template !*.dist !*.d.ts !*.test
        id_rsa
        id_dsa
        id_ecdsa
        id_ed25519
        id_ecdsa_sk
        id_ed25519_sk
        *.key !**/test/** !**/tests/** !**/fixtures/** !**/testdata/**
        *.pem !**/test/** !**/tests/** !**/fixtures/** !**/testdata/**
        *.p12 !**/test/** !**/tests/** !**/fixtures/** !**/testdata/**
        *.pfx !**/test/** !**/tests/** !**/fixtures/** !**/testdata/**
        .netrc
        .pgpass
        .git-credentials
        **/.aws/credentials
        **/.aws/sso/cache/**
        **/.aws/cli/cache/**
        **/.ssh/** !known_hosts !*.pub !**/.ssh/config
        ~/.npmrc
        ~/.pypirc
        **/.docker/config.json
        **/.kube/config
        **/.azure/**
        **/.config/gcloud/**
        **/.config/gh/hosts.yml
        **/.config/git/credentials
        **/.config/hub
        **/.config/doctl/config.yaml
        **/.config/rclone/rclone.conf
        **/.config/op/**
        **/.oci/**
        **/.terraform.d/credentials.tfrc.json
        **/.cargo/credentials
        **/.cargo/credentials.toml
        **/.gem/credentials
        **/.fly/config.yml
        .vault-token
        .s3cfg
        .boto
        .databrickscfg
        **/.claude/.credentials.json
        **/.codex/auth.json
        **/.gemini/oauth_creds.json
        **/.mozilla/firefox/**
        **/.thunderbird/**
        **/.config/google-chrome/**
        **/.config/chromium/**
        **/.config/BraveSoftware/**
        **/.config/microsoft-edge/**
        **/Library/Application?Support/Google/Chrome/**
        **/Library/Application?Support/Firefox/**
        **/Library/Keychains/**
        **/.gnupg/**
        **/.password-store/**
        **/.local/share/keyrings/**
        **/.local/share/kwalletd/**
        /proc/*/environ
        /proc/*/task/*/environ
        /etc/shadow
        /etc/gshadow
        """;

    // Folders that hold little else: a search whose glob names one of them names secrets.
    private const string SampleFolders =
        """
        .ssh
        .aws
        .gnupg
        .kube
        .azure
        .oci
        .password-store
        """;

    // Names that a search is tried on: a glob that finds one of them names secrets.
    private const string Samples =
        """
        .env
        .env.local
        .env.production
        id_rsa
        id_ecdsa
        id_ed25519
        .netrc
        .pgpass
        .git-credentials
        server.key
        server.pem
        server.p12
        server.pfx
        """;

    /// <summary>Whether a path holds secrets.</summary>
    /// <param name="path">Absolute and without <c>.</c> and <c>..</c>.</param>
    /// <param name="project">The project's root: the exceptions for test folders count from there.</param>
    /// <param name="home">The home folder; empty if there is none.</param>
    /// <param name="ignoreCase">Whether the file system finds names in any case.</param>
    /// <param name="isTree">Whether it stands for a folder with all below it: then the folder of such paths holds secrets too.</param>
    public static bool Holds(string path, string project, string home, bool ignoreCase, bool isTree) =>
        new PathTable(Table, project, home).Holds(path, ignoreCase, foldersToo: false) || (isTree && IsSecretFolder(path));

    /// <summary>Whether a search (a folder, then a glob) names files that hold secrets.</summary>
    public static bool IsNamedBy(string search, string project, string home)
    {
        // Some clients' searches take any case wherever they run.
        const bool ignoreCase = true;
        if (NamesFolder(search, project, home))
        {
            return true;
        }

        var name = AbsolutePath.Name(search);
        if (SegmentGlob.SaysNothing(name))
        {
            return false;
        }

        if (Holds(search, project, home, ignoreCase, isTree: false))
        {
            return true;
        }

        if (SegmentGlob.IsLiteral(name) && !name.Contains('\\'))
        {
            return false;
        }

        // `*.e*` finds `.env`, and so does `[.]env`; `s*` finds `server.key`, but says nothing of secrets.
        foreach (var range in Samples.AsSpan().Split('\n'))
        {
            var sample = Samples.AsSpan()[range];
            var isMadeUp = sample.StartsWith("server");
            if (SegmentGlob.Matches(name, sample, ignoreCase) && (!isMadeUp || SegmentGlob.Matches(name, string.Concat("0", sample[6..]), ignoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    // `**/.ssh/**` and `**/.ss[h]/id*`, not `**/*` and not a project that lies below such a folder.
    private static bool NamesFolder(ReadOnlySpan<char> search, ReadOnlySpan<char> project, ReadOnlySpan<char> home)
    {
        if (!AbsolutePath.TryBelow(search, project, ignoreCase: false, out var below) && !AbsolutePath.TryBelow(search, home, ignoreCase: false, out below))
        {
            below = search;
        }

        foreach (var partRange in below[..(below.LastIndexOf('/') + 1)].Split('/'))
        {
            var part = below[partRange];
            if (part.IsEmpty || SegmentGlob.SaysNothing(part) || (part[0] is '*' or '?' && CountLetters(part) < 3))
            {
                // `*s` finds `.aws`, but says nothing of it.
                continue;
            }

            foreach (var range in SampleFolders.AsSpan().Split('\n'))
            {
                if (SegmentGlob.Matches(part, SampleFolders.AsSpan()[range], ignoreCase: true))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static int CountLetters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += char.IsLetter(c) ? 1 : 0;
        }

        return count;
    }

    private static bool IsSecretFolder(ReadOnlySpan<char> folder) => AbsolutePath.Name(folder) is
        ".ssh" or ".aws" or ".gnupg" or ".kube" or ".docker" or ".azure" or ".password-store" or ".oci" or "keyrings" or "Keychains" or "gcloud"
        or "google-chrome" or "chromium" or "firefox" or "BraveSoftware" or "microsoft-edge";
}
