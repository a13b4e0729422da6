namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Cloud providers, platforms, secret stores.</summary>
internal static class Cloud
{
    public const string Table = """
         acme.sh act age age-keygen algolia aliyun amplify argo auth0 aws aws-vault awslocal az berglas bq buildkite-agent bw certbot cf cfssl chamber circleci civo cloudflared convex datadog-ci doctl dokku doppler drone eas eb exo firebase fly flyctl gcloud gopass gpg gpg-agent gpg-connect-agent gpg2 gpgconf gsutil hcloud heroku ibmcloud infisical jenkins-cli jira keepassxc-cli keyring keytool linear linode-cli localtunnel lpass lt mkcert neonctl netlify newrelic ngrok oci op openssl opsgenie pagerduty pass planetscale pscale railway render scw secret-tool sentry-cli shopify slack sops ssh-add ssh-agent ssh-keygen step stripe supabase surge tccli tekton teller travis turso twilio upctl upstash vercel vultr wrangler yc ykman
        = gcloud
          --project|--account|--configuration|--format|--region|--zone|--verbosity|--impersonate-service-account|--filter|--limit|--page-size|--sort-by|--flags-file|--billing-project|--trace-token|--flatten|--access-token-file= -q|--quiet --log-http -h~ --uri
        > - : !!
        > version/info/help/topic/cheat-sheet : * !cloud.read
        > feedback/survey/init/interactive : * !cloud.change
        > auth list/describe : * !cloud.read
        > auth print-access-token/print-identity-token/print-refresh-token : * !secrets.read
        > auth application-default print-access-token : * !secrets.read
        > secrets versions access : * !secrets.read
        > auth login/revoke/activate-service-account/configure-docker/application-default : * !cloud.change
        > config list/get-value/get : * !cloud.read
        > config configurations list/describe : * !cloud.read
        > config set/unset/configurations : * !cloud.change
        > components list : * !cloud.read
        > components install/update/remove/restore/reinstall/repositories : * !packages.install
        > container clusters get-credentials : * !secrets.write
        > compute ssh/scp/start-iap-tunnel/connect-to-serial-port/copy-files : !!
        > storage ls/cat/du/hash : * !cloud.read
        > storage cp/mv/rsync/rewrite/restore/sign-url : * !cloud.change 1:L args:LV
        > storage rm : * !cloud.change,resource.destroy
        > ** list/describe/get/get-iam-policy/get-ancestors/get-value/get-server-config/get-serial-port-output/get-guest-attributes/get-health/get-status/get-nat-mapping-info/get-effective-firewalls/get-shielded-identity/get-screenshot/list-*/search/tail/read/validate/lint/tree/lookup/get-diagnostics/troubleshoot-policy/query/preview/print-settings/versions-list/get-*/test-iam-permissions/analyze-iam-policy/check/whoami/view/show/wait : * !cloud.read --destination|--output-file|--log-file=w
        > ** delete/remove/destroy/purge/cancel/abandon-instances/delete-*/remove-*/terminate/disable/undeploy/clear : * !cloud.change,resource.destroy
        = bq
          --format|--project_id|--dataset_id|--location|--max_results|-n|--page_token= -q|--quiet --headless -h~
        > help/version : *
        > ls/show/head : * !cloud.read --schema --filter=
        > rm : * !cloud.change,resource.destroy
        > query : !!
        > mk/cp/load/update/insert/extract/cancel/undelete/add-iam-policy-binding/remove-iam-policy-binding : * !cloud.change
        = gsutil
          -m -q -D -o|-h= -u=
        > ls/cat/du/stat/hash/version/help/test : * !cloud.read
        > iam/acl/cors/lifecycle/logging/versioning/label/defacl/bucketpolicyonly/kms/notification/retention/web/requesterpays/ubla/pap/rpo/defstorageclass/autoclass get/list : * !cloud.read
        > rm/rb : * !cloud.change,resource.destroy
        > cp/mv/rsync : * !cloud.change 1:L args:LV -d!resource.destroy
        > _ : * !cloud.change
        = aws awslocal
          --profile|--region|--output|--query|--ca-bundle|--cli-read-timeout|--cli-connect-timeout|--color|--cli-binary-format= --endpoint-url=u --no-cli-pager --debug --no-verify-ssl --no-paginate --no-sign-request --no-cli-auto-prompt
        > - : *
        > help : *
        > * help : *
        > configure list/list-profiles : * !cloud.read
        > configure get/export-credentials : * !secrets.read
        > configure get region/output/cli_pager/sso_region/sso_start_url : !cloud.read --profile=
        > configure set/sso/import/add-model : * !secrets.write
        > configure : * !secrets.write
        > secretsmanager get-secret-value/batch-get-secret-value/get-random-password : * !secrets.read
        > ssm get-parameter/get-parameters/get-parameters-by-path/get-parameter-history : * !cloud.read --with-decryption!secrets.read
        > ecr get-login-password/get-authorization-token : * !secrets.read
        > ecr-public get-login-password/get-authorization-token : * !secrets.read
        > codeartifact get-authorization-token/login : * !secrets.read
        > eks get-token : * !secrets.read
        > sts get-session-token/get-federation-token/assume-role* : * !secrets.read
        > sts get-caller-identity/get-access-key-info/decode-authorization-message : * !cloud.read
        > iam create-access-key/create-login-profile : * !cloud.change,secrets.read
        > kms decrypt/generate-data-key* : * !secrets.read
        > rds generate-db-auth-token : * !secrets.read
        > s3 ls/presign : * !cloud.read
        > s3 cp/sync/mv : * !cloud.change 1:L args:LV --delete!resource.destroy --dryrun~
        > s3 rm/rb : * !cloud.change,resource.destroy --dryrun~
        > s3 mb/website : * !cloud.change
        > s3api get-object/select-object-content/get-object-torrent : * !cloud.read last:w
        > s3api head-* : * !cloud.read
        > logs tail/filter-log-events/start-query/start-live-tail : * !cloud.read
        > lambda invoke : * !cloud.change last:w
        > dynamodb scan/query/get-item/batch-get-item/transact-get-items : * !database.read
        > cloudformation validate-template/detect-stack-drift/estimate-template-cost : * !cloud.read
        > cloudformation deploy/package : * !cloud.change
        > athena start-query-execution : * !cloud.change
        > ssm start-session : !!
        > ecs execute-command : !!
        > eks update-kubeconfig : * !secrets.write
        > sso login/logout : * !secrets.write
        > ec2 get-password-data : * !secrets.read
        > * describe-*/list-*/get-*/head-*/search-*/lookup-*/batch-get-*/check-*/simulate-*/preview-*/filter-*/scan-*/query-*/estimate-*/validate-*/wait : * !cloud.read
        > * delete-*/terminate-*/remove-*/purge-*/deregister-*/destroy-*/batch-delete-*/revoke-*/disable-*/release-*/cancel-*/reset-*/schedule-key-deletion : * !cloud.change,resource.destroy
        > * * : * !cloud.change --zip-file|--body|--cli-input-json|--template-body|--policy-document=r
        = az
          -h~ --subscription|-o|--output|--query= --only-show-errors --debug --verbose
        > - : *
        > version/find/help : * !cloud.read
        > login/logout/upgrade/configure/interactive/init : * !cloud.change
        > account get-access-token : * !secrets.read
        > rest : * !cloud.change -m|--method=
        > keyvault secret/key show/download/decrypt : * !secrets.read
        > storage account keys list : * !secrets.read
        > storage account show-connection-string : * !secrets.read
        > storage blob/file/fs download/download-batch : * !cloud.read,file.write
        > acr login/credential : * !secrets.read
        > aks get-credentials : * !secrets.write
        > ad sp create-for-rbac : * !cloud.change,secrets.read
        > webapp deployment list-publishing-credentials/list-publishing-profiles : * !secrets.read
        > functionapp/cosmosdb/redis/servicebus/eventhubs/storage keys/list-keys list : * !secrets.read
        > cosmosdb/redis/search list-keys/keys : * !secrets.read
        > vm/vmss/aks run-command/command invoke : !!
        > ssh/serial-console/bastion : !!
        > devops invoke : * !cloud.change
        > config get : * !cloud.read
        > config/cloud set/unset/register/unregister : * !cloud.change
        > bicep build/publish/generate-params/decompile/install/upgrade/uninstall : * !cloud.change
        > ** list/show/list-*/get-*/show-*/exists/check-name/check-*/query/search/what-if/validate/tail/get/version/stats/whoami/metadata/wait/describe/diff/view/logs/history/count/read/peek/find : * !cloud.read --file|-f|--output-file|--output-folder=w
        > ** delete/remove/purge/destroy/cancel/deallocate/clear/delete-*/remove-*/revoke/reset/abandon/uninstall : * !cloud.change,resource.destroy
        > ** create/update/set/add/start/stop/restart/run/up/deploy/upload/import/invoke/apply/grant/assign/enable/disable/scale/move/copy/upgrade/attach/detach/configure/install/login/push/queue/rotate/regenerate/renew/restore/redeploy/generate-*/resize/sync/open-port/convert/capture/generalize/release/approve/reject/complete/publish/migrate/swap/tag/edit/set-*/start-*/stop-*/update-*/create-*/register/unregister/build/browse/ssh/download/export/cache/use/lock/unlock/backup : * !cloud.change
        = doctl hcloud linode-cli vultr scw ibmcloud oci exo civo upctl aliyun tccli yc
          -h~ -t|--access-token|--context|-o|--output|--format|--profile|--region=
        > version/help/completion : *
        > auth * : * !cloud.change
        > ** list/ls/get/show/describe/info/search/list-*/get-*/view/logs/status : * !cloud.read
        > ** delete/remove/rm/destroy/purge/delete-*/terminate : * !cloud.change,resource.destroy
        > ** create/update/set/add/start/stop/reboot/deploy/apply/attach/detach/enable/disable/resize/rebuild/poweroff/shutdown/tag/assign/upload/reset/login/configure/init : * !cloud.change
        = heroku fly flyctl vercel netlify railway render wrangler firebase supabase surge amplify eb dokku cf eas shopify stripe twilio sentry-cli algolia planetscale pscale neonctl turso upstash convex ngrok cloudflared localtunnel lt
          -h~ -a|--app|-r|--remote|-t|--token|--scope|-c|--config|-e|--env|--project|-p= --json -V~
        > version/help/docs/status/open/whoami/ls/list/inspect/logs/info/ps/releases/regions/platform/tail/projects:list/apps:list/functions:log/deployments/doctor : * !cloud.read
        > config/config:get/env/secret/secrets : * !secrets.read
        > auth:token/token/tokens : * !secrets.read
        > auth token/tokens : * !secrets.read
        > *:delete/*:remove/*:destroy/*:reset/*:clear/*:disable : * !cloud.change,resource.destroy
        > * list/ls/show/status/get/info/logs/view/history/inspect : * !cloud.read
        > *:list/*:info/*:get/*:status : * !cloud.read
        > delete/destroy/remove/rm/apps:destroy/pg:reset/projects:delete : * !cloud.change,resource.destroy
        > * delete/destroy/remove/rm/reset/drop : * !cloud.change,resource.destroy
        > ssh/run/console/exec/dev/serve/local/proxy/tunnel/http/tcp : * !cloud.change !!
        > _ : * !cloud.change
        = auth0
          --tenant= --no-color --no-input --debug -h~
        > - : !!
        > help/completion : *
        > login/logout/api/universal-login/ul : * !cloud.change
        > api get : * !cloud.read -d|--data=!cloud.change
        > test token : * !secrets.read
        > ** list/ls/show/search/search-by-email/tail/stats/get : * !cloud.read -r|--reveal-secrets!secrets.read --reveal-client-secret!secrets.read
        > ** delete/rm/destroy : * !cloud.change,resource.destroy
        > ** create/update/open/use/add/edit/set/customize/enable/disable/deploy/import/block/unblock/export/upload/rotate/rotate-secret/login/logout/import/verify/default/switch/generate/assign/remove/login : * !cloud.change
        = op bw lpass pass gopass keepassxc-cli secret-tool keyring aws-vault chamber sops age age-keygen doppler infisical teller berglas ykman
          * !secrets.read -o|--output|-d|--decrypt=
        = gpg gpg2
          * args:v !secrets.read -o|--output=w --recv-keys|--receive-keys|--send-keys|--refresh-keys|--search-keys|--fetch-keys|--locate-keys!network.fetch,network.send --keyserver=s
        = openssl
        > version/ciphers/list/speed/help/errstr/prime : *
        > s_client : * !network.fetch -connect|-host=s
        > rsa/pkey/ec/dsa/pkcs8/pkcs12 : * !secrets.read -in|-inkey=r -out=w -passin|-passout=
        > x509/verify/crl/req/dgst/asn1parse/ocsp/crl2pkcs7/md5/sha1/sha256/sha512/base64/enc/rand/genrsa/genpkey/ecparam/dhparam/passwd/pkcs7/cms/smime/ts : * -in|-CAfile|-key|-inkey|-cert|-CA|-config|-kfile=r -out|-keyout|-sigopt|-writerand=w -engine|-provider|-provider-path=x args:r
        > s_server/engine/ca : * !!
        = ssh-keygen
          * args:n -y|-l|-B~ -F|-R|-E|-C|-t|-b|-N|-P|-O|-I|-n|-V|-z|-a= -f=rw !secrets.write
        = ssh-add
        > -l/-L : !system.read -E= -D|-d|-x|-X|-k|-K|-c|-A|-s|-e|-t|-h|-H!secrets.write
        > -* : * !secrets.write
        > _ : * !secrets.write
        > - : * !secrets.write
        = gpgconf gpg-agent gpg-connect-agent ssh-agent certbot acme.sh mkcert step cfssl keytool
          * !secrets.write
        = circleci travis jenkins-cli buildkite-agent drone argo tekton
          -h~
        > version/help/config/validate/list/status/get/logs : * !cloud.read
        > _ : * !cloud.change
        = act
          * !build.run,containers.change -l|--list|-n|--dryrun~ dry!build.run
        = datadog-ci newrelic pagerduty opsgenie jira linear slack
          * !cloud.change
        """;

    public const string Examples = """
        aws ec2 describe-instances --region us-east-1 -> cloud.read
        aws ec2 terminate-instances --instance-ids i-1 -> cloud.change, resource.destroy
        aws sts get-caller-identity -> cloud.read
        aws secretsmanager get-secret-value --secret-id x -> secrets.read
        gcloud compute instances list --zones us-east1-b -> cloud.read
        gcloud compute instances delete list -> cloud.change, resource.destroy
        gcloud auth print-access-token -> secrets.read
        az vm list -> cloud.read
        bq ls --format=pretty dataset -> cloud.read
        bq show --schema p:d.t -> cloud.read
        bq rm -f d.t -> cloud.change, resource.destroy
        az group delete -n g --yes -> cloud.change, resource.destroy
        ssh-add -l -> system.read
        ssh-add -l -D -> system.read, secrets.write
        ssh-add -D -> secrets.write
        aws configure get region -> cloud.read
        aws configure get aws_secret_access_key -> secrets.read
        gpg --recv-keys A -> secrets.read, may file.read A, network.fetch, network.send
        """;
}
