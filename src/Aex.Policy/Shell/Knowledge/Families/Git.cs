namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Version control and forges.</summary>
internal static class Git
{
    public const string Table = """
         bzr detect-secrets fossil gh git git-cola git-lfs git-secrets gitg gitk gitleaks gitui glab hg hub husky jj lazygit lefthook lint-staged overcommit pre-commit svn tig trufflehog ungit
        = git
          -C=h -c=g --git-dir=C --work-tree=h --namespace=n --exec-path?!! --no-pager -p|--paginate --no-replace-objects --bare --literal-pathspecs --glob-pathspecs --noglob-pathspecs --no-optional-locks -P --config-env=!! --super-prefix= --no-lazy-fetch -h~ --html-path --man-path --info-path --attr-source= --list-cmds=
        > - : *
        > help/version : *
        > status : * !git.status
        > diff : * !git.diff args:v -O=r --output=w --ext-diff!!
        > diff-tree/diff-index/diff-files/range-diff/difftool--helper : * !git.diff args:v --output=w --ext-diff!!
        > difftool/mergetool : * args:v -x|--extcmd=t !!
        > log/show/whatchanged/shortlog/reflog : * !git.read args:v --output=w --ext-diff!! -O=r
        > reflog show/exists/list : * !git.read
        > reflog expire/delete : * !git.discard,git.read -n|--dry-run~
        > blame/annotate/cat-file/show-index/diff-pairs : * !git.read args:v --contents=r --batch-all-objects
        > describe/rev-parse/rev-list/name-rev/ls-files/ls-tree/merge-base/for-each-ref/show-ref/show-branch/count-objects/cherry/check-ignore/check-attr/check-mailmap/check-ref-format/var/verify-commit/verify-tag/verify-pack/fsck/get-tar-commit-id/patch-id/interpret-trailers/stripspace/column/merge-tree/mailinfo/fmt-merge-msg/unpack-file/for-each-ref/last-modified : * !git.read --textconv --lost-found!file.write --in-place!file.write --contents=r -S=r --filters --stdin --batch
        > grep : * !git.read args:v -O?t!! --open-files-in-pager?t!! -f=r
        > ls-remote : * !git.read 1:U --upload-pack|--exec=e -o|--server-option=
        > archive : * !git.read args:v -o|--output=w --remote=U --exec=e
        > bundle verify/list-heads : * !git.read
        > bundle create : * !git.read 1:w
        > bundle unbundle : * !git.fetch
        > add/stage : * !git.add args:v -e|--edit!! -n|--dry-run~ --pathspec-from-file=r
        > rm : * !git.add args:d -r>D --cached>n -n|--dry-run~ --pathspec-from-file=r
        > mv : * !git.add args:rw -n|--dry-run~
        > commit : * !git.commit -m|--message|-C|-c|--reuse-message|--author|--date|--fixup|--squash|--trailer|--cleanup= -F|--file|-t|--template|--pathspec-from-file=r --amend --dry-run~
        > refs verify/list/exists : * !git.read
        > refs/commit-tree/write-tree/mktree/mktag/symbolic-ref/replace/notes/pack-refs/pack-objects/index-pack/unpack-objects/update-server-info/fast-import/multi-pack-index/commit-graph/maintenance/gc/repack/rerere/hook : * !git.commit
        > update-ref : * !git.commit,git.force -d|--stdin!git.discard
        > hash-object : * !git.commit args:v
        > update-index : * !git.commit args:v
        > checkout-index : * !git.switch args:V -a|--all!file.write -f|--force!git.discard --prefix=F
        > read-tree : * !git.commit -u!file.write --reset!git.discard
        > symbolic-ref : * !git.commit -d|--delete!git.discard
        > notes list/show : * !git.read
        > maintenance run : * !git.commit
        > maintenance start/stop/register/unregister : * !git.commit,process.control
        > prune/prune-packed : * !git.discard -n|--dry-run~
        > tag : * +!git.commit 0!git.read -l|--list|-v|--verify|--contains|--merged|--points-at|--no-merged|--no-contains|-n~ dry!git.read -d|--delete!git.discard -f|--force!git.force -m|--message|-u|--local-user|--sort|--format= -F|--file=r
        > branch : * 0!git.read +!git.switch -d|--delete!git.switch -D!git.discard -f|--force!git.force -M!git.force -C!git.force -m|--move|-c|--copy!git.switch -l|--list|--contains|--no-contains|--merged|--no-merged|--points-at|-r|--remotes|--show-current~ dry!git.read --unset-upstream!git.switch -u|--set-upstream-to=!git.switch --edit-description!!
            --sort|--format= -a|--all -v|-vv
        > checkout : * !git.switch 1:Vo args:QO --!git.discard>Q -f|--force!git.discard,file.write -B=!git.force -b|--orphan= --ours|--theirs|-m|--merge!git.discard -p|--patch!git.discard --pathspec-from-file=r!git.discard
        > switch : * !git.switch -f|--force|--discard-changes!git.discard -C|--force-create!git.force -c|--create|--orphan=
        > restore : * !git.discard args:F -S|--staged~ dry!git.add -W|--worktree!git.discard,file.write -s|--source= --pathspec-from-file=r
        > reset : * !git.add --hard|--merge|--keep!git.discard,file.write --pathspec-from-file=r
        > clean : * !git.discard args:K .:K -n|--dry-run~ -e|--exclude=
        > stash : * !git.commit
        > stash list/show : * !git.read
        > stash push : * !git.commit args:F -m|--message= --pathspec-from-file=r
        > stash save/create/store/branch : * !git.commit -m|--message= --pathspec-from-file=r
        > stash pop/apply : * !git.commit
        > stash drop/clear : * !git.discard
        > am : * !git.merge args:r ..:Z --abort|--quit|--skip!git.discard
        > merge/cherry-pick/revert : * !git.merge -s|--strategy|-X|-m|-F=  --abort|--quit!git.discard
        > rebase : * !git.merge -x|--exec=S --abort|--quit|--skip!git.discard -i|--interactive!git.force --onto|-s|-X=
        > filter-branch/filter-repo : * !git.force,file.write --tree-filter|--index-filter|--msg-filter|--env-filter|--commit-filter|--parent-filter|--tag-name-filter|--setup=t !!
        > fetch : * !git.fetch 1:U --upload-pack=e -f|--force
        > pull : * !git.fetch,git.merge 1:U --upload-pack=e -f|--force!git.discard
        > clone : * !git.fetch 1:U 2:F -u|--upload-pack=e -c|--config=g --template=x -b|--branch|--depth|-o|--origin|-j|--filter|--reference=
        > push : * !git.push 1:P args:f -f|--force|--mirror|--prune|-d|--delete!git.force --force-with-lease?!git.force --force-if-includes --receive-pack|--exec=e -o|--push-option|--repo= -n|--dry-run~
        > send-email/imap-send/request-pull/svn/p4/cvsimport/archimport/quiltimport/send-pack/fetch-pack/http-push/http-fetch/daemon/instaweb/gui/citool/gitk/credential/credential-cache/credential-store/fast-export/shell/upload-pack/receive-pack/upload-archive/http-backend/cvsserver/cvsexportcommit : * !!
        > credential fill : * !secrets.read
        > init/init-db : * 1:W .:F --template=x -b|--initial-branch|--object-format= --separate-git-dir=w
        > remote : * !git.read -v|--verbose
        > remote show/get-url : * !git.read
        > remote add : * !git.config 2:U -t|-m|-b=
        > remote set-url : * !git.config 2:U
        > remote remove/rm/rename/set-head/set-branches/prune/update : * !git.config
        > config : !!
        > config list/get : * !git.read
        > submodule : * !git.status
        > submodule status/summary : * !git.status
        > submodule update/init/sync/set-branch/absorbgitdirs : * !git.fetch
        > submodule add/set-url : * !git.fetch,git.config 1:U args:UV
        > submodule deinit : * !git.discard
        > submodule foreach : 1:c joined inside --recursive -q|--quiet
        > worktree list : * !git.read
        > worktree add/move/lock/unlock/repair : * !git.worktree 1:W -b|-B|--reason=
        > worktree remove/prune : * !git.worktree,git.discard 1:D
        > apply : * !git.apply args:r ..:Z --check|--stat|--numstat|--summary~ --directory=Z -p|--exclude|--include=
        > format-patch : * !git.read,file.write -o|--output-directory=F --stdout~
        > bisect log/view/visualize/terms : * !git.read
        > bisect run : 1:c
        > bisect : * !git.switch
        > sparse-checkout list : * !git.read
        > sparse-checkout : * !git.switch
        > lfs ls-files/status/env/version/logs : * !git.read
        > lfs fetch/pull/install/track/untrack/checkout/prune/fsck : * !git.fetch
        > lfs push : * !git.push
        > flow/town/subtree/absorb/secret/crypt : * !!
        > cherry/rev-list : * !git.read
        > scalar : * !!
        > mergetool : * !!
        > attr : * !git.read
        = gitk tig lazygit gitui gitg ungit git-cola
          !!
        = hub
          !!
        = git-lfs
          !!
        = gh
          -R|--repo= -h~ -h~
        > - : *
        > help/version/status/completion : *
        > api : * 1:U !cloud.read -X|--method=M -f|--raw-field|-F|--field|--input=!cloud.change -q|--jq|-t|--template|-H|--header|-p|--preview|--cache|--hostname=
        > auth token : * !secrets.read
        > auth status : * !cloud.read -t|--show-token!secrets.read
        > auth * : * !cloud.change
        > pr/issue/run/workflow/release/repo/gist/label/project/ruleset/cache/secret/variable/org/codespace/ssh-key/gpg-key/search/extension/attestation/alias/config list/view/ls/get/status/diff/checks/watch/repos/issues/prs/commits/code/verify/field-list/item-list/check/search/browse : * !cloud.read -w|--web
        > search * : * !cloud.read
        > pr checkout : * !git.fetch,git.switch
        > run download : * !cloud.read ..:F -D|--dir=W -O|--output=w
        > release download : * !cloud.read ..:F -D|--dir=W -O|--output=w
        > repo/gist clone : * !git.fetch 1:n args:V
        > gist clone : * !git.fetch
        > pr/issue/release/repo/gist/label/run/secret/variable/ssh-key/gpg-key/cache/codespace/project delete/delete-asset/archive/item-delete/field-delete : * !cloud.change,resource.destroy
        > gist create : * !cloud.change,network.send args:r
        > pr/issue/release/repo/gist/label/run/workflow/secret/variable/project/ssh-key/gpg-key/cache/ruleset * : * !cloud.change -F|--body-file|--notes-file|-f=r -b|--body|-t|--title|-n|--notes|-B|--base|-H|--head|-l|--label|-a|--assignee|-m|--milestone|-r|--reviewer|-p|--project|-d|--description=
        > codespace * : * !!
        > extension/alias * : * !!
        > config * : * !cloud.change
        > browse : *
        > copilot/agent-task * : * !agent.spawn
        = glab
          -R|--repo= -h~
        > help/version/completion : *
        > mr/issue/ci/pipeline/release/repo/label/snippet/variable/project/incident/job/schedule list/view/ls/status/diff/trace/get/search/lint/show/issues : * !cloud.read
        > auth status : * !cloud.read
        > mr/issue/ci/pipeline/release/repo/label/snippet/variable/project delete : * !cloud.change,resource.destroy
        > mr/issue/ci/pipeline/release/repo/label/snippet/variable/project/auth/job * : * !cloud.change
        = svn hg bzr fossil jj
          -R|--repository|--cwd=
        > status/st/stat : * !git.status
        > diff : * !git.diff --diff-cmd=e
        > log/info/ls/list/cat/blame/annotate/show/heads/branches/tags/paths/root/help/version/propget/proplist/summary/identify/evolog/timeline/verify : * !git.read
        > add/commit/ci/rm/remove/delete/mv/move/cp/copy/mkdir/describe/new/squash/addremove/bookmark/branch/tag : * !git.commit
        > update/up/checkout/co/pull/clone/fetch/switch/merge/rebase/resolve : * !git.fetch args:U
        > push : * !git.push args:U -f|--force!git.force
        > revert/abandon/restore/undo/purge/strip/cleanup : * !git.discard
        = pre-commit lefthook husky lint-staged overcommit
        > help/sample-config/validate-config/validate-manifest/dump/version : * args:r
        > run/install/uninstall/autoupdate/clean/gc/migrate-config/install-hooks/init-templatedir/try-repo/add/init/hook-impl : * !build.run
        > _ : * !build.run
        = gitleaks trufflehog git-secrets detect-secrets
          * !file.read -r|--report-path|--output|-o=w
        """;

