namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Network tools.</summary>
internal static class Network
{
    public const string Table = """
         ab apache2 apachectl aria2c arp arping arptables autocannon axel bombardier borg brctl bridge caddy conntrack croc delv dhclient dhcpcd dig dnsmasq dog doggo drill dumpcap duplicity ebtables elinks envoy ethtool ffuf finger firewall-cmd fping ftp gallery-dl gobuster grpcurl haproxy hey host hping3 http httpd httpie httping https hydra ifconfig iftop ip ip6tables ipcalc iperf iperf3 ipset iptables irssi iw iwconfig iwgetid kdig kopia ldapadd ldapdelete ldapmodify ldapsearch ldapwhoami lftp links lsof lynx magic-wormhole mail mailx masscan memcached mii-tool minio mitmdump mitmproxy mongod mplayer mpv msmtp mtr mutt mysqld named nc ncat ncftp netcat nethogs netstat nft nginx ngrep nikto nmap nmcli nslookup openssl-client openvpn ping ping6 postgres rabbitmq-server rclone rcp rdiff-backup redis-server restic rexec rfkill rlogin route rpcclient rsh sendmail sftp siege sipcalc smbclient smbget snmpbulkwalk snmpget snmpset snmpwalk socat sqlmap squid ss ssh-copy-id ssh-keyscan sshd streamlink swaks tailscale tc tcpdump tcptraceroute telnet telnetd tftp tracepath traceroute traceroute6 traefik transfer.sh tshark ufw unbound vegeta vlc vnstat vsftpd w3m warp-cli websocat weechat wg wg-quick wget wget2 whois wireshark wormhole wpa_cli wpa_supplicant wrk wscat xh xhs youtube-dl yt-dlp zerotier-cli zmap
        = wget wget2
          * args:uN -O|--output-document=w>u -o|--output-file|-a|--append-output|--warc-file|--rejected-log|--save-cookies=w -P|--directory-prefix=W -i|--input-file=r!! --content-disposition|--trust-server-names|-nd|--no-directories|-nH|--no-host-directories!! --load-cookies|--certificate|--private-key|--ca-certificate=r --post-file|--body-file=r!network.send
          --post-data|--body-data|--header|-U|--user-agent|--referer|-t|-T|-w|-Q|--tries|--timeout|-l|-A|-R|-D|--user|--password|-I|-X|--method= --config=x --use-askpass=x -e|--execute=e --spider~ -q ..:F
        = http https xh xhs httpie
          * args:H -o|--output=w -d|--download!file.write -a|--auth|-A|--auth-type|-p|--print|-s|--style|--pretty|--timeout|--max-redirects|--verify|--ssl|--format-options|--session-read-only=  --session=w --cert|--cert-key=r
        = ping ping6 fping mtr traceroute traceroute6 tracepath tcptraceroute arping hping3 httping
          * args:u -c|-i|-W|-w|-s|-t|-I|-m|-q|-p|-n=n
        = dig host nslookup drill kdig delv whois doggo dog
          * args:B !network.fetch -f=r -h|-p|-q|-t|-x|-b|-c|-k|-y|-W|-R|-N|-m=
        = nc ncat netcat
          1:s 2:n -z>u -l|-L|--listen|-U!! -c|-e|--exec|--sh-exec|--lua-exec=t!! -x|-X|--proxy=!! -w|-q|-p|-s|-i|-I|-O|-T|-V|-m|-G= -v|-vv|-n|-u|-k|-4|-6|-d|-N|-r|-t|-C|-S|-D|-h|--ssl|--ssl-verify|--recv-only|--send-only -o|--output=w
        = telnet
          1:s 2:n -l|-n|-e|-b= -4 -6 -8 -E -K -L -a -d -x
        = socat
          * args:A -lf|-r|-R=w
        = ssh-keyscan
          * args:u -t|-p|-T|-f=
        = ftp lftp sftp tftp ncftp
          args:s * !!
        = nmap masscan zmap nikto sqlmap hydra gobuster ffuf ab wrk hey siege vegeta bombardier autocannon
          * args:s -oN|-oX|-oG|-oA|-o=w -i|-iL=r --script=!!
        = aria2c axel youtube-dl yt-dlp gallery-dl lynx w3m links elinks
          * args:u !file.write -o|-O|--out|--output=w -d|--dir|-P=W --exec=!!
        = netstat lsof ipcalc sipcalc iftop nethogs vnstat iwgetid
          * !system.read
        = ss
          * !system.read -K|--kill!process.control
        = arp
          * !system.read -d|-s|-f|--delete|--set!system.change
        = ethtool mii-tool
          * !system.read -A|-C|-G|-K|-L|-s|-X|-U|-N|-E|-f|-r|-R|-F|-p|-t|--set-eee|--flash|--reset!system.change
        = ifconfig iwconfig
          -a -s -v -l -u
        > * * : * !system.change
        > _ : * !system.read
        > - : * !system.read
        = route iw rfkill bridge
          -n -e -v -4 -6 -A= -r -d -s
        > - : * !system.read
        > ** show/list/ls/info/get/link/scan/station/dump/print : * !system.read
        > ** add/del/delete/change/flush/replace/set/connect/disconnect/block/unblock/append/add/-net/-host/default/join/leave/trigger/toggle : * !system.change
        > _ : * !system.change
        = smbclient smbget rpcclient finger rlogin rsh rexec rcp snmpget snmpwalk snmpset snmpbulkwalk grpcurl websocat wscat iperf iperf3 openssl-client ssh-copy-id mpv vlc mplayer streamlink irssi weechat
          args:s * !!
        = ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami
          -H|-h=s -p|-D|-w|-y|-b|-s|-f|-l|-z|-o|-Y|-U|-R|-X|-E|-e= -x|-LLL|-LL|-L|-v|-W|-Z|-ZZ|-Q args:n
        = ip
          -4 -6 -s|-stats|--stats|-statistics -j|-json|--json -br|-brief|--brief -c|-color|--color? -o|-oneline|--oneline -d|-details|--details -h|-human|-human-readable|--human-readable -p|-pretty|--pretty -rc? -n|-netns|--netns= -f|-family= -r|-resolve -t|-timestamp -ts -a|-all|--all -0 -B -M -I -iec -V|-Version~ -b|-batch=!! -N -l=
        > - : *
        > address/addr/a/ad/link/l/li/route/r/ro/rule/ru/neigh/neighbor/neighbour/n/ne/tunnel/tuntap/tunt/maddr/maddress/m/mroute/monitor/mo/netns/netconf/netc/stats/st/xfrm/macsec/vrf/token/ntable/tcp_metrics/fou/sr/nexthop : 0!system.read +!!
        > address/addr/a/ad/link/l/li/route/r/ro/rule/ru/neigh/neighbor/neighbour/n/ne/tunnel/tuntap/tunt/maddr/maddress/m/mroute/netns/netconf/netc/stats/st/token/ntable/nexthop show/list/ls/lst/get/identify/pids/sh/s : !system.read
        > monitor/mo : !system.read
        > help :
        > netns exec : 1:n 2:c !system.change
        > address/addr/a/ad/link/l/li/route/r/ro/rule/ru/neigh/neighbor/neighbour/n/ne/tunnel/tuntap/tunt/maddr/maddress/m/netns/mroute/nexthop/xfrm/token * : * !system.change
        = nmcli
          -t|--terse -p|--pretty -f|--fields|-g|--get-values|-m|--mode|-c|--colors=
        > - : * !system.read
        > general/g/networking/n/radio/r/connection/con/c/device/dev/d/monitor/m : * 0!system.read +!system.change
        > general/g/networking/n/radio/connection/con/c/device/dev/d status/show/list/monitor/hostname/permissions/connectivity : * !system.read
        = iptables ip6tables nft ufw firewall-cmd ipset tc ebtables arptables conntrack wg wg-quick openvpn tailscale zerotier-cli warp-cli brctl dhclient dhcpcd wpa_supplicant wpa_cli
        > status/show/list/ls/ip/version/-L/--list/-S/--list-all/-nL/-vL/netcheck/whois/ping : * !system.read
        > _ : * !system.change -F|--flush|-X|-Z|-A|-D|-I|-P|-N|-R|-t=!system.change
        = tcpdump tshark wireshark ngrep dumpcap mitmproxy mitmdump
          * !system.read -w|-W=w -z=!! -X=n
        = telnetd sshd nginx apache2 httpd caddy apachectl haproxy traefik envoy squid redis-server mongod postgres mysqld memcached rabbitmq-server minio vsftpd named dnsmasq unbound
          * args:v !process.control -t|-v|-V|--version~ -c|--config=r -h|--root|-d|--directory=v
        = mail mailx sendmail mutt msmtp swaks
          args:s * !network.send
        = magic-wormhole wormhole croc transfer.sh rclone restic borg rdiff-backup duplicity kopia
        > ls/lsl/lsd/lsf/size/version/about/tree/cat/check/list/snapshots/info/stats/diff/help/listremotes : * !cloud.read
        > delete/purge/rmdir/rmdirs/deletefile/forget/prune/cleanup : * !cloud.change,resource.destroy
        > _ : * !cloud.change,network.send
        """;

