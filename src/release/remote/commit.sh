# Shows the release $3 of the target $1, for the holder of the token $2. $4: the release shown until now, or nothing. $5: how
# many files the upload must have, or - where an earlier release is shown again. $6: the releases to be removed.
# Standard input, by the first letter of a line: L the list, X a path in it, K what is taken over from the release before,
# F a file of others that is, R a line of the record, E the end.
umask 022
unset CDPATH
d=$(printf %b "$1")
p=.jiangyi-publish
cd "$d" || exit 73
exec 9>>$p/lock || exit 73
if ! flock -w 20 9; then exit 75; fi
s=
if [ -f $p/session ]; then read -r s < $p/session; fi
if [ "$s" != "$2" ]; then sed -n "s/^{/session {/p" $p/session 2>/dev/null; exit 76; fi
cat > $p/commit || exit 74
[ "$(tail -n 1 $p/commit)" = E ] || exit 77
old=releases/$4
to=releases/$3
new=$to
if [ "$5" != - ]; then
  new=$p/incoming
  [ ! -e "$to" ] || exit 78
  find $new -name .jiangyi-partial -type d -prune -exec rm -rf {} + || exit 74
  n=$(find $new -type f | wc -l)
  [ "$n" -eq "$5" ] || exit 79
fi
put() {
  [ -e "$new/$1" ] && return 0
  case $1 in */*) mkdir -p "$new/${1%/*}" || return 1 ;; esac
  ln "$old/$1" "$new/$1" 2>/dev/null || cp -p "$old/$1" "$new/$1"
}
sed -n "s/^K//p" $p/commit | while IFS= read -r f; do
  if [ -f "$old/$f" ]; then put "$f" || exit 1; fi
done || exit 74
sed -n "s/^F//p" $p/commit | while IFS= read -r f; do
  put "$f" 2>/dev/null || echo "left $f"
done
sed -n "s/^X//p" $p/commit > $p/list.new && mv -f $p/list.new $p/$3.files || exit 74
sed -n "s/^L//p" $p/commit > $p/list.new && mv -f $p/list.new $p/$3.json || exit 74
sed -n "s/^R//p" $p/commit >> $p/record.jsonl || exit 74
sync
if [ "$5" != - ]; then mv $new "$to" || exit 74; fi
rm -f $p/current && ln -s "$to" $p/current && mv -fT $p/current current || exit 74
sync
echo shown
rm -f $p/session $p/commit
for n in $6; do
  r=releases/$n
  if [ ! -f $p/$n.files ]; then continue; fi
  if [ -n "$(find $r -type l | head -n 1)" ]; then echo "left $r/"; continue; fi
  (cd $r && tr "\n" "\000" < ../../$p/$n.files | xargs -0 rm -f --)
  find $r -depth -type d -exec rmdir {} + 2>/dev/null
  if [ -d $r ]; then find $r ! -type d | sed "s/^/left /"; fi
  rm -f $p/$n.files $p/$n.json
done
echo end
