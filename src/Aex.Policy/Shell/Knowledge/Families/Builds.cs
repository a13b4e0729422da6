namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Build tools, compilers, test runners, linters, formatters.</summary>
internal static class Builds
{
    public const string Table = """
         aclocal actionlint actool add-trailing-comma addr2line agvtool alejandra alembic anchor ansible-lint ant api-extractor arduino-cli artisan astro astyle atlas autoconf autoflake automake autopep8 autoreconf ava babel babel-node bandit basedpyright bats bazel bazelisk behave biome black bloaty bloop blue brakeman brittany browser-sync browserify buck buck2 buf buildifier busted c++ c++filt cabal cc celery cfn-lint changeset checkmake checkov checkstyle chrpath circom clang clang++ clang-check clang-format clang-tidy cljfmt cmake codecept concurrently configure conftest console coverage cpack cpp cppcheck cpplint credo crystal csc csharpier ctest cucumber cypress daphne dart dbmate detekt detox dfmt dialyzer diesel django-admin djlint dmd dmypy docformatter docusaurus dotenv-linter dotnet dprint drizzle-kit drush dsymutil dune dwarfdump electron electron-builder eleventy elm emcc errcheck esbuild eslint esno expo fastlane flake8 flask flatc flutter flyway foreman forge fourmolu fsc g++ gatsby gcc gci genstrings gfortran ghc ginkgo gitbook gmake golangci-lint gold golint google-java-format goose goreleaser gosec gotestsum govulncheck gradio gradle gradlew graphql-codegen green grunt gulp gunicorn hadolint hardhat hexo hivemind hlint honcho htmlhint http-server hugo hypercorn hypothesis ibtool idf.py indent ineffassign infection infer install_name_tool interrogate invoke isort jake javac javap jdeps jekyll jest jscs jsdoc jshint json-server jsonlint jupyter just k6 kaocha karma knex knip kotlinc ktfmt ktlint kube-linter kubeconform kubeval lake latexindent ld ldc2 ldd lein lerna lessc libtoolize lipo liquibase live-server lizard lld llvm-nm llvm-objdump llvm-readelf locust luacheck madge mage make manage.py markdownlint markdownlint-cli2 maven mcs mdformat meson metro microbundle migrate mikro-orm mill minitest mix mkdocs mocha mono mvn mvnd mvnw mypy nasm ncc newman next ng nightwatch nim ninja nixfmt nm node-sass nodemon nosetests nox np npm-run-all nunit3-console nuxi nuxt nvcc nx objcopy objdump ocamlc ocamlopt odin openapi-generator ormolu otool overmind oxlint pahole pants parcel patchelf pelican perlcritic perltidy pest pgformatter phan phoenix php-cs-fixer phpcbf phpcs phpmd phpstan phpunit pint pio platformio playwright playwright-test plop pmd postcss premake premake5 prettier prettierd prisma protoc prove psalm puma purs py.test pycodestyle pydocstyle pyflakes pylint pyre pyright pyroma pytest pytype pyupgrade qmake rackup radon rails rake ranlib react-native react-scripts readelf rebar3 reek refurb release-it remark remix rescript revive robot rolldown rollup rome rsbuild rspack rspec rubocop ruff rufo run-p run-s rustc rustfmt sail samu sass sbt scalac scalafmt scan-build scons semantic-release semistandard sequelize sequelize-cli serve shake shellcheck shellspec shfmt simctl size snowpack solc spectral sphinx-build spotbugs sqitch sql-formatter sqlfluff sqlx ssort stack standard standardrb staticcheck storybook storybook-test streamlit strip stryker stylelint stylua svelte-kit swc swc-node swift swift-demangle swift-format swiftformat swiftlint symfony tailwindcss tap taplo task tcc terraform-fmt testcafe textlint tflint tfsec thrift tox trial ts-node ts-node-dev tsc tsdown tslint tsup tsx tup turbo ty typedoc typeorm typeorm-ts-node-commonjs typeorm-ts-node-esm unbuild uncrustify unicorn unittest usort uvicorn vbc vite vite-node vitepress vitest vtool vue vue-cli-service vulture waitress-serve ward wdio webpack west wireit wp wp-cli xcode-select xcodebuild xcresulttool xcrun xenon xmake xo xunit yamlfmt yamllint yapf yasm zig zizmor zola zprint zx
        = make gmake ninja samu bazel bazelisk buck buck2 pants scons tup just task mage invoke nox tox jake
          * !build.run args:m -v|--version~ -j|-k|-d|-l|-W|-o= -C|--directory|--working-directory=h -f|--file|--makefile|--justfile=l --eval=t!! --shell|--shell-arg|-E=!! -c|--command=t
        = cmake
          * args:v !build.run -P=x -E!! -B=F -S=v
        = ctest cpack meson qmake autoreconf autoconf automake aclocal libtoolize configure xmake premake premake5
          * !build.run
        = mvn mvnw mvnd maven
          * !build.run -v|--version~ -f|--file|-s|--settings|-gs=r -pl|-P|-T|-l|-D=
          &deploy/deploy:*/*:deploy/*:deploy-file/*deploy-plugin:*/release:*/*release-plugin:*/scm:checkin/nexus-staging:*!packages.publish
          &flyway:clean/*flyway*:clean/liquibase:dropAll/*liquibase*:dropAll/sql:execute!database.change,resource.destroy
        = gradle gradlew
          * !build.run -v|--version~ -I|--init-script|-b|--build-file=x
          &publish/*:publish/publishTo[^M]*/*:publishTo[^M]*/publishAll*/*:publishAll*/publish*Publication*Repository/*:publish*Publication*Repository/publishPlugins/*:publishPlugins/publish*PublicationTo[^M]*/*:publish*PublicationTo[^M]*/publishToMavenCentral/*:publishToMavenCentral/publishAnd*/*:publishAnd*/upload*/*:upload*/closeAnd*/releaseStaging*/artifactoryPublish/*:artifactoryPublish/jreleaser*/release!packages.publish
          &flywayClean/*:flywayClean/dropAll/*:dropAll/liquibaseDropAll!database.change,resource.destroy
        = sbt ant lein bloop mill
          * !build.run -v|--version~ &publish/*publish/*publishSigned/sonatype*/deploy/release!packages.publish
        = rails rake
          * !build.run -v|--version~ -f|--rakefile=r -e|--execute|-p|--execute-print|-E|--execute-continue=e -r|--require=x
          &db:*!database.change &test/test:*/spec/spec:*!tests.run &release/release:*/*:release!packages.publish
          &db:drop/db:drop:*/db:reset/db:reset:*/db:purge/db:purge:*/db:truncate_all/db:migrate:reset/db:rollback/db:migrate:down/db:schema:load/db:schema:load:*/db:structure:load/db:setup/db:seed:replant/db:mongoid:drop/db:mongoid:purge!resource.destroy
          &console/c/runner/r/dbconsole/db/destroy/d!!
        = dotnet
          -h~ -g|--global --info~ --list-sdks~ --list-runtimes~ --version~
        > - : *
        > help/sdk/--info/--version : * !packages.read
        > list : * !packages.read
        > package list/search : * !packages.read
        > nuget list/why : * !packages.read
        > nuget locals : * !file.delete -l|--list~ dry!packages.read
        > nuget push/delete : * !packages.publish -s|--source=U
        > nuget add/update/remove/enable/disable : * !file.write
        > tool list/search : * !packages.read
        > tool run : * !build.run
        > tool install/update/uninstall/restore : * !packages.install
        > build/publish/msbuild/pack/run/watch/build-server : * !build.run -o|--output=F
        > clean : * !file.delete,file.write
        > tool run/exec aex : * !aex.configure
        > tool install/update/uninstall aex : * !packages.install,aex.configure
        > aex : * !aex.configure
        > test/vstest : * !tests.run
        > restore : * !packages.install
        > add/remove package/reference : * !packages.install
        > add/remove : * !packages.install
        > package add/remove/update : * !packages.install
        > reference add/remove/list : * !file.write
        > new list/search : * !packages.read
        > new : * !file.write -o|--output=F
        > sln/solution list : * !packages.read
        > sln/solution add/remove/migrate : * !file.write
        > format : * !file.write --verify-no-changes~ dry!build.run
        > workload list/search : * !packages.read
        > workload : * !packages.install
        > dev-certs/user-secrets : * !secrets.write
        > user-secrets list : * !secrets.read
        > ef migrations/dbcontext/database list/info : * !build.run
        > ef : * !build.run,file.write
        > ef database drop : * !resource.destroy
        > fsi/exec : * 1:x
        > _ : * 1:x
        = swift
          * !build.run
        = xcodebuild
        > -version/-showsdks/-list : args:n !system.read -project|-workspace=r -json -sdk=
        > -* : * !build.run
        > _ : * !build.run
        > - : * !build.run
        = xcrun
        > --find/-f/--show-sdk-path/--show-sdk-version/--show-sdk-platform-path/--version : args:n !system.read --sdk=
        > -* : * !build.run
        > _ : * !build.run
        > - : * !build.run
        = gcc g++ cc c++ clang clang++ cpp tcc rustc javac kotlinc scalac ghc ocamlc ocamlopt gfortran nvcc emcc ld gold lld nasm yasm protoc thrift flatc buf dmd ldc2 zig odin nim crystal mono mcs csc fsc tsc vbc elm purs rescript solc forge hardhat anchor circom
          * args:r -o|--output=w -d|--outDir|--out-dir|--outFile=W !build.run --version|-dumpversion|-dumpmachine|-V~
        = nm objdump otool readelf size ldd lipo addr2line c++filt dsymutil javap jdeps dwarfdump pahole bloaty llvm-objdump llvm-nm llvm-readelf vtool
          * args:r -o|--out|-output=w
        = strip objcopy install_name_tool patchelf ranlib chrpath
          * args:rw -o=w
        = pytest py.test nosetests unittest jest vitest mocha ava tap karma cypress playwright nightwatch testcafe wdio phpunit pest rspec cucumber behave robot minitest bats shellspec prove busted ginkgo gotestsum codecept infection stryker xunit nunit3-console kaocha ward green trial hypothesis locust k6 newman detox storybook-test playwright-test coverage
          * args:v !tests.run --junitxml|--junit-xml|--outputFile|--output|-o=w -p= --html=w
        = eslint tslint standard xo biome oxlint stylelint prettier prettierd rome jshint jscs semistandard htmlhint markdownlint markdownlint-cli2 remark textlint knip madge
          * args:R .:R !build.run -w|--write|--fix|--apply|--apply-unsafe|--unsafe|--fix-type>RF -o|--output-file|--output=w -c|--config|--rulesdir|--resolve-plugins-relative-to|--parser|--plugin=r --ignore-path=r
        = dprint
        > fmt : * args:RF .:F
        > check/output-file-paths/help/version : * args:R
        > _ : * !!
        = ruff
          -h~ -V~
        > check : * args:R .:R --fix|--unsafe-fixes|--fix-only|--add-noqa>RF -o|--output-file=w --output-format|--select|--ignore|--config|--extend-select|--target-version= -w|--watch
        > format : * args:F .:F --check|--diff>R --config|--line-length=
        > rule/config/linter/version/help/analyze : *
        > clean : * !file.delete
        > server : !!
        > _ : * args:R --fix>RF
        = black isort autopep8 yapf docformatter pyupgrade autoflake blue djlint usort ssort add-trailing-comma
          args:RF .:RF * --check|--diff|--check-only|-c|--check-only>R -c|--code=n
        = mypy pyright basedpyright pylint flake8 pyflakes pycodestyle pydocstyle bandit vulture radon pyre pytype ty dmypy refurb xenon interrogate pyroma lizard
          * args:R !build.run --output-file|-o|--junit-xml|--html-report|--txt-report|--cobertura-xml-report|--linecount-report=w --createstub|--init-import>F
        = rubocop standardrb reek brakeman rufo
          * args:R .:R -a|-A|--auto-correct|--autocorrect|--autocorrect-all|--auto-correct-all|-x|--fix|--fix-layout|--auto-gen-config>RF -o|--out=w -r|--require=x !build.run
        = shellcheck hadolint yamllint actionlint jsonlint checkmake dotenv-linter kubeval kubeconform zizmor
          * args:R -f|--format|-s|--shell|-e|--exclude|-S|--severity|-i|--include|-W|-o|-t|--failure-threshold|--ignore|-d|--config-data|-schema-location|-kubernetes-version|-output= -c|--config|-config-file|--rcfile=r -C? -P|--source-path= -x --fix>RF --output|--output-file|--report=w
        = ansible-lint tflint cfn-lint checkov tfsec kube-linter conftest spectral luacheck golint staticcheck golangci-lint revive gosec govulncheck errcheck ineffassign swiftlint ktlint detekt checkstyle pmd spotbugs phpstan psalm phpcs phan phpmd credo dialyzer perlcritic hlint clang-tidy cppcheck cpplint clang-check scan-build infer
          * args:R .:R !build.run --fix|-i|--format|-F|--autocorrect|--alter|-fix|--write>RF -o|--output|--output-file|--report=w
        = rustfmt stylua scalafmt ktfmt swiftformat csharpier php-cs-fixer phpcbf pint mdformat taplo nixfmt alejandra buildifier yamlfmt astyle indent dfmt
          * args:RF .:F --check|--dry-run|--verify|--test|--lint|--diff|--list|-l|--list-different|-d|--stdout|--write-stdout|--emit|-mode>R -o=w --config|--config-path=r
        = shfmt clang-format terraform-fmt ormolu fourmolu brittany google-java-format swift-format gci zprint cljfmt sqlfluff sql-formatter pgformatter perltidy uncrustify latexindent
          * args:R -w|-i|--write|--inplace|--in-place|--overwrite|--replace|--fix>RF -o=w
        = vite webpack rollup parcel esbuild swc babel turbo nx lerna gulp grunt next nuxt nuxi astro gatsby remix svelte-kit ng vue vue-cli-service react-scripts expo react-native metro storybook tsup tsdown unbuild rspack rsbuild rolldown snowpack tailwindcss postcss sass node-sass lessc browserify microbundle ncc electron electron-builder eleventy hugo jekyll mkdocs sphinx-build docusaurus vitepress gitbook zola pelican hexo typedoc jsdoc api-extractor openapi-generator graphql-codegen plop changeset
          * !build.run &publish/release!packages.publish -o|--outfile|--out-dir|--outdir|-d=w
        = serve http-server live-server browser-sync json-server
          * args:R .:R !build.run -p|--port|-l|--listen|-a|--address=
        = nodemon
          * args:v !build.run -x|--exec=t!! -w|--watch|-e|--ext|-i|--ignore|--delay= --config=r
        = ts-node tsx ts-node-dev esno vite-node babel-node zx swc-node
          * 1:x 0!! -e|--eval|-p|--print=e -r|--require|--import=x
        = semantic-release release-it np goreleaser fastlane
          * !packages.publish
        = concurrently npm-run-all run-s run-p wireit
          * args:t !!
        = artisan console sail symfony drush wp-cli
          * !build.run
          &migrate/migrate:*/doctrine:*/db:*/sql-*/sql:*!database.change
          &migrate:fresh/migrate:refresh/migrate:reset/migrate:rollback/db:wipe/doctrine:database:drop/doctrine:schema:drop/doctrine:migrations:execute/sql-drop/sql:drop/sql-sync/sql:sync/site-install/site:install!resource.destroy
        = wp
        > db reset/drop/clean : * !database.change,resource.destroy
        > site/post/user/plugin/theme/media/term/comment/menu/widget/option/transient delete/empty/uninstall/remove : * !database.change,resource.destroy
        > site empty : * !database.change,resource.destroy
        > db/search-replace : * !database.change
        > _ : * !build.run
        = manage.py django-admin
          * !build.run &migrate/loaddata!database.change &test!tests.run &shell/shell_plus/runscript/dbshell!!
          &flush/reset_db/reset_schema/sqlflush/zero/clean_pyc/delete_*/drop_*/wipe_*!database.change,resource.destroy
        = flask
          * !build.run -A|--app|-e|--env-file|--host|--port|-h|-p= &shell!! &upgrade/stamp!database.change &downgrade/drop/drop_*/drop-*/reset/reset-*!database.change,resource.destroy
        = phoenix uvicorn gunicorn hypercorn celery streamlit gradio jupyter daphne waitress-serve puma unicorn rackup foreman honcho hivemind overmind
          * !build.run
        = mix rebar3 stack cabal dune lake shake flutter dart west platformio pio arduino-cli idf.py
          * !build.run &publish/*.publish/upload/*.upload!packages.publish &ecto.migrate/ecto.create!database.change
          &ecto.drop/ecto.reset/ecto.rollback!database.change,resource.destroy
        = xcode-select swift-demangle agvtool xcresulttool simctl genstrings ibtool actool
          * !build.run -p|--print-path|-v|--version~ dry!system.read
        = prisma drizzle-kit sequelize sequelize-cli typeorm knex alembic flyway liquibase goose dbmate migrate sqitch diesel sqlx atlas typeorm-ts-node-commonjs typeorm-ts-node-esm mikro-orm
          -c|-d|-x|-path|-dir|-database|-source|--schema|--name|--message|-m|--config|--knexfile|--datasource|--migrations-dir= -h|--help~ --force-reset|--accept-data-loss!resource.destroy
          &reset/drop/clean/downgrade/revert/down/down-to/down-all/rollback/undo/dropAll/drop-*/*:drop/*:drop:*/*:reset/*:revert/*:rollback/*:undo/*:undo:*/*:down!resource.destroy
        > - : * !build.run
        > version/help/--version/-v : *
        > generate/validate/format/introspect/history/current/heads/branches/show/info/status/check/migrate:status/db:version/migration:show : * !build.run
        > migrate status/diff : * !build.run
        > _ : * !build.run,database.change
        """;

