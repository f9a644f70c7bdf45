# The far end of rsync at $1, for the holder of the token $2 alone, and for one at a time.
umask 022
unset CDPATH
d=$(printf %b "$1")
t=$2
shift 2
cd "$d" || exit 73
exec 9>>.jiangyi-publish/lock || exit 73
flock -w 20 9 || { echo "jiangyi: busy" >&2; exit 75; }
read -r s < .jiangyi-publish/session
[ "$s" = "$t" ] || { echo "jiangyi: overtaken" >&2; exit 76; }
exec rsync "$@"
