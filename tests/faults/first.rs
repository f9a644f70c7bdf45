//! The first build of all, into no folder: killed at every call that changes the disk, it leaves no site or a whole one.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;

use crate::calls::{counts_of, traced};
use crate::stand::{Stand, points, tell, told, tree};

#[test]
fn a_first_build_killed_anywhere_leaves_no_site_or_a_whole_one() {
    let stand = Stand::new();
    let fresh = || {
        stand.reset();
        for folder in ["public", ".jiangyi"] {
            let _ = fs::remove_dir_all(stand.root().join(folder));
        }
    };
    fresh();
    let counts = counts_of(&stand);
    let (mut killed, mut none) = (0, 0);
    for (call, count) in &counts {
        for n in points(*count, 11) {
            let when = format!("first build, killed at {call} {n} of {count}");
            fresh();
            let (output, _) = traced(&stand, Some(&format!("{call}:signal=KILL:when={n}")));
            assert!(output.status.signal() == Some(9) || output.status.success(), "{when}: {}", told(&output));
            killed += usize::from(output.status.signal() == Some(9));
            if stand.public().exists() {
                assert!(tree(&stand.public()) == stand.new, "{when}: half a site");
            } else {
                none += 1;
            }
            assert!(stand.build().output().unwrap().status.success(), "{when}");
            assert!(tree(&stand.public()) == stand.new, "{when}");
            stand.left_nothing(&when);
        }
    }
    tell(&format!("faults: a first build killed at {killed} calls; {none} times there was no site yet"));
    assert!(killed > none && none > 10, "{killed} {none}");
}
