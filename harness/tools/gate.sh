# The gated tool without the start of a Node, which takes ten times as long: `bash gate.sh <node> <gate.ts> <port> <call>`.
# It does what is plain as gate.ts does it, and for all else becomes a Node that runs gate.ts, with the same process id and connection.
node=$1 program=$2
shift 2
become_node() { exec "$node" "$program" "$@"; }
say() { printf '%s\n' "$1" >&3; }
hear() { IFS= read -r -u 3 heard || exit 70; }

# what JSON writes as it is
plain='^[A-Za-z0-9_.:-]+$'
[[ $# -eq 2 && $1 =~ ^[0-9]+$ && $2 =~ $plain ]] || become_node "$@"
{ exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || exit 70
say "{\"key\":\"$GATECRASH_LEDGER\",\"call\":\"$2\",\"pid\":$$,\"args\":[\"$1\",\"$2\"]}"

hear
ending='^\{"order":"(finish|fail|die)","text":"([^"\\]*)"\}$'
[[ $heard =~ $ending ]] || become_node "$@" "$heard"
order=${BASH_REMATCH[1]} text=${BASH_REMATCH[2]}
case $order in
  finish) printf '%s\n' "$text" ;;
  fail) printf '%s\n' "$text" >&2 ;;
esac
say '{"done":true}'
# it ends only after its end is noted
hear
case $order in
  finish) exit 0 ;;
  fail) exit 1 ;;
  die) kill -KILL $$ ;;
esac
