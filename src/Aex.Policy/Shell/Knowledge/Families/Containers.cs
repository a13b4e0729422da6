namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Containers, clusters and infrastructure as code.</summary>
internal static class Containers
{
    public const string Table = """
         ansible ansible-config ansible-console ansible-doc ansible-galaxy ansible-inventory ansible-playbook ansible-pull ansible-vault argocd boundary buildah calicoctl cdk cdktf cilium colima consul copilot cosign crane crictl crossplane ctr devspace dive docker docker-compose eksctl finch flux garden helm helmfile img istioctl k3d k3s k9s kail kaniko kind kn ko kops kubeadm kubecolor kubectl kubectx kubens kubeseal kubetail kustomize lens lima limactl linkerd minikube multipass nerdctl nomad oc okteto oras orb orbctl packer podman podman-compose pulumi rancher regctl rosa sam serverless skaffold skopeo sls sst stern telepresence terraform terragrunt tilt tkn tofu vagrant vault velero waypoint
        = docker podman nerdctl finch
          -H|--host|--url=u -c|--context|-l|--log-level|--config|--tlscacert|--connection|-n|--namespace= -v~ -D|--debug --tls
        > - : *
        > help/version/info : * !containers.read
        > ps/images/logs/inspect/stats/top/port/diff/history/search/events/wait : * !containers.read
        > image/container/volume/network/context/node/service/stack/secret/config/plugin/manifest/trust/swarm/buildx/builder/pod/machine/system/checkpoint/scout/model ls/list/ps/inspect/logs/stats/top/port/diff/history/df/info/events/show/du/version/exists/services/tasks/wait : * !containers.read
        > image/container/volume/network/builder/buildx/system prune : * !containers.change,resource.destroy
        > compose : * !!
        > rm/rmi : * !containers.change,resource.destroy
        > image/container/volume/network/context/service/stack/secret/config/plugin/pod/machine rm/remove/reset : * !containers.change,resource.destroy
        > kill/stop/restart/pause/unpause/start/attach : * !process.control
        > container kill/stop/restart/pause/unpause/start : * !process.control
        > pull : * args:i !containers.pull
        > image pull : * args:i !containers.pull
        > push : * args:j !containers.push
        > image push : * args:j !containers.push
        > manifest push : * !containers.push
        > login/logout : * !containers.push -p|--password=
        > build : * !build.run,containers.pull args:I -f|--file=r --iidfile|--metadata-file=w -o|--output=w --secret|--ssh=!! --build-arg|-t|--tag|--target|--platform|--label|--network|--progress|--cache-from|--cache-to|--shm-size|-m|--memory|--cpuset-cpus|--cpu-shares|--add-host|--isolation|--ulimit|--builder|--pull|--allow|--provenance|--sbom|--annotation= --build-context=I
        > buildx/image/builder build : * !build.run,containers.pull args:I -f|--file=r --iidfile|--metadata-file=w -o|--output=w --secret|--ssh=!! --build-arg|-t|--tag|--target|--platform|--label|--network|--progress|--cache-from|--cache-to|--builder|--allow|--annotation= --push!containers.push --build-context=I
        > bake : * !build.run,containers.pull -f|--file=r .:C
        > buildx bake : * !build.run,containers.pull -f|--file=r .:C --push!containers.push
        > buildx create/use/stop/rm/inspect : * !containers.change
        > run/create : elsewhere 1:i 2:c !containers.change,containers.pull --privileged|--cap-add|--pid|--security-opt|--device=!! --volumes-from|-e|--env|--name|-p|--publish|-w|--workdir|-u|--user|--network|--net|--entrypoint|-h|--hostname|-l|--label|-m|--memory|--cpus|--platform|--restart|--pull|--add-host|--shm-size|--ulimit|--log-driver|--gpus|--health-cmd|--ip|--dns|--expose|--tmpfs|--group-add|--cidfile|--userns|--ipc|--runtime=
            -v|--volume=k!! --mount=k!! --env-file=r -i|-t|-d|--rm|--interactive|--tty|--detach|--init|-P|--publish-all|--read-only|-q
        > container run/create : elsewhere 1:i 2:c !containers.change,containers.pull --privileged|--cap-add|--pid|--security-opt|--device=!! -e|--env|--name|-p|--publish|-w|--workdir|-u|--user|--network|--entrypoint= -v|--volume=k!! --mount=k!! --env-file=r -i|-t|-d|--rm|--interactive|--tty|--detach
        > exec : elsewhere 1:n 2:c !containers.change -e|--env|-w|--workdir|-u|--user|--detach-keys= --env-file=r -i|-t|-d|--interactive|--tty|--detach --privileged
        > cp : args:r last:w !containers.change
        > save/export : * !containers.read -o|--output=w
        > load/import : * !containers.change -i|--input=r 1:r
        > tag/commit/rename/update/network/volume/context/swarm/node/service/stack/secret/config/plugin/pod/machine/trust/manifest/system/init/generate/play/kube/unshare/mount/umount : * !containers.change
        > compose ls/ps/logs/config/images/top/port/version/events/stats/volumes/convert : * !containers.read
        > compose down : * !containers.change -v|--volumes|--rmi!resource.destroy
        > compose rm : * !containers.change,resource.destroy
        > compose up/build/create/watch : * !containers.change,build.run
        > compose pull : * !containers.pull
        > compose push : * !containers.push
        > compose stop/start/restart/kill/pause/unpause : * !process.control
        > compose cp/scale/attach/run : * !!
        > compose exec : elsewhere 1:n 2:c !containers.change -e|--env|-w|--workdir|-u|--user|--index= -T -d -it -i -t
        = docker-compose podman-compose
          -f|--file|--env-file=r --project-directory=h -p|--project-name|--profile|--ansi= -v~
        > ls/ps/logs/config/images/top/port/version/events/stats/help : * !containers.read
        > down : * !containers.change -v|--volumes|--rmi!resource.destroy
        > rm : * !containers.change,resource.destroy
        > up/build/create/watch : * !containers.change,build.run
        > pull : * !containers.pull
        > push : * !containers.push
        > stop/start/restart/kill/pause/unpause : * !process.control
        > exec : elsewhere 1:n 2:c !containers.change -e|--env|-w|--workdir|-u|--user|--index= -T -d -i -t
        = buildah skopeo crane ctr crictl kaniko dive ko img regctl oras cosign
          -h~ --tls-verify=
        > pull/inspect/digest/manifest/ls/list-tags/catalog/config/run/from : * args:i !containers.pull
        > push/copy/cp/sync : * args:ij !containers.push
        > images/containers/inspect/info/version/list-tags/digest/ls/ps/logs/pods/stats/config/catalog/help/verify/tree : * !containers.read
        > rm/rmi/delete/prune : * !containers.change,resource.destroy
        > _ : * !containers.change
        = kubectl oc kubecolor
          -s|--server=u -n|--namespace|--context|--cluster|--user|--kubeconfig|--as|--as-group|--request-timeout|-v|--v|--token|--certificate-authority|--client-key|--client-certificate|--cache-dir= --insecure-skip-tls-verify -h~ --warnings-as-errors
        > - : *
        > help/version/options/completion/api-resources/api-versions/cluster-info/explain/get/describe/logs/log/top/events/diff/wait/whoami/status/kustomize/projects : * !cloud.read -f|--filename=R --output-directory=w
        > get/describe secret* : * !cloud.read,secrets.read
        > auth can-i/whoami : * !cloud.read
        > config view/get-contexts/current-context/get-clusters/get-users : * !cloud.read --raw!secrets.read
        > config : * !file.write
        > rollout status/history : * !cloud.read
        > plugin list : * !cloud.read
        > plugin : !!
        > certificate approve/deny : * !cloud.change
        > set/rollout/create/apply/replace/patch/edit/scale/autoscale/label/annotate/expose/taint/cordon/uncordon/auth/new-app/new-project/adm/policy/tag/import-image/start-build/process : * !cloud.change -f|--filename|-k|--kustomize=UR
        > apply view-last-applied : * !cloud.read
        > delete : * !cloud.change,resource.destroy -f|--filename|-k=U
        > drain : * !cloud.change,process.control
        > run/debug/attach : * !cloud.change !!
        > exec : * !cloud.change !!
        > cp : * !cloud.change !! 1:r args:rV
        > port-forward/proxy : * !cloud.change
        > ctx/ns/krew : * !cloud.change
        = kubectx kubens
          * +!cloud.change 0!cloud.read
        = k9s stern kubetail kail lens
          * !cloud.read
        = helm helmfile
          -n|--namespace|--kube-context|--kubeconfig= -h~ --debug
        > - : *
        > list/ls/status/get/history/show/inspect/search/version/help/env/verify/lint/template/completion/diff : * !cloud.read args:R -f|--values=r --output-dir=W --post-renderer=e
        > repo/dependency/dep/plugin/registry list/ls : * !cloud.read
        > pull/fetch/dependency/dep/repo/plugin/registry : * !packages.install args:U -d|--destination|--untardir=W
        > create/package : * !file.write args:R
        > uninstall/delete/del/un/destroy : * !cloud.change,resource.destroy
        > install/upgrade/rollback/test/apply/sync : * !cloud.change args:UR --post-renderer=e -f|--values=r
        > push : * !packages.publish
        = kustomize
        > build : * !cloud.read args:UR .:R -o|--output=w --enable-exec!! --enable-helm!!
        > version/cfg : *
        > edit/create/fix : * !file.write
        = minikube kind k3d k3s colima lima limactl multipass vagrant orb orbctl rancher
          -h~ -p|--profile=
        > status/list/ls/ip/version/logs/get/docker-env/help/global-status/port/ssh-config/validate/info/find/networks : * !containers.read
        > delete/destroy/purge/prune : * !containers.change,resource.destroy
        > stop/start/up/halt/suspend/resume/reload/restart/pause/unpause : * !process.control
        > create/load/cache/addons/config/image/mount/tunnel/dashboard/profile/service/provision/box/init/package/snapshot/launch/set/edit/cluster/node/export : * !containers.change
        > _ : * !!
        = terraform tofu terragrunt
          -chdir=h -chdir= -h~ -help~ -version~
        > - : *
        > version/show/output/graph/providers/validate/metadata : * !cloud.read
        > fmt : * !file.write -check|-diff~ dry!cloud.read
        > plan : * !cloud.read -out=w -destroy -var|-var-file|-target=
        > providers lock/mirror : * !packages.install
        > state list/show/pull : * !cloud.read
        > state rm/mv/push/replace-provider : * !cloud.change
        > workspace list/show : * !cloud.read
        > workspace delete : * !cloud.change,resource.destroy
        > workspace new/select : * !cloud.change
        > init/get : * !packages.install
        > destroy : * !cloud.change,resource.destroy
        > apply : * !cloud.change -destroy!resource.destroy
        > import/taint/untaint/force-unlock/login/logout/refresh/test/run-all/providers : * !cloud.change
        > console : !!
        = pulumi cdk sst serverless sls sam copilot cdktf crossplane
          -h~ -a|--app=!! -c|--context|--profile|-o|--output|--plugin|--role-arn|-r|-i|--proxy|--toolkit-stack-name|--cwd|-C= -v~ -j|--json --verbose --strict --no-color --ci
        > - : *
        > list/ls/diff/synth/synthesize/metadata/notices/doctor/version/docs/doc/about/whoami/logs/preview/info/print/validate/help : * !cloud.read --output|-o=w
        > context : * 0!cloud.read +!cloud.change --clear|--reset|-e!cloud.change -j|--json
        > stack/config ls/list/output/history/graph : * !cloud.read
        > config get : * !secrets.read
        > destroy/remove/delete : * !cloud.change,resource.destroy
        > stack rm : * !cloud.change,resource.destroy
        > deploy/bootstrap/import/watch/rollback/init/migrate/gc/refactor/up/update/refresh/new/login/logout/stack/config/state/package/publish/build/local/pipeline/sync/drift/acknowledge/ack/flags : * !cloud.change
        = ansible
          * 1:n !cloud.change !! --list-hosts|--version|-h~ -C|--check~ dry!cloud.read -i|-m|-a|-u|-e|-f|-l|-t|-c|-B|-P|-T=
        = ansible-playbook ansible-pull
          * args:n !cloud.change !! --syntax-check|--list-hosts|--list-tasks|--list-tags|--version|-h|-C|--check~ dry!cloud.read -i|-e|-t|-l|-u=
        = ansible-doc
          * -h~
        = ansible-inventory
          * --output=w -i=
        = ansible-config
          -h~ -c|--config|-t|--type|-f|--format= -v
        > list/dump/view/validate : * !system.read --only-changed
        > init : * !file.write
        = ansible-galaxy
          -h~ -v
        > list/search/info : * !packages.read
        > role/collection list/search/info/verify : * !packages.read
        > role/collection install/init/remove/delete/import/build/publish/setup/download : * !packages.install
        > install/init/remove/delete/import/login/setup : * !packages.install
        = ansible-vault
          -h~
        > view : * !secrets.read
        > encrypt/decrypt/create/edit/rekey/encrypt_string : * !file.write,secrets.write args:rw
        = ansible-console
          !!
        = packer vault consul nomad boundary waypoint
          -h~ -address|-namespace=
        > version/status/members/inspect/validate/plan/list/path-help/info/monitor/help : * !cloud.read
        > job/node/alloc/server/namespace/operator/catalog/policy/auth/secrets/token/audit/plugin status/list/members/peers/nodes/services/lookup/info : * !cloud.read
        > fmt : * !file.write -check|-diff~ dry!cloud.read
        > read/unwrap/print : * !secrets.read
        > kv get/list/export/metadata : * !secrets.read
        > delete/destroy : * !cloud.change,resource.destroy
        > kv delete/destroy : * !cloud.change,resource.destroy
        > _ : * !cloud.change
        = argocd flux istioctl linkerd cilium velero kn tkn eksctl kops rosa calicoctl kubeadm kubeseal skaffold tilt okteto devspace garden telepresence
          -h~ -n|--namespace|--context|--kubeconfig=
        > version/get/list/ls/check/status/logs/stats/diagnose/validate/describe/help/tree/events/trace/analyze/proxy-status/proxy-config/completion : * !cloud.read
        > * get/list/ls/logs/history/diff/resources/manifests/describe/show/wait/status : * !cloud.read
        > delete/uninstall/destroy : * !cloud.change,resource.destroy
        > * delete/delete-resource/destroy : * !cloud.change,resource.destroy
        > _ : * !cloud.change
        """;

    public const string Examples = """
        docker -v ->
        docker rm -v web -> containers.change, resource.destroy
        docker ps -a -> containers.read
        docker system prune -a -> containers.change, resource.destroy
        docker volume rm data -> containers.change, resource.destroy
        kubectl get pods -n prod -> cloud.read
        kubectl get secret token -o yaml -> cloud.read, secrets.read
        kubectl patch pod web --patch -h -> cloud.change
        kubectl delete pod web -> cloud.change, resource.destroy
        helm list -> cloud.read
        terraform destroy -> cloud.change, resource.destroy
        """;
}