    public const string Examples = """
        git status -s -> git.status
        git diff HEAD~1 -- a.cs -> git.diff, may file.read HEAD~1, may file.read a.cs
        git diff --output=x -> git.diff, file.write x, may file.write x
        git log --oneline -5 -> git.read
        git push -> git.push
        git push --force origin main -> git.push, git.force
        git push origin +main -> git.push, git.force
        git push origin :old -> git.push, git.force
        git push --delete origin old -> git.push, git.force
        git push --force-with-lease=main origin main -> git.push, git.force
        git push --force-with-lease origin main -> git.push, git.force
        git push --mirror -> git.push, git.force
        git push https://example.com/x.git main -> git.push, network.fetch example.com:443, network.send example.com:443
        git remote add evil https://evil.example/x.git -> git.config, network.fetch evil.example:443
        git reset --hard HEAD -> git.add, git.discard, file.write
        git stash drop -> git.discard
        git checkout main -> git.switch, may file.write main
        git checkout -- a.cs -> git.switch, git.discard, may file.write a.cs
        git checkout . -> git.switch, git.discard, may file.write .
        git checkout release/1.2 -> git.switch, may file.write release/1.2
        git restore --staged a.cs -> git.add
        git update-ref -d refs/heads/x -> git.commit, git.force, git.discard, may file.read refs/heads/x
        git branch -D old -> git.switch, git.discard
        git config core.pager -> git.read
        git config user.name x -> git.config
        git config core.pager 'sh -c x' -> git.config, code.run, script sh -c x, script git sh -c x
        git -c core.pager=x log -> code.run, git.read, script x, script git x
        gh auth token -> secrets.read
        gh pr view 1 -> cloud.read
        git refs verify -> git.read
        git refs migrate -> git.commit
        """;
}
