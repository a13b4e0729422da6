namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>macOS alone.</summary>
internal static class MacOs
{
    public const string Table = """
         AssetCacheManagerUtil GetFileInfo SetFile afplay airport altool asr atos automator bless chflags codesign csrutil defaults diskutil dot_clean dsconfigad dsenableroot dsmemberutil fdesetup firmwarepasswd fs_usage hdiutil installer iosnoop kextload kextstat kextunload kmutil latency launchservices lsappinfo lsbom lskq lsregister malloc_history mdfind mdimport mdls mdutil mkbom networksetup notarytool nvram open opensnoop osacompile pkgbuild pkgutil pluginkit plutil productbuild productsign profiles pwpolicy qlmanage sample say sc_usage scselect scutil security shortcuts softwareupdate spctl stapler symbols systemsetup tccutil tmutil trimforce wdutil xattr xprotect
        = defaults
          -currentHost -host=
        > read/read-type/find/domains/help : * !system.read
        > export : * !system.read 2:w
        > write/delete/rename/import : * !system.change
        = diskutil
        > - : !!
        > list/info/activity/listfilesystems/listFilesystems/verifyVolume/verifyDisk/verifyvolume/verifydisk/isEncrypted : * !system.read
        > apfs list/listCryptoUsers/listcryptousers/listSnapshots/listsnapshots/info/listUsers/listVolumeGroups/list* : * !system.read
        > _ : * !system.change,resource.destroy
        = hdiutil tmutil asr
        > info/imageinfo/verify/checksum/isencrypted/listbackups/destinationinfo/status/latestbackup/listlocalsnapshots/compare/version/help/uniquesize/machinedirectory : * !system.read
        > _ : * !system.change
        = symbols
          * args:r !system.read -arch|-lookup= -saveSignature|-symbolsPackageDir|-o=w
        = scutil
          * --get|--dns|--proxy|--nwi|-r|-w|-h~ dry!system.read !system.change
        = spctl
          * !system.change -t|--type= -a|--assess|--status|--list~ dry!system.read
        = codesign
          * !file.write -d|-dv|-dvv|-dvvv|-dvvvv|--display|-v|-vv|-vvv|-vvvv|--verify|-h|--validate-constraint~ dry!system.read -s|--sign|-f|--force|--remove-signature!file.write
        = pkgutil
          * !system.change --pkgs?~ --packages|--files|--pkg-info|--file-info|--export-plist|--pkg-info-plist|--group-pkgs|--pkg-groups|--volumes|--check-signature|--payload-files|--lsbom|--groups|--groups-plist|--pkgs-plist|--group-info|--verify~ dry!system.read --forget|--expand|--flatten|--learn|--edit-pkg|--expand-full|--bom!system.change
        = plutil
          args:r * -convert=n>rw -insert|-replace|-remove=n>rw -create=n>w -o=w -lint|-p>r -extract=n>rw -type=n>r
        = mdls mdfind xprotect dsmemberutil kextstat fs_usage sc_usage latency iosnoop opensnoop atos malloc_history lskq lsappinfo lsregister
          * !system.read -o|-output=w
        = csrutil
        > status/report/help : * !system.read
        > _ : * !system.change
        = mdimport
          * !system.change -t|-d|-L|-A|-X|-P|-n~ dry!system.read
        = mdutil kextload kextunload kmutil nvram bless firmwarepasswd systemsetup fdesetup installer softwareupdate tccutil pluginkit launchservices automator shortcuts osacompile SetFile GetFileInfo xattr mkbom lsbom chflags dot_clean trimforce pwpolicy dsconfigad dsenableroot AssetCacheManagerUtil wdutil airport scselect stapler notarytool altool productbuild productsign pkgbuild
          !!
        = security
        > find-generic-password/find-internet-password/dump-keychain/export/find-key : * !secrets.read
        > list-keychains/default-keychain/login-keychain/find-certificate/find-identity/show-keychain-info/verify-cert/help : * !system.read -s=!system.change
        > _ : * !secrets.write
        = open
          args:U * !system.change -R~
        = sample
          * !system.read -file=w -f=w 0!!
        = say
          * -o|--output-file=w -f|--input-file=r -v|--voice|-r|--rate|-a|--audio-device= -n|--network-send=!network.send
        = afplay qlmanage
          * args:r -o=w
        = profiles
        > - : !!
        > list/status/show/validate/help/version : * !system.read -o|-output=w
        > -P/-L/-C/-H/-h : * !system.read
        > _ : * !system.change
        = networksetup
        > - : !!
        > -list*/-get*/-show*/-is*/-version/-help/-printcommands : !system.read *
        > -set*/-add*/-remove*/-create*/-delete*/-rename*/-order*/-connect*/-switch*/-duplicate* : !system.change *
        > _ : * !system.change
        """;

    public const string Examples = """
        defaults read com.apple.finder -> system.read
        defaults write com.apple.finder AppleShowAllFiles true -> system.change
        defaults export com.apple.finder out.plist -> system.read, file.write out.plist
        diskutil list -> system.read
        diskutil eraseDisk APFS x disk2 -> system.change, resource.destroy
        hdiutil info -> system.read
        hdiutil attach a.dmg -> system.change
        tmutil listbackups -> system.read
        scutil --dns -> system.read
        scutil --set HostName x -> system.change
        spctl --status -> system.read
        spctl --master-disable -> system.change
        codesign -dv App.app -> system.read
        codesign --sign x App.app -> file.write
        plutil -lint a.plist -> file.read a.plist
        plutil -convert xml1 a.plist -> file.read a.plist, file.write a.plist
        mdfind name -> system.read
        security find-identity -v -> system.read
        security dump-keychain -> secrets.read
        security find-generic-password -w -s x -> secrets.read
        open https://example.com -> network.fetch example.com:443, system.change
        networksetup -listallnetworkservices -> system.read
        networksetup -setdnsservers Wi-Fi 1.1.1.1 -> system.change
        profiles list -> system.read
        profiles remove -all -> system.change
        say hello ->
        say -o out.aiff hello -> file.write out.aiff
        """;
}