    public const string Examples = """
        make test -> build.run
        make --version ->
        make --eval='$(shell rm x)' -> build.run, code.run, script $(shell rm x), script rm x)
        cmake -P script.cmake -> build.run, code.run script.cmake, may file.read script.cmake
        mvn package -> build.run
        gradle -I init.gradle build -> build.run, code.run init.gradle, may file.read init.gradle
        dotnet --info ->
        dotnet build -> build.run
        dotnet test -> tests.run
        dotnet add package Serilog -> packages.install
        dotnet list package -> packages.read
        dotnet nuget push a.nupkg -> packages.publish
        dotnet ef database drop -> resource.destroy
        dotnet format --verify-no-changes -> build.run
        dotnet script.dll -> code.run script.dll, may file.read script.dll
        gcc -o app main.c -> file.write app, file.read main.c, build.run
        rustc --version --verbose ->
        nm -C lib.so -> file.read lib.so
        strip a.out -> file.read a.out, file.write a.out
        pytest -q tests -> may file.read tests, tests.run
        pytest --junitxml=out.xml -> tests.run, file.write out.xml
        jest -t name -> may file.read name, tests.run
        eslint src -> build.run, file.read src/**
        eslint --fix src -> build.run, file.read src/**, file.write some of src/**
        prettier --check a.ts -> build.run, file.read a.ts/**
        prettier --write a.ts -> build.run, file.read a.ts/**, file.write some of a.ts/**
        ruff check src -> file.read src/**
        ruff check --fix src -> file.read src/**, file.write some of src/**
        black --check src -> file.read src/**
        black src -> file.read src/**, file.write some of src/**
        mypy src -> build.run, file.read src/**
        shellcheck -f gcc a.sh -> file.read a.sh/**
        golangci-lint run -> build.run, file.read run/**
        shfmt -d a.sh -> file.read a.sh/**
        shfmt -w a.sh -> file.read a.sh/**, file.write some of a.sh/**
        vite build -> build.run
        mvn -q clean deploy -> build.run, packages.publish
        gradle :lib:publish -> build.run, packages.publish
        gradle publishToMavenLocal -> build.run
        rails db:drop -> build.run, database.change, resource.destroy
        rails db:migrate -> build.run, database.change
        rake spec -> build.run, tests.run
        wp db reset --yes -> database.change, resource.destroy
        manage.py flush -> build.run, database.change, resource.destroy
        prisma migrate reset --force -> build.run, database.change, resource.destroy
        prisma generate -> build.run
        alembic -c a.ini downgrade base -> build.run, database.change, resource.destroy
        mix ecto.drop -> build.run, database.change, resource.destroy
        nx release publish -> build.run, packages.publish
        tsx a.ts -> code.run a.ts, may file.read a.ts
        goreleaser release -> packages.publish
        prisma migrate deploy -> build.run, database.change
        xcodebuild -version -> system.read
        xcodebuild -list -project a.xcodeproj -> system.read, file.read a.xcodeproj
        xcodebuild -scheme a build -> build.run
        xcrun --find clang -> system.read
        xcrun simctl boot a -> build.run
        """;
}
