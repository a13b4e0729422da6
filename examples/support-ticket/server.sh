# A ticket system's MCP server in a few lines of shell, with one ticket: JSON-RPC, a message a line. Replies go to replies.log.
reply() { printf '{"jsonrpc":"2.0","id":%s,%s}\n' "$id" "$1"; }
while IFS= read -r line; do
    id=$(printf '%s' "$line" | sed -n 's/.*"id":\("[^"]*"\|[0-9]*\).*/\1/p')
    method=$(printf '%s' "$line" | sed -n 's/.*"method":"\([^"]*\)".*/\1/p')
    case $line in
    *'"method":"tools/call"'*)
        # The request's own id, not the ticket's.
        id=$(printf '%s' "$line" | sed 's/"arguments":{[^}]*}//' | sed -n 's/.*"id":\("[^"]*"\|[0-9]*\).*/\1/p')
        ;;
    esac
    [ -n "$id" ] || continue
    case $method in
    initialize)
        version=$(printf '%s' "$line" | sed -n 's/.*"protocolVersion":"\([^"]*\)".*/\1/p')
        reply '"result":{"protocolVersion":"'"$version"'","capabilities":{"tools":{}},"serverInfo":{"name":"tickets","version":"1"}}'
        ;;
    tools/list)
        reply '"result":{"tools":[{"name":"get_ticket","inputSchema":{"type":"object"}},{"name":"post_reply","inputSchema":{"type":"object"}},{"name":"close_ticket","inputSchema":{"type":"object"}}]}'
        ;;
    tools/call)
        case $line in
        *'"name":"get_ticket"'*'"id":"41"'* | *'"id":"41"'*'"name":"get_ticket"'*)
            reply '"result":{"content":[{"type":"text","text":"{\"id\":\"41\",\"state\":\"open\",\"title\":\"The export is empty\"}"}]}'
            ;;
        *'"name":"post_reply"'*)
            printf '%s\n' "$line" >>replies.log
            reply '"result":{"content":[{"type":"text","text":"posted"}]}'
            ;;
        *) reply '"result":{"content":[{"type":"text","text":"no such ticket"}],"isError":true}' ;;
        esac
        ;;
    *) reply '"error":{"code":-32601,"message":"no such method"}' ;;
    esac
done
