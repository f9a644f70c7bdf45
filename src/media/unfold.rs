//! How much a drawing unfolds to when it is shown.
//! Elements and their references in, one count out: a drawing of ninety elements that copy each other can be ten thousand
//! million. Never follows a reference outside the drawing.

use rustc_hash::FxHashMap;

/// How deep elements may nest, and references lead on.
const DEEPEST: usize = 200;

/// An element with a name of its own, or the drawing as a whole.
#[derive(Default)]
struct Node {
    /// How many elements stand in it, but for those of nodes in it.
    own: u64,
    /// The nodes that stand in it.
    within: Vec<usize>,
    /// The names that it refers to.
    refers: Vec<String>,
}

/// A drawing being read.
pub(super) struct Unfolding {
    nodes: Vec<Node>,
    names: FxHashMap<String, usize>,
    /// For each open element the node that it stands in or is.
    open: Vec<usize>,
}

/// How far counting has come with a node.
#[derive(Clone, Copy)]
enum Count {
    Unknown,
    /// It is being counted: who comes back to it goes in a circle.
    Begun,
    Known(u64),
}

impl Unfolding {
    pub(super) fn new() -> Self {
        Self { nodes: vec![Node::default()], names: FxHashMap::default(), open: Vec::new() }
    }

    /// An element opens, with its name and what it refers to. `None` where it is nested too deep.
    pub(super) fn open(&mut self, name: Option<String>, refers: Vec<String>) -> Option<()> {
        let mut at = self.open.last().copied().unwrap_or(0);
        if let Some(name) = name.filter(|name| !self.names.contains_key(name)) {
            let new = self.nodes.len();
            self.nodes.push(Node::default());
            self.nodes[at].within.push(new);
            self.names.insert(name, new);
            at = new;
        }
        self.nodes[at].own += 1;
        self.nodes[at].refers.extend(refers);
        self.open.push(at);
        (self.open.len() <= DEEPEST).then_some(())
    }

    /// The innermost element closes.
    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// How many elements are shown in all. `None` where references lead in a circle or on and on.
    pub(super) fn count(&self) -> Option<u64> {
        let mut counts = vec![Count::Unknown; self.nodes.len()];
        self.count_of(0, &mut counts, 0)
    }

    fn count_of(&self, at: usize, counts: &mut [Count], depth: usize) -> Option<u64> {
        match counts[at] {
            Count::Known(count) => return Some(count),
            Count::Begun => return None,
            Count::Unknown if depth > DEEPEST => return None,
            Count::Unknown => counts[at] = Count::Begun,
        }
        let node = &self.nodes[at];
        let mut count = node.own;
        let named = node.refers.iter().filter_map(|name| self.names.get(name));
        for next in node.within.iter().chain(named) {
            count = count.saturating_add(self.count_of(*next, counts, depth + 1)?);
        }
        counts[at] = Count::Known(count);
        Some(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A drawing of elements `(name, refers)` beside each other.
    fn count(elements: &[(&str, &[&str])]) -> Option<u64> {
        let mut drawing = Unfolding::new();
        for (name, refers) in elements {
            let name = Some((*name).to_owned()).filter(|name| !name.is_empty());
            drawing.open(name, refers.iter().map(|name| (*name).to_owned()).collect())?;
            drawing.close();
        }
        drawing.count()
    }

    #[test]
    fn copies_count_as_what_they_copy() {
        assert_eq!(count(&[("a", &[]), ("", &["a"]), ("", &["a", "a", "b"])]), Some(6));
        assert_eq!(count(&[]), Some(0));
        let doubled: Vec<(String, Vec<String>)> =
            (0..80).map(|i| (format!("a{}", i + 1), vec![format!("a{i}"); 2])).collect();
        let mut drawing = Unfolding::new();
        drawing.open(Some("a0".into()), Vec::new());
        drawing.close();
        for (name, refers) in doubled {
            drawing.open(Some(name), refers);
            drawing.close();
        }
        assert_eq!(drawing.count(), Some(u64::MAX));
    }

    #[test]
    fn circles_and_depth_have_no_count() {
        assert_eq!(count(&[("a", &["a"])]), None);
        assert_eq!(count(&[("a", &["b"]), ("b", &["a"])]), None);
        let mut drawing = Unfolding::new();
        assert!((0..DEEPEST).all(|_| drawing.open(None, Vec::new()).is_some()));
        assert_eq!(drawing.open(None, Vec::new()), None);
        let chain: Vec<(String, String)> = (0..300).map(|i| (format!("a{}", i + 1), format!("a{i}"))).collect();
        let mut drawing = Unfolding::new();
        for (name, refers) in chain.into_iter().rev() {
            drawing.open(Some(name), vec![refers]);
            drawing.close();
        }
        assert_eq!(drawing.count(), None);
    }
}
