namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Services, users, disks, terminals.</summary>
internal static class Services
{
    public const string Table = """
         aa-complain aa-enforce aa-status abduco adduser alternatives anacron apparmor_parser asciinema atq atrm atuin auditctl aureport ausearch autofs autojump badblocks bindfs blkdiscard bootctl broot btrfs bwrap byobu capsh chage chcon cheat chfn chpasswd chronyc chsh coredumpctl crontab cryptsetup daemonize dbus-launch dbus-run-session dbus-send dconf delgroup deluser depmod dialog direnv dmesg doas dracut dscl dseditgroup dtach e2fsck efibootmgr entr exportfs fail2ban-client fdisk firejail flock forever fsck fsck.ext4 fstrim fswatch fusermount fzf gdbus gdisk getcap getenforce getent gnome-open gosu gpasswd grim groupadd groupdel groupmod grub-install gsettings gum halt hdparm hostnamectl hwclock init initctl inotifywait inotifywatch insmod journalctl kwriteconfig5 launchctl launchd ldconfig lf locale-gen localectl logger loginctl logrotate losetup lsinitramfs lvcreate lvextend lvremove machinectl maim mc mcfly mdadm mesg mke2fs mkfs mkfs.btrfs mkfs.ext4 mkfs.vfat mkfs.xfs mkinitcpio mkswap modinfo modprobe monit mount navi networkctl newgrp nnn notify-send nsenter ntpdate parted passwd pbcopy pbpaste peco percol pkexec pm2 pmset poweroff pvcreate pvremove ranger rc-service rdate reboot resize2fs restorecon rmmod rsyslogd runit runuser s6-svc screen script scriptreplay scrot semanage service sestatus setcap setenforce setpriv setsebool setxkbmap sfdisk sgdisk shutdown sk sshfs starship start start-stop-daemon stty su su-exec sudo supervisorctl sv svc swapoff swapon sysadminctl systemctl systemd-analyze systemd-cgls systemd-cgtop systemd-detect-virt systemd-inhibit systemd-path systemd-run telinit thefuck timedatectl tldr tmux ttyrec tune2fs udevadm umount unshare update-grub update-initramfs useradd userdel usermod vgcreate vgextend vgremove vifm vipw visudo wall watchexec watchman whiptail wipefs wl-copy wl-paste wmctrl write wslview xclip xdg-open xdg-settings xdotool xfs_growfs xinput xmessage xprop xrandr xsel xset xvfb-run xwininfo yazi ydotool z zellij zenity zfs zoxide zpool
        = sudo doas
          args:c env -u|--user|-g|--group|-h|--host|-p|--prompt|-C|-r|-t|-T|--close-from|-a= -E|--preserve-env? -n|--non-interactive -H|--set-home -S|--stdin -b|--background -k~ -K~ -A -P -i|--login -s|--shell -v|--validate~ -l|--list~ -D|--chdir=h -R|--chroot=!! -e|--edit!! 0!!
        = runuser
          * args:t -c|--command=S -u|--user|-g|--group|-G|--supp-group|-s|--shell= -l|--login 0!!
        = su
          * -c|--command=S -l|--login -s|--shell= args:n 0!!
        = pkexec gosu su-exec setpriv capsh unshare nsenter bwrap firejail systemd-run systemd-inhibit dbus-run-session dbus-launch xvfb-run start-stop-daemon daemonize
          * args:t -c=t !!
        = flock
          1:w 2:c -c|--command=S -s|--shared -x|-e|--exclusive -u|--unlock -n|--nonblock|--nb -w|--timeout|-E|--conflict-exit-code= -o|--close -F|--no-fork --verbose
        = systemctl
          -h~ --user --system -q|--quiet --no-pager --no-legend -l|--full -a|--all -H|--host=u -M|--machine|-t|--type|-n|--lines|-o|--output|-p|--property|--state= --failed --plain -r --version~
        > - : * !system.read
        > status/show/cat/list-units/list-unit-files/list-timers/list-sockets/list-dependencies/list-jobs/list-machines/list-automounts/list-paths/is-active/is-enabled/is-failed/is-system-running/get-default/show-environment/help/whoami : * !system.read
        > start/stop/restart/reload/kill/enable/disable/mask/unmask/daemon-reload/daemon-reexec/reboot/poweroff/halt/suspend/hibernate/isolate/edit/set-default/set-property/reset-failed/preset/link/revert/freeze/thaw/try-restart/reload-or-restart/reenable/soft-reboot/kexec/rescue/emergency/default/cancel/clean/bind/set-environment/unset-environment/import-environment/add-wants/log-level/switch-root/exit : * !process.control
        = journalctl
          * !system.read --vacuum-size|--vacuum-time|--vacuum-files=!system.change --rotate|--flush|--sync|--relinquish-var|--setup-keys|--update-catalog!system.change --cursor-file=w -u|-n|-S|-U|-p|-o|-t|-b|-g|--since|--until|--unit=
        = dmesg
          !system.read -C|--clear|-c|--read-clear|-D|--console-off|-E|--console-on!system.change -n|--console-level=!system.change -H|--human -T|--ctime -w|--follow -W|--follow-new -k|--kernel -u|--userspace -x|--decode -r|--raw -t|--notime -e|--reltime -d|--show-delta -P|--nopager -S|--syslog -p|--force-prefix -J|--json -F|--file|-K|--kmsg-file=r -l|--level|-f|--facility|-s|--buffer-size|--since|--until|--time-format= -L|--color? -V -h --noescape
        = service rc-service initctl sv supervisorctl pm2 forever monit svc runit s6-svc launchd
        > status/list/ls/info/show/logs/describe/avail/version/env/jlist/prettylist/monit : * !system.read
        > * status : * !system.read
        > --status-all : !system.read
        > _ : * !process.control
        = launchctl
        > - : !!
        > list/print/print-cache/print-disabled/blame/dumpstate/examine/hostinfo/managername/manageruid/managerpid/resolveport/error/variant/version/help/procinfo/plist/getenv/userlist : * !system.read
        > limit : * 0!system.read +!system.change
        > _ : * !process.control
        = crontab
          * args:lx !process.control -l~ dry!system.read -u= -e!!
        = anacron
          * !process.control
        = atrm
          * !process.control
        = pmset
        > -g : args:n !system.read
        > -* : * !process.control
        > _ : * !process.control
        > - : * !process.control
        = getent
          -s|--service= -i|--no-idn
        > hosts/ahosts* : args:u
        > shadow/gshadow : args:n !secrets.read
        > _ : args:n
        > - : args:n
        = modinfo
          args:v !system.read -a -d -l -p -n -0 -k|-F|-b|--field|--basedir=
        = stty
          args:n -a|--all -g|--save -F|--file=n -v
        = atq
          * !system.read
        = shutdown reboot poweroff halt init telinit wall write mesg
          * !process.control
        = systemd-analyze systemd-cgls systemd-cgtop systemd-detect-virt systemd-path coredumpctl
          * !system.read -o|--output=w
        = zfs zpool
        > list/get/status/iostat/history/diff/events/version/holds/help : * !system.read
        > destroy/rollback/labelclear : * !resource.destroy
        > _ : * !system.change
        = timedatectl hostnamectl localectl loginctl networkctl bootctl machinectl
          -h~ --no-pager
        > - : * !system.read
        > status/show/list/list-timezones/list-sessions/list-users/list-locales/session-status/user-status/timesync-status/list-seats/list-machines/show-session/show-user/lldp : * !system.read
        > _ : * !system.change
        = userdel groupdel deluser delgroup
          * !system.change,resource.destroy
        = useradd usermod groupadd groupmod adduser passwd chpasswd chage chsh chfn visudo vipw gpasswd newgrp dscl dseditgroup sysadminctl
          * !system.change
        = sshfs
          1:s * 0!system.read +!system.change args:wv -o|-t|-O|-L|-U|--options|--types=
        = mount umount fusermount bindfs
          * 0!system.read +!system.change args:wv -o|-t|-O|-L|-U|--options|--types=
        = losetup swapon swapoff modprobe insmod rmmod depmod ldconfig update-grub grub-install mkinitcpio update-initramfs dracut efibootmgr setenforce setsebool semanage restorecon chcon aa-enforce aa-complain apparmor_parser fstrim tune2fs resize2fs xfs_growfs lvextend vgextend udevadm setcap hdparm alternatives locale-gen dbus-send gdbus gsettings dconf xdg-settings kwriteconfig5 autofs exportfs cryptsetup btrfs mdadm
          * 0!system.read +!system.change -a|--all|-d|-D|-w|--write|-e|--off!system.change
        = hwclock
          !system.read -r|--show|--get|-v|--verbose|-u|--utc|-l|--localtime -w|--systohc|-s|--hctosys|--set|--adjust|--systz|--predict!system.change --date=!system.change
        = ntpdate rdate
          * !system.change args:u
        = chronyc
        > sources/sourcestats/tracking/ntpdata/clients/activity/serverstats/help : * !system.read
        > _ : * !system.change
        = getcap getenforce sestatus aa-status lsinitramfs
          * !system.read
        = mkfs mkfs.ext4 mkfs.xfs mkfs.vfat mkfs.btrfs mke2fs mkswap fdisk sfdisk gdisk sgdisk parted wipefs blkdiscard badblocks fsck e2fsck fsck.ext4 pvcreate vgcreate lvcreate lvremove vgremove pvremove
          * !resource.destroy args:d -l|--list~ dry!system.read -n~
        = xdg-open gnome-open start wslview
          * args:U !system.change
        = tmux
          -L|-S= -f=!! -2 -u -V~ -h~
        > ls/list-sessions/lsw/list-windows/lsp/list-panes/lscm/list-commands/lsk/list-keys/lsb/list-buffers/lsc/list-clients/has/has-session/info/show-messages/showmsgs : !system.read +!code.run -a -s -t|-N|-P|-T= -F|-f=!!
        > - : !!
        > _ : * args:t !!
        = screen zellij byobu dtach abduco
          * args:t !!
        = script
          1:w 2:c !! -c|--command=S -q|--quiet -a|--append -e|--return -f|--flush -E|--echo|-o|--output-limit|-m|--logging-format= -I|--log-in|-O|--log-out|-B|--log-io|-T|--log-timing=w -t? 0!!
        = scriptreplay asciinema ttyrec
          !!
        = notify-send zenity dialog whiptail xmessage wmctrl xdotool ydotool scrot maim grim xclip xsel wl-copy wl-paste pbcopy pbpaste xprop xwininfo xrandr xset setxkbmap xinput
          * -o|--file=w
        = logger
          * !system.change -f=r -n|--server=s
        = logrotate rsyslogd auditctl ausearch aureport fail2ban-client
          * !system.change
        = inotifywait inotifywatch fswatch watchman entr watchexec
          * args:t !!
        = fzf
          * -f|--filter|-q|--query|-n|--nth|-d|--delimiter|--with-nth|--accept-nth= --bind=b --listen-unsafe!! --preview=S --history= --listen? --with-shell=!! --tmux? --become=!!
        = gum sk peco percol zoxide z atuin direnv starship thefuck tldr cheat navi mcfly autojump broot ranger nnn lf mc vifm yazi
        > help/version/query/list/status/search/stats/choose/style/format/filter/input/confirm/join/log/prompt : *
        > exec/run : * args:t !!
        > _ : * !!
        """;