    public const string Examples = """
        wget https://example.com/a -> network.fetch example.com:443, may file.write a, file.write some of ./**
        curl -O https://example.com/a -> file.write a, network.fetch example.com:443
        wget -O out https://example.com/a -> file.write out, network.fetch example.com:443
        nc -zv db.example 5432 -> network.fetch db.example
        nc db.example 5432 -> network.fetch db.example, network.send db.example
        socat - TCP:h.example:80 -> network.fetch h.example, network.send h.example
        socat TCP-LISTEN:80 EXEC:sh -> code.run, script sh
        http POST h.example/x a=b -> network.fetch h.example, network.send h.example
        http :3000/x -> loopback.connect localhost:3000
        curl https://example.com -> network.fetch example.com:443
        curl http://localhost:8080/x -> loopback.connect localhost:8080
        curl -o out https://example.com -> file.write out, network.fetch example.com:443
        curl -d @secret.txt https://example.com -> file.read secret.txt, network.fetch example.com:443, network.send example.com:443
        curl https://example.com/$x -> network.fetch example.com:443, network.send example.com:443
        curl https://$x -> network.fetch ?, network.send ?
        rsync -a --delete a/ b/ -> file.read a//**, file.delete b//**, file.write b//**
        scp a host:b -> file.read a/**, network.fetch host, network.send host
        dig +short example.com MX -> network.fetch example.com, network.fetch
        ip addr show -> system.read
        """;
}
