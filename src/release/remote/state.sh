# What stands at the target $1, and what release $2 holds. Changes nothing.
unset CDPATH
d=$(printf %b "$1")
for t in rsync flock; do command -v $t >/dev/null 2>&1 || echo "lacks $t"; done
if [ -h "$d" ]; then echo link; exit 0; fi
if [ ! -e "$d" ]; then echo missing; exit 0; fi
if [ ! -d "$d" ]; then echo file; exit 0; fi
cd "$d" || exit 73
up=$(pwd -P)
while [ "$up" != / ] && [ -n "$up" ]; do
  up=$(dirname "$up")
  if [ -d "$up/.jiangyi-publish" ]; then echo release; exit 0; fi
done
p=.jiangyi-publish
if [ ! -d $p ]; then
  if [ -z "$(ls -A)" ]; then echo missing; else echo foreign; fi
  exit 0
fi
echo ours
if [ -h current ]; then
  live=$(readlink current)
  echo "live $live"
elif [ -e current ]; then
  echo "live -"
  live=
else
  live=
fi
if [ -d releases ]; then
  for r in releases/*; do
    n=${r##*/}
    if [ -d "$r" ]; then echo "folder $n"; fi
    if [ -d "$r" ] && [ -f "$p/$n.json" ]; then echo "whole $n"; fi
  done
fi
if [ -f $p/record.jsonl ]; then sed "s/^/record /" $p/record.jsonl || exit 73; fi
case $live in
  releases/*)
    n=${live##*/}
    if [ -f "$p/$n.json" ]; then sed "s/^/listing /" "$p/$n.json" || exit 73; fi
    (cd "$live" && find . ! -type d) | sed "s|^..|file |"
  ;;
esac
if [ -n "$2" ] && [ -f "$p/$2.json" ]; then sed "s/^/asked /" "$p/$2.json" || exit 73; fi
echo end
