namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>What shells have built in, and looking at processes and the machine.</summary>
internal static class Builtins
{
    public const string Table = """
         : acpi alias atop autoload bg bindkey blkid break btop builtin caller cd command compgen compinit complete compopt continue coproc cpuid declare dirs disown dmidecode enable exec exit export fastfetch fg findmnt fkill footprint free fuser getconf getfacl getfattr getopts glances hash heap help history host_info htop hwinfo inxi ioreg iostat iotop ipcs jobs kill kill-port killall killall5 last lastb lastlog leaks let local locale logout lsattr lsblk lscpu lshw lsipc lslocks lslogins lsmod lsns lspci lsusb mapfile memory_pressure mpstat namei neofetch nmon numastat nvidia-smi pgrep pidof pidstat pkill pmap popd powertop printenv ps pstree pushd radeontop read readarray readonly return rocm-smi sar screenfetch sensors set setopt shift shopt skill slabtop smartctl stackshot suspend sw_vers system_profiler taskinfo times tload top trap type typeset ulimit umask unalias unset unsetopt upower uptime vm_stat vmmap vmstat wait xkill zmodload
        = : cd pushd popd dirs shopt unset shift getopts return break continue exit logout wait let local umask hash unalias setopt unsetopt autoload zmodload compinit
          * args:n
        = jobs type compopt bindkey caller suspend times disown bg fg
          * args:n
        = history
          * args:n -c|-s|-p -d= -a|-w?>>w -r|-n?>>r
        = compgen complete
          * args:v -C=S -W=E -F=n -A|-G|-P|-S|-X|-o=
        = set
          * none!secrets.read args:n
        = export declare typeset readonly
          * none!secrets.read args:n -p!secrets.read -n|-f|-F|-a|-A|-i|-x|-g|-r|-l|-u
        = printenv
          * !secrets.read
        = alias
          * args:n
        = trap
          1:S args:n *
        = read mapfile readarray
          * -p|-t|-n|-N|-d|-u|-a|-i= -C=S -c=
        = command
          args:c -v|-V>n -p
        = builtin
          args:c
        = exec
          args:c -a= -c -l
        = coproc
          args:c
        = help
          * args:n
        = ulimit
          * args:n
        = enable
          * -f=x
        = smartctl
          * !system.read -t|--test|-X|--abort|-s|--smart|-o|--offlineauto|-S|--saveauto!system.change
        = fuser
          * args:n !system.read -k|--kill!process.control -n|--namespace=
        = kill-port fkill
          * !process.control
        = kill killall pkill skill xkill killall5
          * args:n !process.control -l|-L|--list|--help~
        = pgrep pidof ps pstree top htop btop atop glances nmon iotop uptime free vmstat iostat mpstat sar lscpu lsblk lspci lsusb lsmod lsns lsipc lshw hwinfo inxi dmidecode sensors neofetch fastfetch screenfetch getconf findmnt blkid last lastlog lastb tload numastat slabtop pidstat pmap lslocks lslogins cpuid nvidia-smi rocm-smi radeontop powertop acpi upower locale getfacl getfattr lsattr namei vmmap heap leaks footprint stackshot taskinfo ioreg system_profiler sw_vers vm_stat memory_pressure host_info ipcs
          * !system.read -f|-o|-w=n
        """;

    public const string Examples = """
        set -e ->
        cd src ->
        export -p -> secrets.read
        declare -f ->
        command rm a -> runs rm a
        exec -a x rm a -> runs rm a
        trap 'rm a' EXIT -> script rm a
        kill -l ->
        fuser 3000/tcp -> system.read
        fuser -k 3000/tcp -> system.read, process.control
        pgrep -f node -> system.read
        ps aux -> system.read
        enable -f ./x.so x -> code.run ./x.so, may file.read ./x.so
        set -> secrets.read
        export A=1 ->
        kill -9 12 -> process.control
        printenv -> secrets.read
        command -v rm ->
        command -V rm a ->
        command -p rm a -> runs rm a
        help cd ->
        """;
}