    public const string Examples = """
        systemctl status nginx -> system.read
        systemctl -> system.read
        systemctl daemon-reload -> process.control
        su -c 'rm a' -> code.run, script rm a
        journalctl --vacuum-time=1d -> system.read, system.change
        dmesg -> system.read
        crontab -l -> system.read
        crontab -r -> process.control
        pm2 list -> system.read
        pm2 restart all -> process.control
        mount -> system.read
        mount /dev/sda1 /mnt -> file.write /dev/sda1, file.write /mnt, may file.read /dev/sda1, may file.read /mnt, system.change
        mkfs.ext4 /dev/sda1 -> resource.destroy, file.delete /dev/sda1, file.write /dev/sda1
        fdisk -l -> system.read
        useradd x -> system.change
        shutdown -h now -> process.control
        tmux new -d 'rm a' -> code.run, script rm a
        systemctl stop nginx -> process.control
        sudo cat f -> runs cat f
        journalctl -u x -> system.read
        tmux ls -> system.read
        tmux ls -F '#(rm a)' -> system.read, code.run
        tmux ls \; kill-server -> system.read, code.run
        pmset -g batt -> system.read
        pmset sleepnow -> process.control
        pmset -a sleep 0 -> process.control
        pmset -g -a sleep 0 -> system.read, code.run
        service --status-all -> system.read
        getent passwd ->
        getent shadow -> secrets.read
        getent hosts a.example -> network.fetch a.example
        modinfo e1000 -> system.read, may file.read e1000
        stty -a ->
        """;
}
