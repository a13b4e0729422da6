namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Coding agents.</summary>
internal static class Agents
{
    public const string Table = """
         aider amp auggie claude cline cn codebuff codex cody crush cursor-agent devin droid fabric gemini gptme iflow interpreter jules kilocode kimi kiro-cli llama-cli llama-server llm lms mlx_lm mods ollama open-interpreter openclaw opencode openhands plandex q qwen rovodev sgpt tabby vibe vllm
        = claude
          args:n -p|--print|-c|--continue|-r|--resume -v|--version|-h|--help~ --settings|--setting-sources|--mcp-config|--permission-mode|--allowedTools|--allowed-tools|--disallowedTools|--add-dir|--plugin-dir|--agents|--append-system-prompt|--system-prompt|--permission-prompt-tool=!aex.configure --dangerously-skip-permissions|--allow-dangerously-skip-permissions|--strict-mcp-config|--bare|--ide!aex.configure
          --model|--output-format|--input-format|--max-turns|--session-id|--fallback-model= * !agent.spawn
        > mcp list/get : *
        > mcp/config/update/install/setup-token/plugin/migrate-installer/login/logout : * !aex.configure
        > _ : *
        = codex
          -h~ -V~ -c|--config|-p|--profile|--sandbox|-s|-a|--ask-for-approval|--enable|--disable|-C|--cd|--add-dir=!aex.configure --full-auto|--dangerously-bypass-approvals-and-sandbox|--yolo|--oss!aex.configure -m|--model|-i|--image= * !agent.spawn
        = gemini qwen
          -h~ -v~ -y|--yolo|--approval-mode|--sandbox-image|--allowed-mcp-server-names|--allowed-tools|-e|--extensions|--include-directories|--policy|--admin-policy!aex.configure -p|--prompt|-m|--model|-i|--prompt-interactive= * !agent.spawn
        = aider opencode cursor-agent crush amp auggie droid kiro-cli q cline cn kilocode openhands plandex gptme sgpt llm mods fabric interpreter open-interpreter devin jules cody tabby codebuff rovodev iflow kimi vibe openclaw
          -h~ --version~ --yes|--yes-always|--config|-c|--dangerously-skip-permissions|--yolo|--force|--trust|--auto|-f|--mcp-config|--permission-mode|--skip-permissions-unsafe!aex.configure * !agent.spawn
        = ollama lms llama-cli llama-server vllm mlx_lm
          -h~ -v~
        > list/ls/ps/show/help : * !system.read
        > pull/create/cp : * !packages.install
        > push : * !packages.publish
        > rm : * !file.delete
        > run/serve/stop/launch : * !process.control
        > _ : * !process.control
        """;

    public const string Examples = """
        claude -p hello -> agent.spawn
        claude --version ->
        claude mcp list -> agent.spawn
        claude mcp add x -- sh -> aex.configure, agent.spawn
        codex exec --full-auto x -> aex.configure, agent.spawn
        gemini -p hello -> agent.spawn
        gemini --yolo -> aex.configure, agent.spawn
        aider --yes x -> aex.configure, agent.spawn
        ollama list -> system.read
        ollama pull m -> packages.install
        claude --dangerously-skip-permissions -> agent.spawn, aex.configure
        aex explain x ->
        aex budget --add 5 -> aex.configure
        aex run t.aex --model openai:llama3 -> aex.configure
        aex run t.aex --model=openai -> aex.configure
        aex draft "read a file" --model anthropic -> aex.configure
        """;
}
